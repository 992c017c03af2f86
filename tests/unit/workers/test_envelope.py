"""The gate before Celery: what is let in, and what is not, with its reason."""

from __future__ import annotations

import json
from typing import Any

import pytest
import redis
from celery import chain

from tests.faults.foreign import BROADCASTS, CASES, GOOD, body, but
from workers import pipeline
from workers.app import app
from workers.broker import gate
from workers.broker.envelope import broadcast_fault_of, fault_of, reply_fault_of
from workers.broker.gate import FOREIGN, our_tasks, put_aside


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What Celery itself puts on a queue."""
    messages: list[bytes] = []

    def put(channel: Any, queue: str, message: object, **_: object) -> None:
        messages.append(json.dumps(message).encode())

    with app.connection(transport="memory", hostname="localhost") as connection:
        monkeypatch.setattr(type(connection.default_channel), "_put", put)
        chain(pipeline.parse_task.si(1), pipeline.entities_task.si(1), pipeline.quotations_task.si(1)).apply_async(
            connection=connection
        )
        pipeline.parse_task.apply_async([1], countdown=30, connection=connection)
        pipeline.submit_task.apply_async([{"uri": "a", "text": "b"}], connection=connection)
        pipeline.submit_task.apply_async(kwargs={"submission": 7}, connection=connection)
    return messages


def test_what_celery_writes_is_let_in(written: list[bytes]) -> None:
    assert len(written) == 4
    assert [fault_of(message, our_tasks()) for message in written] == [None] * 4


def test_a_good_message_is_let_in() -> None:
    assert fault_of(but(), our_tasks()) is None
    assert fault_of(but(body=body([[], {"run_id": 1}, {}])), our_tasks()) is None


@pytest.mark.parametrize("name", CASES)
def test_what_could_stop_a_worker_is_not_let_in(name: str) -> None:
    # Given foreign bytes, When they come to the gate, Then it says in words why they stay out
    assert fault_of(CASES[name], our_tasks())


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("no content type", "content-type"),
        ("body is a string", "array"),
        ("task of a stranger", "unknown task os.system"),
        ("eta is nonsense", "headers.eta"),
        ("body is no base64", "body:"),
    ],
)
def test_the_reason_names_the_field(name: str, reason: str) -> None:
    assert reason in str(fault_of(CASES[name], our_tasks()))


@pytest.mark.parametrize("name", [name for name in BROADCASTS if name != "no JSON"])
def test_broadcasts_pass_the_same_gate(name: str) -> None:
    assert broadcast_fault_of(json.loads(BROADCASTS[name]))


def test_a_remote_control_message_is_let_in() -> None:
    message = GOOD | {"body": body({"method": "ping", "arguments": {}, "destination": None})}
    assert broadcast_fault_of(message) is None


@pytest.mark.parametrize("payload", [b"hello", b"\xff", b"[" * 100_000, b"{}"])
def test_an_answer_to_remote_control_passes_it_too(payload: bytes) -> None:
    assert reply_fault_of(payload)
    assert reply_fault_of(json.dumps(GOOD | {"body": body({"celery@a": {"ok": "pong"}})}).encode()) is None


def test_celerys_own_tasks_are_not_ours() -> None:
    assert set(our_tasks()) >= {"onrecord.parse", "onrecord.entities", "onrecord.quotations", "onrecord.submit"}
    assert not [name for name in our_tasks() if name.startswith("celery.")]


def test_foreign_bytes_are_put_aside_as_they_came(redis_url: str) -> None:
    # Given bytes that are no text, When they are put aside, Then they wait for the sweeper, unchanged
    with redis.Redis.from_url(redis_url) as broker:
        put_aside(broker, "onrecord", b"\xff\x00", "no JSON")
        ((_, fields),) = broker.xrange(FOREIGN)
    assert fields == {b"queue": b"onrecord", b"fault": b"no JSON", b"payload": b"\xff\x00"}


def test_a_broker_that_refuses_to_keep_them_stops_nobody() -> None:
    # Given a broker that is gone, When bytes are put aside, Then nothing is raised
    with redis.Redis(port=1) as nobody:
        put_aside(nobody, "onrecord", b"x", "no JSON")


def test_the_client_answers_with_our_messages_only(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given a foreign message before a good one
    with gate.GatedClient.from_url(redis_url) as broker:
        broker.rpush("q", b"hello")
        broker.rpush("q", but())
        # When they are popped, Then the first counts as nothing there
        assert broker.execute_command("BRPOP", "q", 1) == (b"q", but())
        assert broker.execute_command("BRPOP", "q", 1) is None
        assert broker.xlen(FOREIGN) == 1
