"""What is logged holds no password, wherever the line comes from."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from shared.log import configure, logger

URL = "postgresql://onrecord:hunter2@db:5432/x"


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


@pytest.mark.parametrize("form", ["console", "json"])
def test_no_password_is_logged(capsys: pytest.CaptureFixture[str], form: str) -> None:
    # Given a URL with a password in a field, in a library's message and in a traceback
    configure("info", form)
    logger.info("connected", url=URL)
    logging.getLogger("kombu.x").warning("Cannot connect to %s", "rediss://:hunter2@broker/0")
    logger.info("connected", url="redis://u:p@hunter2@broker/0")
    try:
        raise ConnectionError(f"no answer from {URL}")
    except ConnectionError:
        logging.getLogger("library").exception("failed")
    # When the lines are written, Then the user and the host are there, and the password is not
    written = capsys.readouterr().err
    assert "hunter2" not in written
    assert written.count(":***@") >= 3
    assert "postgresql://onrecord:***@db:5432/x" in written


@pytest.mark.parametrize(("no_color", "colors"), [("", True), ("1", False)])
def test_no_color_is_respected(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, no_color: str, colors: bool
) -> None:
    # Given a terminal, and perhaps somebody who wants no colours (no-color.org: any value but an empty one)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("NO_COLOR", no_color)
    # When a line is logged, Then it has colours, or has none
    configure("info", "console")
    logger.info("connected")
    assert ("\x1b[" in capsys.readouterr().err) is colors
