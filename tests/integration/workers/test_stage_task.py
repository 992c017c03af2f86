"""One stage task against a real database: what is claimed, what goes on, what ends, whatever is delivered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from celery import Signature
from celery.exceptions import Ignore, Reject
from sqlalchemy import Engine, select

from shared.errors import DatabaseUnreachable, EmptyText, NotAllowed, OnrecordError, SchemaOutdated
from shared.model import PIPELINE_VERSION, Submission
from shared.store import accepting, loading, reading, runs, tables
from shared.store.engine import make_engine
from shared.store.records import Accepted, Claim, RunState, Stage
from workers import base, pipeline
from workers.base import InHand, StageTask
from workers.models import Models
from workers.pipeline import entities_task as entities
from workers.pipeline import parse_task as parse
from workers.pipeline import quotations_task as quotations
from workers.upkeep.notice import notice

TEXT = "Mill to close\n\n“It is the end of the river,” said Dora Lindqvist, a weaver.\n"


@pytest.fixture
def engine(database_url: str, models: Models, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The engine that the tasks use in this test."""
    engine = make_engine(database_url)
    monkeypatch.setattr(base, "database", lambda: engine)
    monkeypatch.setattr(base, "language_models", lambda: models)
    yield engine
    engine.dispose()


@pytest.fixture
def accepted(engine: Engine) -> Accepted:
    return accepting.accept(engine, Submission(uri="tag:mill", text=TEXT), PIPELINE_VERSION)


def state(engine: Engine) -> RunState:
    (found,) = reading.run_states(engine, ["tag:mill"])
    return found.state


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception, task: StageTask = parse) -> None:
    """Let a stage fail in this way."""

    def work(engine: Engine, claim: Claim, models: Models, hand: InHand) -> None:
        raise error

    monkeypatch.setattr(task, "work", work)


@pytest.fixture
def rest(accepted: Accepted) -> Iterator[list[Signature]]:
    """What the chain of a delivered message has still to send: its stages after parsing, the last one first."""
    following = [quotations.si(accepted.run_id), entities.si(accepted.run_id)]
    parse.push_request(args=[accepted.run_id], chain=following)
    yield following
    parse.pop_request()


def test_three_stages_in_order_end_in_an_article(engine: Engine, accepted: Accepted) -> None:
    # Given an accepted run, When its stages are delivered in order
    for task in (parse, entities, quotations):
        task.run(accepted.run_id)
    # Then the article is on record
    article = reading.article(engine, "tag:mill")
    assert article is not None
    assert [q.speaker.name for q in article.quotations if q.speaker] == ["Dora Lindqvist"]


def test_a_task_goes_on_with_the_stages_of_its_chain(engine: Engine, accepted: Accepted, rest: list[Signature]) -> None:
    # Given a message with a chain, When its stage is done in a moment
    parse.run(accepted.run_id)
    # Then the next ones are done as well, and the chain has nothing left to send
    assert state(engine) is RunState.DONE
    assert rest == []


