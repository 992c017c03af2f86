"""What is logged holds no password, wherever the line comes from."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from shared.log import configure, logger
from shared.model import PIPELINE_VERSION
from shared.process import host, release

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


def test_each_json_line_tells_who_wrote_it(capsys: pytest.CaptureFixture[str]) -> None:
    # Given a worker that logs in JSON, When it and a library say something
    configure("info", "json", "worker")
    logger.info("stage_done", seconds=0.1)
    logging.getLogger("library").warning("hm")
    # Then both lines tell the process, its machine, and the release
    for line in map(json.loads, capsys.readouterr().err.splitlines()):
        assert (line["process"], line["pid"], line["host"]) == ("worker", os.getpid(), host())
        assert (line["release"], line["pipeline_version"]) == (release(), PIPELINE_VERSION)


def test_a_line_on_a_console_tells_the_process_alone(capsys: pytest.CaptureFixture[str]) -> None:
    # Given processes that log for people, one of them without a kind, When they say something
    configure("info", "console", "worker")
    logger.info("stage_done")
    configure("info", "console")
    logger.info("nothing_more")
    # Then the line names the process, if it has a kind
    first, second = capsys.readouterr().err.splitlines()
    assert "worker" in first
    assert str(os.getpid()) in first
    assert host() not in first
    assert "pid" not in second


CRASHES = """
import warnings
from shared.log import configure
configure("info", "json", "worker")
warnings.warn("old", UserWarning)
raise ZeroDivisionError("oops")
"""


def test_warnings_and_a_crash_are_lines_too() -> None:
    # Given a process that logs in JSON, When Python warns it, and it crashes
    done = subprocess.run([sys.executable, "-W", "default", "-c", CRASHES], capture_output=True, text=True)
    # Then each is a line
    warned, crashed = map(json.loads, done.stderr.splitlines())
    assert "UserWarning: old" in warned["event"]
    assert (crashed["event"], crashed["error"], done.returncode) == ("process_crashed", "ZeroDivisionError", 1)
    assert "oops" in crashed["exception"]


@pytest.mark.parametrize("command", ["intake", "sweep", "worker", "db upgrade"])
def test_an_error_at_the_start_is_a_line_too(command: str) -> None:
    # Given settings that name one server only, in a container that logs in JSON
    given = {"ONRECORD_LOG_FORMAT": "json", "ONRECORD_REDIS_URL": "nonsense", "ONRECORD_TIME_LIMIT": "none"}
    words = [sys.executable, "-m", "workers.cli", *command.split()]
    # When the process starts
    done = subprocess.run(words, env=os.environ | given, capture_output=True, text=True)
    # Then it says what is wrong in one line, with code and cure
    (line,) = map(json.loads, done.stderr.splitlines())
    assert (line["event"], line["code"], line["exit_code"]) == ("process_failed", "bad_settings", done.returncode)
    assert "ONRECORD_TIME_LIMIT" in line["detail"]
    assert line["cure"]
    assert done.stdout == ""


def test_for_people_an_error_at_the_start_stays_a_sentence() -> None:
    # Given the same settings where nobody asked for JSON, When the process starts, Then it says so in words
    words = [sys.executable, "-m", "workers.cli", "intake"]
    done = subprocess.run(words, env=os.environ | {"ONRECORD_TIME_LIMIT": "none"}, capture_output=True, text=True)
    assert done.stderr.startswith("onrecord: ")


def test_a_traceback_shows_no_local_variables(capsys: pytest.CaptureFixture[str]) -> None:
    # Given a function that holds an article when it fails
    def fail(article: str) -> None:
        raise ZeroDivisionError(len(article))

    # When its failure is logged for people
    configure("info", "console")
    try:
        fail("words that belong in no log")
    except ZeroDivisionError:
        logger.exception("page_broken")
    # Then the line tells where it failed, and not what it held
    told = capsys.readouterr().err
    assert "ZeroDivisionError: 27" in told
    assert "belong in no log" not in told.replace('fail("words that belong in no log")', "")
