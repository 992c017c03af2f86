"""Intake against a real broker and a real database: every entry is answered, whoever read it first."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from structlog.testing import capture_logs

from shared.client import Client
from shared.errors import (
    BrokerUnreachable,
    DatabaseUnreachable,
    EmptyText,
    InvalidSubmission,
    NotAllowed,
    OnrecordError,
    UnreadableFile,
)
from shared.messages import FIELD, GROUP, INBOX
from shared.model import Submission
from shared.settings import settings
from shared.store import reading, watching
from shared.store.engine import make_engine
from workers.doors import intake as module
from workers.doors.intake import Intake


@pytest.fixture
def client(redis_url: str) -> Iterator[Client]:
    with Client(redis_url) as client:
        yield client


def submission(number: int) -> Submission:
    return Submission(uri=f"tag:{number}", text=f"Ferry {number} returns\n\nIt sails again.")


def test_what_is_read_is_accepted_sent_and_taken_off(intake: Intake, client: Client, sent: list[int]) -> None:
    # Given more entries than one batch holds
    client.submit_many(submission(n) for n in range(module.BATCH + 10))
    # When intake answers what it reads, twice
    intake.answer(intake.fresh(">"))
    intake.answer(intake.fresh(">"))
    # Then all are accepted and sent once, and the inbox is empty
    assert len(set(sent)) == len(sent) == module.BATCH + 10
    assert intake.broker.xlen(INBOX) == 0


def test_the_same_again_is_not_sent_again(intake: Intake, client: Client, sent: list[int]) -> None:
    # Given the same submission twice in one batch, When it is answered, Then there is one run
    client.submit_many([submission(1), submission(1)])
    intake.answer(intake.fresh(">"))
    assert len(set(sent)) == 1
    assert watching.open_runs(intake.engine) == 1


def test_what_a_dead_reader_held_is_answered(
    intake: Intake, client: Client, sent: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given entries that another reader took, and then died
    client.submit_many([submission(1), submission(2)])
    Intake(intake.engine, intake.broker, consumer="the-dead-one").fresh(">")
    assert intake.abandoned() == []
    # When they have waited long enough, Then this reader answers them
    monkeypatch.setattr(module, "ABANDONED_MS", 0)
    intake.answer(intake.abandoned())
    assert len(sent) == 2
    assert intake.broker.xpending(INBOX, GROUP)["pending"] == 0  # type: ignore[index]


def test_what_this_reader_held_when_it_died_is_answered_first(intake: Intake, client: Client, sent: list[int]) -> None:
    # Given an entry that this reader had read, but not answered, When it starts again, Then it finds it
    client.submit(submission(1))
    intake.fresh(">")
    intake.answer(intake.fresh("0"))
    assert len(sent) == 1


def test_readers_that_are_gone_are_forgotten_but_not_what_they_held(
    intake: Intake, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given two readers that ended: one holds an entry, one holds nothing
    intake.prepare()
    client.submit(submission(1))
    intake.broker.xreadgroup(GROUP, "holds-one", {INBOX: ">"})
    intake.broker.xgroup_createconsumer(INBOX, GROUP, "holds-none")
    # When an intake starts after they have been silent for long, Then only the one that holds nothing is forgotten
    monkeypatch.setattr("workers.doors.intake.GONE_MS", -1)
    intake.prepare()
    assert [reader["name"] for reader in intake.broker.xinfo_consumers(INBOX, GROUP)] == [b"holds-one"]


def test_one_bad_entry_between_good_ones(intake: Intake, client: Client, sent: list[int]) -> None:
    # Given a batch with a bad entry that still tells its uri
    client.submit(submission(1))
    bad = client.submit_unreadable("tag:bad", b"{")
    intake.broker.xadd(INBOX, {FIELD: b'{"uri": "tag:worse", "text": 7}'})  # type: ignore[arg-type]
    client.submit(submission(2))
    # When it is answered, Then the good ones go on, and the bad ones are refused under their uris
    intake.answer(intake.fresh(">"))
    assert len(sent) == 2
    (refused,) = watching.rejections(intake.engine, [bad])
    assert (refused.uri, refused.code) == ("tag:bad", "malformed_json")
    assert reading.status(intake.engine).rejected == 2


REASONS = [
    (EmptyText("the file is empty"), "empty_text", "the file is empty"),
    (DatabaseUnreachable("no"), "unreadable_file", "no"),  # not a reason that a file can have
    (UnreadableFile("x" * 5000), "unreadable_file", "x" * 1000 + ". "),
]


@pytest.mark.parametrize(("error", "code", "words"), REASONS, ids=lambda value: str(value)[:20])
def test_why_a_file_was_unreadable_is_told_as_its_reader_saw_it(
    intake: Intake, client: Client, error: OnrecordError, code: str, words: str
) -> None:
    # Given bytes that their reader could make nothing of, with the reason
    bad = client.submit_unreadable("tag:bad", b"", error)
    # When they are answered, Then that is the reason on record, not that they are no JSON
    intake.answer(intake.fresh(">"))
    (refused,) = watching.rejections(intake.engine, [bad])
    assert refused.code == code
    assert words in refused.reason


def test_a_right_that_lacks_is_not_blamed_on_the_submission(
    intake: Intake, client: Client, sent: list[int], database_url: str
) -> None:
    # Given a database in which intake may not add versions, but could refuse
    client.submit(submission(1))
    right = "INSERT ON core.version {} onrecord_intake"
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("REVOKE " + right.format("FROM"))  # type: ignore[arg-type]
        restricted = Intake(make_engine(database_url, role="onrecord_intake"), intake.broker)
        # When it reads a good submission, Then that is not refused, and stays on the inbox
        with pytest.raises(NotAllowed):
            restricted.answer(restricted.fresh(">"))
        assert intake.broker.xlen(INBOX) == 1
        # Until it may
        connection.execute("GRANT " + right.format("TO"))  # type: ignore[arg-type]
    restricted.answer(restricted.fresh("0"))
    restricted.engine.dispose()
    assert len(sent) == 1
    assert reading.status(intake.engine).rejected == 0


def test_intake_waits_while_too_much_is_open_and_says_so(
    intake: Intake, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given room for one open run, and one open
    monkeypatch.setenv("ONRECORD_MAX_OPEN_RUNS", "1")
    settings.cache_clear()
    with capture_logs() as said:
        assert not intake.too_many_open()
        client.submit(submission(1))
        intake.answer(intake.fresh(">"))
        # Then the rest waits in the inbox
        assert intake.too_many_open()
        assert intake.too_many_open()
        # Until there is room again
        monkeypatch.setenv("ONRECORD_MAX_OPEN_RUNS", "2")
        settings.cache_clear()
        assert not intake.too_many_open()
    # And each change is said once
    assert [(line["event"], line["open_runs"], line["limit"]) for line in said if "limit" in line] == [
        ("intake_waits", 1, 1),
        ("intake_goes_on", 1, 2),
    ]


def test_the_client_refuses_what_intake_would(client: Client) -> None:
    # Given a submission without content, When it is submitted, Then it is refused before it is sent
    with pytest.raises(InvalidSubmission, match="found none"):
        client.submit(uri="tag:a")


def test_a_broker_that_does_not_answer_is_told() -> None:
    with Client("redis://127.0.0.1:1") as client, pytest.raises(BrokerUnreachable, match="ONRECORD_REDIS_URL"):
        client.submit(uri="tag:a", text="x")
