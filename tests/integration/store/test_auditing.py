"""What people do by hand is noted with who did it, in the same transaction; readers do not see it."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, text

from shared.errors import NotAllowed
from shared.settings import settings
from shared.store import auditing, epochs, quarantining, reprocessing, retracting, runs
from shared.store.auditing import Asked, Deed
from shared.store.engine import make_engine
from shared.store.identities import by_hand
from shared.store.quarantining import Wanted
from shared.store.reprocessing import Order
from tests.integration.store import given
from tests.integration.store.peopled import identities_of, peopled, resolve
from workers import resources
from workers.cli import onrecord


@pytest.fixture
def writer(database_url: str) -> Iterator[Engine]:
    """An engine as the commands have it."""
    engine = make_engine(database_url, role="onrecord_writer", application_name="onrecord-tests")
    yield engine
    engine.dispose()


def done(engine: Engine) -> list[tuple[str, str, int, str | None]]:
    """The deeds, oldest first."""
    return [(d.deed, d.about, d.items, d.because) for d in reversed(auditing.find(engine, Asked()))]


def test_a_deed_is_noted_with_who_did_it(engine: Engine, writer: Engine) -> None:
    given.finished(engine)

    retracting.retract(writer, "lpa:1", because="withdrawn")
    retracting.retract(writer, "lpa:1", because="again: changes nothing")

    [deed] = auditing.find(writer, Asked())
    assert (deed.deed, deed.about, deed.because) == (Deed.RETRACTED, "lpa:1", "withdrawn")
    assert (deed.role, deed.application, deed.machine) == ("onrecord_writer", "onrecord-tests", socket.gethostname())
    with engine.connect() as connection:
        assert deed.login == connection.execute(text("SELECT session_user")).scalar_one()


def test_every_deed_is_noted(engine: Engine, writer: Engine) -> None:
    # Given articles and quarantined ones
    for uri in "ab":
        given.finished(engine, uri)
        runs.quarantine(engine, given.accepted(engine, f"bad:{uri}").run_id, code=uri, reason="r")
    # When somebody decides on all of them
    quarantining.retry(writer, Wanted(code="a"), because="mended")
    quarantining.drop(writer, Wanted(), because="hopeless")
    assert sum(reprocessing.order(writer, Order(pipeline_version="2"), because="better")) == 2
    assert reprocessing.pause(writer) == 1
    assert reprocessing.resume(writer) == 1
    assert reprocessing.resume(writer) == 0
    begun = epochs.begin(writer, because="disk put back")
    epochs.keep(writer)
    # Then each is noted once
    assert done(writer) == [
        ("retried", "1 bad:a", 1, "mended"),
        ("dropped", "2 bad:b", 1, "hopeless"),
        ("ordered", "2 from=parse", 1, "better"),
        ("paused", "2", 1, None),
        ("resumed", "2", 1, None),
        ("epoch_begun", str(begun.epoch), 1, "disk put back"),
        ("epoch_kept", str(begun.epoch), 1, None),
    ]


def test_a_deed_that_fails_is_not_noted(engine: Engine, writer: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given a retraction that fails at its last statement, after it was noted
    given.finished(engine)
    monkeypatch.setattr(retracting, "announce", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        retracting.retract(writer, "lpa:1")
    # Then nothing says that it was done
    assert done(writer) == []


def test_a_producers_retraction_is_noted_with_its_entry(engine: Engine, database_url: str) -> None:
    intake = make_engine(database_url, role="onrecord_intake")
    given.finished(engine)

    retracting.retract(intake, "lpa:1", stream_id="7-0")

    intake.dispose()
    [deed] = auditing.find(engine, Asked())
    assert (deed.stream_id, deed.role, deed.because) == ("7-0", "onrecord_intake", None)


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("onrecord_reader", "SELECT * FROM onrecord_admin.audit"),
        ("onrecord_reader", "SELECT * FROM core.audit"),
        ("onrecord_intake", "SELECT * FROM core.audit"),
        ("onrecord_worker", "SELECT * FROM core.audit"),
        ("onrecord_worker", "INSERT INTO core.audit (deed, about) VALUES ('dropped', 'x')"),
        ("onrecord_auditor", "SELECT * FROM core.audit"),
        ("onrecord_auditor", "SELECT * FROM onrecord_v1.article"),
        ("onrecord_writer", "INSERT INTO core.audit (deed, about, login) VALUES ('dropped', 'x', 'ann')"),
        ("onrecord_writer", "INSERT INTO core.audit (deed, about, at) VALUES ('dropped', 'x', now())"),
        ("onrecord_writer", "UPDATE core.audit SET because = ''"),
        ("onrecord_writer", "DELETE FROM core.audit"),
    ],
)
def test_nobody_reads_or_forges_what_is_not_theirs(database_url: str, role: str, statement: str) -> None:
    engine = make_engine(database_url, role=role)
    with engine.connect() as connection, pytest.raises(NotAllowed, match="permission denied"):
        connection.execute(text(statement))
    engine.dispose()


def test_an_auditor_reads_the_view_and_nothing_else(engine: Engine, database_url: str) -> None:
    given.finished(engine)
    retracting.retract(engine, "lpa:1")
    auditor = make_engine(database_url, role="onrecord_auditor")

    assert [deed.about for deed in auditing.find(auditor, Asked())] == ["lpa:1"]

    auditor.dispose()


@pytest.fixture
def call(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    monkeypatch.setenv("ONRECORD_DATABASE_URL", database_url)
    monkeypatch.setenv("ONRECORD_REDIS_URL", "redis://localhost:1")
    settings.cache_clear()
    resources.database.cache_clear()

    def said(*arguments: str) -> str:
        result = CliRunner().invoke(onrecord, arguments, catch_exceptions=False)
        assert result.exit_code == 0, result.stderr
        return result.stdout

    yield said
    resources.database().dispose()
    resources.database.cache_clear()


def test_the_commands_take_reasons_and_list_them(engine: Engine, call: Callable[..., str]) -> None:
    # Given some decisions by hand, with their reasons
    for uri in ("a", "b"):
        given.finished(engine, uri)
    runs.quarantine(engine, given.accepted(engine, "bad").run_id, code="c", reason="r")
    call("retract", "a", "--because", "withdrawn")
    call("quarantine", "retry", "1", "--because", "mended")
    call("reprocess", "--as", "9", "--because", "better")
    call("reprocess", "--pause", "--because", "too busy")
    call("reprocess", "--resume", "--because", "quiet again")
    call("db", "epoch", "--new", "--because", "disk put back")

    def listed(*options: str) -> list[str]:
        return [json.loads(line)["because"] for line in call("audit", "--json", *options).splitlines()]

    # Then they are listed, newest first, and by what is asked
    everything = ["disk put back", "quiet again", "too busy", "better", "mended", "withdrawn"]
    assert listed() == everything
    assert listed("--deed", "retracted") == listed("--about", "a", "--deed", "retracted") == ["withdrawn"]
    assert listed("--by", socket.gethostname(), "--limit", "2") == everything[:2]
    assert listed("--by", "nobody") == listed("--until", "2026-01-01") == []
    assert listed("--since", "2026-01-01") == everything
    table = call("audit", "--deed", "retracted")
    assert "withdrawn" in table
    assert socket.gethostname()[:8] in table


def test_identities_by_hand_are_noted(engine: Engine, writer: Engine) -> None:
    # Given identities of two articles
    run_id = peopled(engine, "a", "mayor: Ana Moreau", "Ivo Stahl")
    peopled(engine, "b", "mayor: Ana Moreau", "Ivo Stahl")
    resolve(engine)
    person = identities_of(engine, run_id)["Ana Moreau"]
    # When one is split, kept apart and merged again
    new = by_hand.split(writer, person, ["b"], because="two").identity_id
    by_hand.set_apart(writer, [person, new])
    by_hand.merge(writer, [person, new], because="one after all")
    # Then each is noted
    both = f"{person} {new}"
    assert done(writer) == [
        ("split", both, 1, "two"),
        ("set_apart", both, 2, None),
        ("merged", both, 2, "one after all"),
    ]


def test_a_deed_that_is_none_is_told_with_those_that_are() -> None:
    refused = CliRunner().invoke(onrecord, ["audit", "--deed", "sung"])
    assert (refused.exit_code, "retracted, retried" in refused.stderr) == (2, True)
