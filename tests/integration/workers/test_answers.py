"""A producer that waits is answered, whatever becomes of its submission; one that nobody answers is told so."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
import redis
from celery.exceptions import Ignore
from jsonschema import Draft202012Validator, FormatChecker

from shared.client import AsyncClient, Client
from shared.errors import AnswerTimeout, BrokerUnreachable, EmptyText
from shared.messages import FIELD, INBOX, REJECTED, REPLY_FIELD, AnswerOutcome, reply_key
from shared.model import Article, Submission
from shared.schema_export import FOLDER
from shared.store import runs
from shared.store.engine import make_engine
from workers import base, pipeline
from workers.doors import answers
from workers.doors import intake as intake_module
from workers.doors.intake import Intake
from workers.models import Models
from workers.pipeline import entities_task as entities
from workers.pipeline import parse_task as parse
from workers.pipeline import quotations_task as quotations

TEXT = "Weir to be mended\n\n“We start in March,” said Ottilie Brandt, who keeps the weir.\n"
WEIR = Submission(uri="tag:weir", text=TEXT)


def work_off(run_id: int) -> None:
    """What a worker does with a chain, at once."""
    for task in (parse, entities, quotations):
        try:
            task.run(run_id)
        except Ignore:
            return


def work_all_off(run_ids: Iterable[int]) -> None:
    """The same for several runs."""
    for run_id in run_ids:
        work_off(run_id)


@pytest.fixture
def intake(database_url: str, redis_url: str, models: Models, monkeypatch: pytest.MonkeyPatch) -> Iterator[Intake]:
    """Intake, and a worker that does what intake sends before intake goes on."""
    engine = make_engine(database_url)
    with redis.Redis.from_url(redis_url) as broker:
        monkeypatch.setattr(base, "database", lambda: engine)
        monkeypatch.setattr(base, "language_models", lambda: models)
        monkeypatch.setattr(base, "broker", lambda: broker)
        monkeypatch.setattr(intake_module, "publish_all", work_all_off)
        reader = Intake(engine, broker, consumer="this-one")
        reader.prepare()
        yield reader
    engine.dispose()


@pytest.fixture
def answering(intake: Intake) -> Iterator[Callable[[], None]]:
    """Start to read the inbox, beside a test that waits."""

    def read() -> None:
        while not intake.stopped.is_set():
            intake.answer(intake.fresh(">"))

    thread = threading.Thread(target=read)
    yield thread.start
    intake.stop()
    thread.join(30)


def valid(name: str, text: str | bytes) -> dict[str, Any]:
    """The JSON of a message, if its schema allows it."""
    found: dict[str, Any] = json.loads(text)
    schema = json.loads((FOLDER / f"{name}.json").read_text())
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(found)
    return found


def ask(intake: Intake, payload: bytes, name: str = "a-name-of-mine") -> dict[str, Any] | None:
    """Put an entry on the inbox as any language does, let intake answer, and read what came."""
    intake.broker.xadd(INBOX, {FIELD: payload, REPLY_FIELD: name.encode()})
    intake.answer(intake.fresh(">"))
    came: Any = intake.broker.lpop(reply_key(name))
    return valid("answer.v1", came) if came else None


def test_waiting_returns_the_article(redis_url: str, answering: Callable[[], None]) -> None:
    # Given a producer that waits, When its article is done, Then it gets it
    answering()
    with Client(redis_url) as client:
        article = client.submit(WEIR, wait=True, timeout=30)
    assert isinstance(article, Article)
    assert [q.speaker.name for q in article.quotations if q.speaker] == ["Ottilie Brandt"]


def test_waiting_with_asyncio_is_the_same(redis_url: str, answering: Callable[[], None]) -> None:
    # Given an asynchronous producer of two articles and a retraction
    async def produce() -> list[object]:
        async with AsyncClient(redis_url) as client:
            other = Submission(uri="tag:other", text=TEXT)
            return list(await client.submit_many([WEIR, other, Submission(uri="tag:other", retracted=True)], wait=True))

    # When it waits, Then each is answered, in order
    answering()
    first, second, third = asyncio.run(produce())
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.uri, second.uri) == ("tag:weir", "tag:other")
    assert getattr(third, "outcome", None) is AnswerOutcome.RETRACTED


def test_asyncio_without_waiting_returns_stream_ids(intake: Intake, redis_url: str) -> None:
    async def produce() -> list[str]:
        async with AsyncClient(redis_url) as client:
            one = await client.submit(uri="tag:one", text=TEXT)
            return [one, *await client.submit_many([WEIR]), await client.submit_unreadable("tag:bad", b"{")]

    # Then the inbox holds what was sent, in order, each as the schema says
    ids = asyncio.run(produce())
    held: Any = intake.broker.xrange(INBOX)
    assert [i.decode() for i, _ in held] == ids
    assert [valid("submission.v1", fields[FIELD])["uri"] for _, fields in held[:2]] == ["tag:one", "tag:weir"]


def test_the_same_again_is_answered_with_the_article_on_record(intake: Intake) -> None:
    # Given an article on record, When the same is sent again, Then the answer is that article
    payload = WEIR.model_dump_json(exclude_defaults=True).encode()
    first, again = ask(intake, payload), ask(intake, payload)
    assert first is not None
    assert again is not None
    assert (again["outcome"], again["version"], again["article"]) == ("processed", 1, first["article"])
    valid("article.v1", json.dumps(again["article"]))


@pytest.mark.parametrize(
    ("payload", "uri", "code"),
    [
        (b"{", None, "malformed_json"),
        (b'{"uri": "tag:none"}', "tag:none", "invalid_submission"),
        (b'{"uri": "tag:none", "retracted": true}', "tag:none", "unknown_article"),
    ],
)
def test_a_rejection_is_answered_with_its_reason(intake: Intake, payload: bytes, uri: str | None, code: str) -> None:
    # Given what is no submission, When it is sent, Then the answer and the stream of rejections say the same
    answer = ask(intake, payload)
    assert answer is not None
    assert (answer["outcome"], answer["uri"], answer["code"]) == ("rejected", uri, code)
    ((_, fields),) = intake.broker.xrange(REJECTED)  # type: ignore[union-attr,misc]
    assert valid("rejected.v1", fields[b"rejected"]) == {
        name: answer[name] for name in ("stream_id", "uri", "code", "reason")
    }


def test_a_quarantine_is_answered_with_its_reason(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given an article that cannot be processed
    def hopeless(*_: object) -> None:
        raise EmptyText("a frame set")

    monkeypatch.setattr(pipeline.parse_task, "work", hopeless)
    # When it is sent, Then the answer says so; and the same again says the same
    for _ in range(2):
        answer = ask(intake, WEIR.model_dump_json(exclude_defaults=True).encode())
        assert answer is not None
        assert (answer["outcome"], answer["code"], answer["article"]) == ("quarantined", "empty_text", None)


def test_a_run_that_ends_after_the_producer_was_noted(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given a run that is only sent, When intake has gone on, Then nobody is answered yet
    sent: list[int] = []
    monkeypatch.setattr(intake_module, "publish_all", sent.extend)
    assert ask(intake, WEIR.model_dump_json(exclude_defaults=True).encode()) is None
    # When a worker ends it, Then the answer comes, once, and nobody is noted any more
    work_off(sent[0])
    assert intake.broker.llen(reply_key("a-name-of-mine")) == 1
    assert intake.broker.keys("onrecord:awaited:*") == []
    assert 0 < int(intake.broker.ttl(reply_key("a-name-of-mine"))) <= answers.ANSWER_SECONDS  # type: ignore[arg-type]


def test_a_worker_that_died_before_it_answered(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given a run that a worker ended and whose answer was lost
    sent: list[int] = []
    monkeypatch.setattr(intake_module, "publish_all", sent.extend)
    ask(intake, WEIR.model_dump_json(exclude_defaults=True).encode())
    runs.quarantine(intake.engine, sent[0], code="bug", reason="its last words")
    # When its message is delivered again, Then the answer comes
    work_off(sent[0])
    assert intake.broker.llen(reply_key("a-name-of-mine")) == 1


def test_a_broker_that_is_away_costs_the_answer_and_nothing_else(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a worker that cannot reach the broker
    def away() -> redis.Redis:
        raise BrokerUnreachable("gone")

    sent: list[int] = []
    monkeypatch.setattr(intake_module, "publish_all", sent.extend)
    ask(intake, WEIR.model_dump_json(exclude_defaults=True).encode())
    monkeypatch.setattr(base, "broker", away)
    # When it ends the run, Then the article is on record, and the same again answers with it
    work_off(sent[0])
    answer = ask(intake, WEIR.model_dump_json(exclude_defaults=True).encode(), "another-name")
    assert answer is not None
    assert answer["article"]["uri"] == "tag:weir"


@pytest.mark.parametrize("name", [b"short", b"onrecord:inbox", b"../../../onrecord", b"\xff" * 20])
def test_a_name_that_could_reach_other_keys_is_refused(intake: Intake, name: bytes) -> None:
    intake.broker.xadd(INBOX, {FIELD: WEIR.model_dump_json().encode(), REPLY_FIELD: name})
    intake.answer(intake.fresh(">"))
    ((_, fields),) = intake.broker.xrange(REJECTED)  # type: ignore[union-attr,misc]
    assert "reply_to" in json.loads(fields[b"rejected"])["reason"]


def test_an_article_too_large_to_be_sent_is_said_to_be_on_record(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "MAX_ANSWER_BYTES", 100)
    answer = ask(intake, WEIR.model_dump_json(exclude_defaults=True).encode())
    assert answer is not None
    assert (answer["outcome"], answer["code"], answer["article"]) == ("processed", "answer_too_large", None)


def test_nobody_answers(redis_url: str) -> None:
    # Given no intake, When a producer waits, Then it is told that its article is on the inbox, and how to look
    with Client(redis_url) as client, pytest.raises(AnswerTimeout, match="onrecord show"):
        client.submit(WEIR, wait=True, timeout=0.1)
