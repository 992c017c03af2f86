"""What a worker says before Celery starts has the same form as all after it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from shared.log import logger
from workers import worker


@pytest.fixture
def as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


class Prepared(Exception):
    """The end of the test: nothing after the preparation is wanted."""


def test_the_first_lines_of_a_worker_are_json_too(
    as_before: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given a worker that is to log in JSON, as in its container
    def says() -> None:
        logger.info("model_loaded", model="m 1")
        raise Prepared

    monkeypatch.setenv("ONRECORD_LOG_FORMAT", "json")
    monkeypatch.setattr(worker, "prepare", says)
    # When it prepares itself, Then its lines are JSON already
    with pytest.raises(Prepared):
        worker.run(1)
    assert json.loads(capsys.readouterr().err)["event"] == "model_loaded"
