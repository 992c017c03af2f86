"""The verbs that look after what is on record, as their users call them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import Result
from sqlalchemy import Engine

from shared.store import reading, reprocessing, runs
from shared.store.foreign import keep_foreign
from shared.store.records import RunState, Stage
from tests.integration.store import given
from workers.cli.revise import STAGES

Call = Callable[..., Result]


@pytest.fixture
def entry(engine: Engine) -> str:
    """The id of the one entry in the quarantine."""
    runs.quarantine(engine, given.accepted(engine).run_id, code="empty_text", reason="a frame set", traceback="here")
    return str(reading.quarantined(engine)[0].id)


def test_the_quarantine_is_listed_for_people_and_programs(call: Call, entry: str) -> None:
    listed = call("quarantine", "list", "--code", "empty_text")
    assert listed.exit_code == 0
    assert "a frame set" in listed.stdout
    [line] = call("quarantine", "list", "--json").stdout.splitlines()
    assert json.loads(line)["uri"] == "lpa:1"
    assert call("quarantine", "list", "--until", "2020-01-01", "--json").stdout == ""


def test_an_entry_is_shown_with_traceback_and_payload(call: Call, entry: str) -> None:
    shown = call("quarantine", "show", entry)
    assert "a frame set" in shown.stdout
    assert "here" in shown.stdout
    assert "Harbour bridge opens" in shown.stdout
    assert json.loads(call("quarantine", "show", entry, "--json").stdout)["code"] == "empty_text"


@pytest.mark.parametrize("chosen", [["--code", "empty_text"], ["--all"], ["--since", "2020-01-01"]])
def test_entries_are_retried_by_filter(call: Call, engine: Engine, entry: str, chosen: list[str]) -> None:
    done = call("quarantine", "retry", *chosen)
    assert (done.exit_code, "1 tried again" in done.stderr) == (0, True)
    assert reading.run_states(engine, ["lpa:1"])[0].state is RunState.OPEN


def test_entries_are_dropped_by_id(call: Call, engine: Engine, entry: str) -> None:
    assert call("quarantine", "drop", entry).exit_code == 0
    assert reading.quarantined(engine) == []
    assert call("quarantine", "drop", entry).exit_code == 66


@pytest.mark.parametrize("verb", ["retry", "drop"])
def test_nothing_is_let_out_by_an_omission(call: Call, engine: Engine, entry: str, verb: str) -> None:
    assert call("quarantine", verb).exit_code == 2
    assert call("quarantine", verb, entry, "4711").exit_code == 66
    assert len(reading.quarantined(engine)) == 1


def test_bytes_that_name_no_article_cannot_be_retried(call: Call, engine: Engine) -> None:
    keep_foreign(engine, reason="on queue x", payload=b"{")
    assert "1 messages of strangers" in call("status").stdout
    done = call("quarantine", "retry", "--all")
    assert done.exit_code == 1
    assert "drop them" in done.stderr


def test_an_article_is_retracted_once(call: Call, engine: Engine) -> None:
    given.finished(engine)
    assert "was retracted (" in call("retract", "lpa:1").stderr
    assert "was retracted before" in call("retract", "lpa:1").stderr
    assert json.loads(call("retract", "lpa:1", "--json").stdout)["outcome"] == "unchanged"
    assert "retracted" in call("show").stdout
    assert call("show", "lpa:1").exit_code == 66


def test_an_unknown_article_is_not_retracted(call: Call) -> None:
    done = call("retract", "lpa:1")
    assert done.exit_code == 66
    assert done.stderr.strip().endswith("[unknown_article]")


def test_articles_are_processed_again_paused_and_resumed(call: Call, engine: Engine) -> None:
    given.finished(engine)
    assert "nothing to do" in call("reprocess", "--as", "1").stderr
    assert "articles ordered as 2: 1" in call("reprocess", "--as", "2", "--stage", "quotations").stderr
    assert "1 behind" in call("status").stdout
    assert "1 paused" in call("reprocess", "--pause").stderr
    [order] = call("reprocess", "--status", "--json").stdout.splitlines()
    assert json.loads(order)["state"] == "paused"
    assert "1 resumed" in call("reprocess", "--resume", "--as", "2").stderr
    assert "running" in call("reprocess", "--status").stdout
    [run] = reprocessing.due(engine, limit=9, sent_before_seconds=None)
    assert run.stage is Stage.QUOTATIONS


def test_a_date_that_is_none_is_refused(call: Call) -> None:
    done = call("reprocess", "--since", "yesterday")
    assert done.exit_code == 2
    assert "2026-01-31" in done.stderr


def test_the_stages_on_offer_are_all_stages() -> None:
    assert list(STAGES) == list(Stage)


def test_a_place_that_cannot_be_written_to_is_told(call: Call) -> None:
    # Given a folder that cannot be made, When an export shall fill it, Then its name and the system's reason are told
    done = call("export", "--to", "/dev/null/corpus")
    assert done.exit_code == 74
    assert "/dev/null/corpus: Not a directory" in done.stderr
    assert "[file_failed]" in done.stderr
