"""A retraction hides an article and says so, once; only a later submission brings the article back."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, select

from shared.errors import UnknownArticle
from shared.store import accepting, reading, reprocessing, retracting, tables
from shared.store.records import ChangeKind, Outcome, RunState
from shared.store.reprocessing import Order
from shared.store.retracting import Withdrawal
from tests.integration.store import given


def changes(engine: Engine) -> list[tuple[str, int, int | None]]:
    """The change feed: kind, version, run."""
    c = tables.change.c
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(select(c.kind, c.version, c.run_id).order_by(c.position))]


def test_a_retracted_article_is_hidden_and_the_feed_says_so(engine: Engine) -> None:
    done = given.finished(engine)

    assert retracting.retract(engine, "lpa:1").outcome is Withdrawal.RETRACTED

    assert reading.article(engine, "lpa:1") is None
    assert changes(engine) == [(ChangeKind.PROCESSED, 1, done.run_id), (ChangeKind.RETRACTED, 1, None)]
    assert [state.retracted for state in reading.run_states(engine, ["lpa:1"])] == [True]


def test_a_second_retraction_changes_nothing(engine: Engine) -> None:
    given.finished(engine)
    retracting.retract(engine, "lpa:1")

    assert retracting.retract(engine, "lpa:1").outcome is Withdrawal.UNCHANGED

    assert len(changes(engine)) == 2


@pytest.mark.parametrize("uri", ["lpa:2", "lpa:\0"])
def test_what_is_not_known_cannot_be_retracted(engine: Engine, uri: str) -> None:
    with pytest.raises(UnknownArticle):
        retracting.retract(engine, uri)


@pytest.mark.parametrize("text", [given.TEXT, given.TEXT + "More."], ids=["the same", "another"])
def test_a_later_submission_brings_the_article_back_as_a_new_version(engine: Engine, text: str) -> None:
    # Given a retracted article
    given.finished(engine)
    retracting.retract(engine, "lpa:1")
    # When it is submitted again
    again = given.accepted(engine, text=text)
    assert (again.version, again.outcome) == (2, Outcome.UPDATED)
    # Then it stays hidden until that version is done, and is then updated
    assert reading.article(engine, "lpa:1") is None
    given.finish(engine, again.run_id)
    article = reading.article(engine, "lpa:1")
    assert article is not None
    assert article.version == 2
    assert changes(engine)[-1] == (ChangeKind.UPDATED, 2, again.run_id)


def test_the_same_again_brings_it_back_once(engine: Engine) -> None:
    given.finished(engine)
    retracting.retract(engine, "lpa:1")
    assert given.accepted(engine).version == 2

    assert given.accepted(engine).outcome is Outcome.UNCHANGED


def test_what_was_on_its_way_does_not_bring_it_back(engine: Engine) -> None:
    # Given an article whose second version is on its way
    given.finished(engine)
    second = given.accepted(engine, text=given.TEXT + "More.")
    # When it is retracted, and the version is done afterwards
    retracting.retract(engine, "lpa:1")
    given.finish(engine, second.run_id)
    # Then it stays hidden, without a word in the feed, and its results are not needed
    assert reading.article(engine, "lpa:1") is None
    assert [kind for kind, *_ in changes(engine)] == [ChangeKind.PROCESSED, ChangeKind.RETRACTED]
    with engine.connect() as connection:
        superseded = select(tables.run.c.id).where(tables.run.c.superseded_at.is_not(None))
        assert connection.execute(superseded).scalars().all() == [second.run_id]


def test_a_version_that_would_bring_it_back_can_be_retracted_too(engine: Engine) -> None:
    given.finished(engine)
    retracting.retract(engine, "lpa:1")
    second = given.accepted(engine)

    assert retracting.retract(engine, "lpa:1").version == 2
    given.finish(engine, second.run_id)

    assert reading.article(engine, "lpa:1") is None


def test_an_article_that_is_retracted_before_it_is_done_is_never_shown(engine: Engine) -> None:
    new = given.accepted(engine)
    retracting.retract(engine, "lpa:1")
    given.finish(engine, new.run_id)

    assert reading.article(engine, "lpa:1") is None
    [found] = reading.run_states(engine, ["lpa:1"])
    assert (found.state, found.retracted) == (RunState.DONE, True)


def test_processing_it_again_does_not_bring_it_back(engine: Engine) -> None:
    given.finished(engine)
    assert sum(reprocessing.order(engine, Order(pipeline_version="2"))) == 1
    retracting.retract(engine, "lpa:1")
    [due] = reprocessing.due(engine, limit=9, sent_before_seconds=None)
    given.finish(engine, due.run_id)

    assert reading.article(engine, "lpa:1") is None
    assert changes(engine)[-1][0] == ChangeKind.RETRACTED


def test_a_retracted_article_is_not_processed_again(engine: Engine) -> None:
    given.finished(engine)
    retracting.retract(engine, "lpa:1")

    assert list(reprocessing.order(engine, Order(pipeline_version="2"))) == []


def test_accepting_in_one_batch_after_a_retraction(engine: Engine) -> None:
    given.finished(engine)
    retracting.retract(engine, "lpa:1")

    accepted = accepting.accept_many(engine, [given.submission(), given.submission()], "1")

    assert [a.outcome for a in accepted] == [Outcome.UPDATED, Outcome.UNCHANGED]
