"""`onrecord demo`, `up` and `down`: servers of their own, nothing left running, data kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.settings import Settings
from tests.acceptance.conftest import Run
from tests.folders import server_folder
from workers.machine.background import running_pid

TEXT = "Mill to close\n\n“It is the end of the river,” said Dora Lindqvist, a weaver.\n"


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "mill.txt").write_text(TEXT)
    (folder / "broken.json").write_text('{"uri": "tag:broken", "te')
    return folder


@pytest.fixture
def home(real_server: None) -> Iterator[Path]:
    # With a blank, as in "My Documents".
    with server_folder("onrecord home ") as folder:
        yield folder / "home"


def test_the_demo_shows_who_said_what_and_is_safe_to_run_twice(onrecord: Run, articles: Path, home: Path) -> None:
    # Given a folder with an article and a broken file, When the demo runs on it
    first = onrecord("demo", str(articles), environment={"ONRECORD_HOME": str(home)})
    # Then it shows speaker and words, names the broken file with its reason, and leaves nothing running
    assert first.returncode == 0, first.stderr
    assert "Dora Lindqvist" in first.stdout
    assert "malformed_json" in first.stdout
    assert "1 new or updated" in first.stderr
    assert running_pid(Settings(home=home)) is None
    # And it ends with the page to open, which shows the same
    page = home / "report" / "index.html"
    assert first.stderr.rstrip().endswith(f"open {page}")
    assert "Dora Lindqvist" in page.read_text("utf-8")
    # When it runs again, Then nothing is doubled, and it says so
    second = onrecord("demo", str(articles), environment={"ONRECORD_HOME": str(home)})
    assert second.returncode == 0, second.stderr
    assert "0 new or updated, 1 unchanged" in second.stderr
    assert second.stdout.count("Dora Lindqvist") == 1


def test_up_load_show_down(onrecord: Run, articles: Path, home: Path) -> None:
    # Given Onrecord up in the background
    here = {"ONRECORD_HOME": str(home)}
    up = onrecord("up", environment=here)
    assert up.returncode == 0, up.stderr
    try:
        # When a second one is started, Then it is refused
        assert onrecord("up", environment=here).returncode == 73
        # When articles are loaded, Then the exit code tells of the broken one, and the good one can be shown
        loaded = onrecord("load", str(articles), "--wait", environment=here)
        assert loaded.returncode == 1
        assert "1 rejected" in loaded.stderr
        shown = json.loads(onrecord("show", "file:mill.txt", "--json", environment=here).stdout)
        assert shown["headline"] == "Mill to close"
        status = json.loads(onrecord("status", "--json", environment=here).stdout)
        assert (status["articles"], status["rejected"]) == (1, 1)
        assert onrecord("show", "file:nothing", environment=here).returncode == 66
        current = json.loads(onrecord("db", "current", "--json", environment=here).stdout)
        assert current["current"] == current["needed"]
        sent = onrecord("submit", "-", stdin=json.dumps({"uri": "tag:s", "text": TEXT}), environment=here)
        assert sent.returncode == 0
        assert "-" in sent.stdout
    finally:
        down = onrecord("down", environment=here)
    # Then it stops, and says so; a second time there is nothing to stop
    assert down.returncode == 0, down.stderr
    assert running_pid(Settings(home=home)) is None
    assert "nothing runs" in onrecord("down", environment=here).stderr


def test_embedded_servers_never_start_beside_a_url_that_does_not_answer(
    onrecord: Run, articles: Path, home: Path
) -> None:
    # Given a database URL where nothing listens
    wrong = {
        "ONRECORD_HOME": str(home),
        "ONRECORD_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
        "ONRECORD_REDIS_URL": "redis://127.0.0.1:1",
    }
    # When anything is asked of it, Then that is told, with exit code 69, and no server is started
    for command in (["demo", str(articles)], ["up"], ["status"], ["worker"], ["intake"], ["sweep"]):
        done = onrecord(*command, environment=wrong)
        assert done.returncode == 69, (command, done.stderr)
        assert "[database_unreachable]" in done.stderr or "start_failed" in done.stderr
    assert not (home / "postgres").exists()
