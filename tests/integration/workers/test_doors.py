"""Every door has a size: what is larger than an article stops nobody, and is told."""

from __future__ import annotations

import io
import json

import pytest
import redis

from shared.client import Client
from shared.errors import BrokerRefused, TooLarge
from shared.messages import FIELD, GROUP, INBOX, MAX_ENTRY_BYTES
from shared.model import MAX_CONTENT_CHARS, Submission
from shared.store import watching
from workers import pipeline
from workers.doors import intake as module
from workers.doors.intake import LEFT_BEHIND, Intake
from workers.doors.loader import Unreadable, sniff
from workers.machine.valkey import CONFIG as VALKEY_CONFIG

TOO_LONG = "x" * (MAX_CONTENT_CHARS + 1)
GOOD = Submission(uri="tag:good", text="Ferry returns\n\nIt sails again.")


def test_the_inbox(intake: Intake, redis_url: str) -> None:
    # Given a text and an entry that are too long, before a good one
    text = intake.broker.xadd(INBOX, {FIELD: json.dumps({"uri": "tag:text", "text": TOO_LONG})})  # type: ignore[arg-type]
    entry = intake.broker.xadd(INBOX, {FIELD: b" " * (MAX_ENTRY_BYTES + 1), b"uri": b"tag:entry"})  # type: ignore[arg-type]
    with Client(redis_url) as client:
        client.submit(GOOD)
    # When they are answered, Then the good one goes on, and the others are refused with one code
    intake.answer(intake.fresh(">"))
    refused = watching.rejections(intake.engine, [text.decode(), entry.decode()])  # type: ignore[union-attr]
    assert {(r.uri, r.code) for r in refused} == {("tag:text", "too_large"), ("tag:entry", "too_large")}
    assert watching.open_runs(intake.engine) == 1


def test_a_broker_that_takes_nothing_is_told(intake: Intake, redis_url: str) -> None:
    # Given a broker that answers, but refuses (here: its inbox is no stream; else: its memory is full, a right lacks)
    intake.broker.set(INBOX, "no stream")
    # When somebody submits, Then that is told with a cure, and exit code 69
    with Client(redis_url) as client, pytest.raises(BrokerRefused, match="WRONGTYPE") as told:
        client.submit(GOOD)
    assert told.value.exit_code == 69


def test_the_broker_lets_nothing_in_that_would_fill_its_readers(intake: Intake) -> None:
    # Given the embedded broker's own limit (a deployment has the same), When an entry is beyond it, Then it is refused
    if intake.broker.config_get("proto-max-bulk-len")["proto-max-bulk-len"] != str(64 * 2**20):  # type: ignore[index]
        pytest.skip(f"another broker than the embedded one: {VALKEY_CONFIG['proto-max-bulk-len']} is not set")
    with pytest.raises(redis.RedisError):
        intake.broker.xadd(INBOX, {FIELD: bytes(65 * 2**20)})
    assert intake.broker.xlen(INBOX) == 0


def test_what_a_dead_reader_held_is_taken_a_little_at_a_time(
    intake: Intake, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a batch whose size may have killed its reader
    with Client(redis_url) as client:
        client.submit_many(Submission(uri=f"tag:{n}", text="Mill closes\n\nIt is over.") for n in range(12))
    Intake(intake.engine, intake.broker, consumer="the-dead-one").fresh(">")
    monkeypatch.setattr(module, "ABANDONED_MS", 0)
    # When another one takes it over, Then it is answered piece by piece
    sizes = []
    while left := intake.abandoned():
        sizes.append(len(left))
        intake.answer(left)
    assert sizes == [LEFT_BEHIND, LEFT_BEHIND, 2]
    assert intake.broker.xpending(INBOX, GROUP)["pending"] == 0  # type: ignore[index]


def test_the_celery_task(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given a producer that speaks Celery, When it sends too much, Then that is on the inbox as what it is: refused
    monkeypatch.setenv("ONRECORD_REDIS_URL", redis_url)
    monkeypatch.setenv("ONRECORD_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    pipeline.submit_task.apply([{"uri": "tag:task", "text": TOO_LONG}])
    with redis.Redis.from_url(redis_url) as broker:
        [(_, fields)] = broker.xrange(INBOX)
    assert fields[b"uri"] == b"tag:task"


def test_the_client(redis_url: str) -> None:
    with Client(redis_url) as client, pytest.raises(TooLarge):
        client.submit(uri="tag:client", text=TOO_LONG)


@pytest.mark.parametrize(
    "start", [b"", b'{"uri": "tag:stdin", "text": "', b"<html><body>"], ids=["text", "JSON", "HTML"]
)
def test_standard_input_of_the_command(start: bytes) -> None:
    (item,) = sniff(io.BytesIO(start + b"x " * (MAX_ENTRY_BYTES // 2 + 1)))
    assert isinstance(item, Unreadable)
    assert item.error.code == "too_large"