def test_a_stage_that_takes_long_leaves_the_others_to_the_chain(
    engine: Engine, accepted: Accepted, rest: list[Signature], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a stage that takes longer than a moment, When it is delivered with its chain
    monkeypatch.setattr(base, "MOMENT", 0)
    parse.run(accepted.run_id)
    # Then the others are still to come
    assert [step.task for step in rest] == [quotations.name, entities.name]
    assert state(engine) is RunState.OPEN


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No stage waits for a server."""
    monkeypatch.setattr(base, "_pause", lambda *_: False)


def test_a_stage_that_fails_after_another_is_sent_by_the_chain(
    engine: Engine, accepted: Accepted, rest: list[Signature], monkeypatch: pytest.MonkeyPatch, impatient: None
) -> None:
    # Given a chain whose second stage meets an error of a server
    failing(monkeypatch, DatabaseUnreachable("down"), entities)
    # When the first one is delivered, Then it goes back, with all stages that are not done in its chain
    with pytest.raises(Reject, match="database_unreachable") as raised:
        parse.run(accepted.run_id)
    assert raised.value.requeue
    assert [step.task for step in rest] == [quotations.name, entities.name]
    # And that try goes on where the first one stopped
    monkeypatch.delattr(entities, "work")
    parse.run(accepted.run_id)
    assert state(engine) is RunState.DONE


LONG = f"""<html><head><meta property="og:site_name" content="{"The Mill " * 99}"></head>
<body><h1>Mill to close</h1><p>{"“It is the end,” said Dora Lindqvist of Leeds. " * 9}</p></body></html>"""
"""A page of a publisher too long for a name."""


@pytest.mark.parametrize("content", [{"text": TEXT}, {"html": LONG}], ids=["text", "page"])
def test_what_a_task_has_in_hand_is_what_it_would_load(engine: Engine, models: Models, content: dict[str, str]) -> None:
    # Given an article, When two stages are done by one task
    given = Submission.model_validate({"uri": "tag:hand"} | content)
    run_id, hand = accepting.accept(engine, given, PIPELINE_VERSION).run_id, InHand()
    for task in (parse, entities):
        claimed = runs.claim(engine, run_id, task.stage, 60)
        assert isinstance(claimed, Claim)
        task.work(engine, claimed, models, hand)
    # Then it holds what another one loads
    assert hand.parsed == loading.load_parsed(engine, run_id)
    assert hand.found == loading.load_entities(engine, run_id)


def test_the_model_and_its_hash_are_noted_with_the_run(engine: Engine, accepted: Accepted, models: Models) -> None:
    # Given a run, When its stages are done
    for task in (parse, entities, quotations):
        task.run(accepted.run_id)
    # Then it is known which model found its results
    with engine.connect() as connection:
        assert connection.execute(select(tables.run.c.model)).scalars().all() == [models.identity]


def test_the_i_of_a_quotation_is_its_speaker(engine: Engine, accepted: Accepted) -> None:
    # Given an article in which somebody says I
    said = "Mill to close\n\n“I will miss the river,” said Dora Lindqvist, a weaver.\n"
    again = accepting.accept(engine, Submission(uri="tag:mill", text=said), PIPELINE_VERSION)
    # When it is done
    for task in (parse, entities, quotations):
        task.run(again.run_id)
    # Then that I is a mention of hers
    article = reading.article(engine, "tag:mill")
    assert article is not None
    (spoken,) = [mention for mention in article.mentions if mention.exact == "I"]
    assert article.entities[spoken.entity].name == "Dora Lindqvist"
    assert 0 < spoken.confidence < 1


def test_a_second_delivery_lets_the_chain_go_on_and_changes_nothing(engine: Engine, accepted: Accepted) -> None:
    # Given a stage that is done, When it is delivered again
    parse.run(accepted.run_id)
    # Then it returns, so that the chain sends the next stage
    assert parse.run(accepted.run_id) is None


def test_a_stage_before_its_time_is_ignored(engine: Engine, accepted: Accepted) -> None:
    # Given a run that is not parsed, When a later stage is delivered, Then it ends there
    with pytest.raises(Ignore):
        quotations.run(accepted.run_id)
    assert state(engine) is RunState.OPEN


def test_a_stage_that_another_holds_is_ignored(engine: Engine, accepted: Accepted) -> None:
    # Given a stage that another worker has claimed, When it is delivered here, Then it is left alone
    assert isinstance(runs.claim(engine, accepted.run_id, Stage.PARSE, 60), Claim)
    with pytest.raises(Ignore):
        parse.run(accepted.run_id)


def test_nothing_is_done_for_a_run_that_does_not_exist(engine: Engine) -> None:
    with pytest.raises(Ignore):
        parse.run(4711)


def test_a_permanent_error_is_quarantined_at_once(
    engine: Engine, accepted: Accepted, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a stage that finds its input hopeless, When it is delivered
    failing(monkeypatch, EmptyText("a frame set"))
    with pytest.raises(Ignore):
        parse.run(accepted.run_id)
    # Then the run is quarantined with code and reason
    (entry,) = reading.quarantined(engine)
    assert (entry.code, entry.stage) == ("empty_text", Stage.PARSE)
    assert "a frame set" in entry.reason


def test_a_bug_is_retried_a_little_then_quarantined(
    engine: Engine, accepted: Accepted, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a stage with a bug
    failing(monkeypatch, ZeroDivisionError("oops"))
    # When it is delivered three times, Then twice it asks for another try, and the third time it gives up
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            parse.run(accepted.run_id)
        assert state(engine) is RunState.OPEN
    with pytest.raises(Ignore):
        parse.run(accepted.run_id)
    (entry,) = reading.quarantined(engine)
    assert entry.code == "bug"
    assert "ZeroDivisionError: oops" in entry.reason


@pytest.mark.parametrize("failure", [DatabaseUnreachable("down"), NotAllowed("a right lacks"), SchemaOutdated("old")])
def test_the_world_failing_costs_the_article_no_attempt(
    engine: Engine, accepted: Accepted, monkeypatch: pytest.MonkeyPatch, failure: OnrecordError, impatient: None
) -> None:
    # Given a database that fails again and again, When the stage is delivered more often than attempts are allowed
    failing(monkeypatch, failure)
    for _ in range(5):
        with pytest.raises(Reject):
            parse.run(accepted.run_id)
    # Then the run is still open
    assert state(engine) is RunState.OPEN


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stage waits for a server, and no time passes."""
    monkeypatch.setattr(base, "_pause", lambda *_: True)


def test_a_server_that_comes_back_is_waited_for(
    engine: Engine, accepted: Accepted, monkeypatch: pytest.MonkeyPatch, patient: None
) -> None:
    # Given a database that fails more often than attempts are allowed, and then answers
    failures = iter([DatabaseUnreachable("down")] * 5)
    work = parse.work

    def shaky(engine: Engine, claim: Claim, models: Models, hand: InHand) -> object:
        for failure in failures:
            raise failure
        return work(engine, claim, models, hand)

    monkeypatch.setattr(parse, "work", shaky)
    # When the stage is delivered once, Then it is done
    parse.run(accepted.run_id)
    (found,) = reading.run_states(engine, ["tag:mill"])
    assert found.stage is Stage.ENTITIES


def test_a_try_that_saved_and_lost_the_answer_is_not_tried_again(
    engine: Engine, accepted: Accepted, monkeypatch: pytest.MonkeyPatch, patient: None
) -> None:
    # Given a database that breaks off the connection when it has committed
    work, tries = parse.work, list[int]()

    def committed(engine: Engine, claim: Claim, models: Models, hand: InHand) -> None:
        tries.append(claim.attempt)
        work(engine, claim, models, hand)
        raise DatabaseUnreachable("in the middle of COMMIT")

    monkeypatch.setattr(parse, "work", committed)
    # When the stage is delivered, Then it finds itself done, and lets its chain go on
    parse.run(accepted.run_id)
    (found,) = reading.run_states(engine, ["tag:mill"])
    assert found.stage is Stage.ENTITIES
    assert tries == [1]


def test_a_stage_that_waits_for_a_server_gives_its_message_back_when_the_worker_ends(
    engine: Engine, accepted: Accepted, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a database that is away, and a worker that has been asked to stop
    failing(monkeypatch, DatabaseUnreachable("down"))
    notice.end()
    # When the stage meets it, Then its message goes back at once
    try:
        with pytest.raises(Reject):
            parse.run(accepted.run_id)
    finally:
        notice.clear()


def test_what_kills_its_process_is_quarantined_after_all_attempts(engine: Engine, accepted: Accepted) -> None:
    # Given three attempts that ended without a word
    for _ in range(3):
        assert isinstance(runs.claim(engine, accepted.run_id, Stage.PARSE, 0), Claim)
    # When it is delivered once more, Then it is not tried again
    with pytest.raises(Ignore):
        parse.run(accepted.run_id)
    (entry,) = reading.quarantined(engine)
    assert entry.code == "attempts_exhausted"


def test_a_stale_result_is_dropped(engine: Engine, accepted: Accepted, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given a stage so slow that another worker took it over and finished it
    work = pipeline.parse_task.work

    def slow(engine: Engine, claim: Claim, models: Models, hand: InHand) -> None:
        runs.release(engine, claim)
        other = runs.claim(engine, claim.run_id, Stage.PARSE, 60)
        assert isinstance(other, Claim)
        work(engine, other, models, hand)
        work(engine, claim, models, hand)

    monkeypatch.setattr(pipeline.parse_task, "work", slow)
    # When its own result comes, Then it is dropped, and the run stands where the other one brought it
    with pytest.raises(Ignore):
        parse.run(accepted.run_id)
    (found,) = reading.run_states(engine, ["tag:mill"])
    assert found.stage is Stage.ENTITIES
