"""Long commands whose standard error is a file: plain lines, no bar, no carriage return; `--watch` ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from shared.settings import settings
from shared.store import reprocessing, revisions
from tests.integration.store import given
from workers.cli import onrecord, revise

Call = Callable[..., Result]


def plain(result: Result) -> list[str]:
    """The lines on standard error, of a command that ended well."""
    assert result.exit_code == 0, result.output
    assert "\r" not in result.stderr
    assert "\x1b" not in result.stderr
    return result.stderr.splitlines()


def test_each_migration_is_told(empty_database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given an empty database, When it is brought to this release, Then each migration has a line
    monkeypatch.setenv("ONRECORD_DATABASE_URL", empty_database_url)
    settings.cache_clear()
    total = revisions.pending(None)
    lines = plain(CliRunner().invoke(onrecord, ["db", "upgrade"]))
    assert [line for line in lines if "migration " in line] == [
        f"onrecord: migration {number} of {total}" for number in range(1, total + 1)
    ]
    # When it is done again, Then there is nothing to tell but the revision
    assert plain(CliRunner().invoke(onrecord, ["db", "upgrade"])) == [f"onrecord: schema at {revisions.head()}"]
    assert revisions.pending(revisions.head()) == 0


def test_each_part_of_an_export_is_told(call: Call, engine: Engine, tmp_path: Path) -> None:
    for uri in "ab":
        given.finished(engine, uri)
    lines = plain(call("export", "--to", str(tmp_path / "out"), "--part", "1"))
    assert [line.partition(",")[0] for line in lines[:2]] == ["onrecord: 1 parts", "onrecord: 2 parts"]


def test_what_is_processed_again_is_watched_until_it_is_done(
    call: Call, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given an order with an open run, which ends while somebody watches
    given.finished(engine, "a")
    assert list(reprocessing.order(engine, reprocessing.Order(pipeline_version="other"))) == [1]
    monkeypatch.setattr(revise, "WATCH_SECONDS", 0.05)
    looked: list[int] = []
    progress = reprocessing.progress

    def seen(engine: Engine) -> list[reprocessing.Backfill]:
        found = list(progress(engine))
        looked.append(sum(order.open for order in found))
        done = {"open": 0, "done": 1} if len(looked) > 2 else {}
        return [order.model_copy(update=done) for order in found]

    monkeypatch.setattr(reprocessing, "progress", seen)
    # When it is watched, Then the command looks until nothing is open, and ends with the table
    result = call("reprocess", "--status", "--watch")
    plain(result)
    assert len(looked) == 4  # the last look is the table's
    assert "Processed again" in result.stdout


def test_only_a_progress_can_be_watched(call: Call) -> None:
    assert call("reprocess", "--watch").exit_code == 2
    assert call("reprocess", "--status", "--watch", "--json").exit_code == 2
