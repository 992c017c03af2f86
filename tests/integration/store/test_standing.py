"""A newer version that says nothing new: kept, marked, told to nobody; and whatever happens beside it."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, select, text

from shared.messages import AnswerOutcome
from shared.model import Dateline, ParsedArticle
from shared.store import accepting, answering, reading, reprocessing, results, retracting, tables
from shared.store.records import Accepted, Outcome, RunState, Stage
from shared.store.reprocessing import Order
from shared.store.standing import Standing
from tests.integration.store import given

TEASERS = given.TEXT + "\n\nRecent News\n\nTolls to rise"


def parsed(engine: Engine, run: Accepted, article: ParsedArticle) -> Standing | None:
    """What saving this parsed article for a run came to."""
    return results.save_parsed(engine, given.claimed(engine, run.run_id, Stage.PARSE), article)


def finish(engine: Engine, run: Accepted, own: int) -> None:
    """Moves a run through its stages with the own words of that version, unless it says nothing new."""
    if parsed(engine, run, given.parsed(own_text_sha256=given.own(own))) is None:
        results.save_entities(engine, given.claimed(engine, run.run_id, Stage.ENTITIES), given.found())
        results.save_quotations(engine, given.claimed(engine, run.run_id, Stage.QUOTATIONS), given.quotations())


def seen(engine: Engine) -> tuple[int | None, list[tuple[str, int]]]:
    """The version that readers see, and what the feed told them."""
    article = reading.article(engine, "lpa:1")
    with engine.connect() as connection:
        change = tables.change.c
        told = connection.execute(select(change.kind, change.version).order_by(change.position))
        return article.version if article else None, [tuple(row) for row in told]


def test_other_teasers_are_no_new_version_and_lose_nothing(engine: Engine) -> None:
    # Given an article on record, When its page comes again with another block of teasers
    given.finished(engine)
    again = given.accepted(engine, text=TEASERS)
    standing = parsed(engine, again, given.parsed(text=TEASERS))
    # Then its run ends there, readers see what they saw, and the feed tells of nothing
    assert standing is not None
    assert (again.outcome, standing.version) == (Outcome.UPDATED, 1)
    assert seen(engine) == (1, [("processed", 1)])
    # And what was sent is kept, under a version that says which one stands for it
    assert results.load_submission(engine, again.run_id).text == TEASERS
    with engine.connect() as connection:
        versions = "SELECT version, same_as FROM onrecord_v1.version ORDER BY version"
        assert connection.execute(text(versions)).all() == [(1, None), (2, 1)]
    (state,) = reading.run_states(engine, ["lpa:1"])
    assert (state.version, state.state, state.same_as) == (2, RunState.DONE, 1)


def test_who_waits_for_it_gets_the_article_that_stands(engine: Engine) -> None:
    given.finished(engine)
    again = given.accepted(engine, text=TEASERS)
    parsed(engine, again, given.parsed(text=TEASERS))

    answer = answering.answer(engine, again.run_id, "1-0")

    assert answer is not None
    assert (answer.outcome, answer.version) == (AnswerOutcome.PROCESSED, 1)
    assert answer.article == given.article()
    # And the same once more changes nothing, and gets the same answer
    assert given.accepted(engine, text=TEASERS).outcome is Outcome.UNCHANGED
    assert answering.answer(engine, again.run_id, "1-0") == answer


OTHER: dict[str, dict[str, object]] = {
    "own words": {"own_text_sha256": given.own(2)},
    "headline": {"headline": "Bridge opens"},
    "authors": {"authors": ("Jo Kern",)},
    "time": {"published_at": None},
    "dateline": {"dateline": Dateline(exact="BREMEN -", place="Bremen")},
    "own words unknown": {"own_text_sha256": ""},
    "partial": {"warnings": ({"code": "partial", "detail": "a summary"},)},
}


@pytest.mark.parametrize("changed", OTHER)
def test_other_words_or_fields_are_a_new_version(engine: Engine, changed: str) -> None:
    given.finished(engine)
    again = given.accepted(engine, text=TEASERS)

    assert parsed(engine, again, given.parsed(text=TEASERS, **OTHER[changed])) is None
    assert reading.run_states(engine, ["lpa:1"])[0].stage is Stage.ENTITIES


def test_an_older_version_that_is_done_later_does_not_replace_what_stands_for_a_newer_one(engine: Engine) -> None:
    # Given a version with other words on its way, and a newer one that is back at the words that stand
    given.finished(engine)
    slow = given.accepted(engine, text="Another text.")
    claim = given.up_to(engine, slow.run_id, Stage.QUOTATIONS)
    back = given.accepted(engine, text=TEASERS)
    finish(engine, back, own=1)
    # When the older one is done, Then readers still see the words of the newest
    results.save_quotations(engine, claim, given.quotations())
    assert seen(engine) == (1, [("processed", 1)])
    # And a still newer one with other words replaces them
    finish(engine, given.accepted(engine, text="A third text."), own=4)
    assert seen(engine) == (4, [("processed", 1), ("updated", 4)])


def test_two_versions_with_the_same_words_side_by_side_are_told_of_once(engine: Engine) -> None:
    # Given two versions with the same own words, both past their first stage when the first of them is done
    first = given.accepted(engine)
    second = given.accepted(engine, text=TEASERS)
    for run in (first, second):
        assert parsed(engine, run, given.parsed()) is None
        results.save_entities(engine, given.claimed(engine, run.run_id, Stage.ENTITIES), given.found())
    # When both are done, Then the second is found to say nothing new
    for run in (first, second):
        claim = given.claimed(engine, run.run_id, Stage.QUOTATIONS)
        results.save_quotations(engine, claim, given.quotations())
    assert seen(engine) == (1, [("processed", 1)])
    answer = answering.answer(engine, second.run_id)
    assert answer is not None
    assert answer.version == 1


def test_a_withdrawn_article_comes_back_with_the_same_words(engine: Engine) -> None:
    given.finished(engine)
    retracting.retract(engine, "lpa:1")

    finish(engine, given.accepted(engine, text=TEASERS), own=1)

    assert seen(engine) == (2, [("processed", 1), ("retracted", 1), ("updated", 2)])


def test_processing_again_shows_new_results_of_what_stands_for_a_newer_version(engine: Engine) -> None:
    # Given an article that stands for a newer version, When it is processed again at another pipeline version
    given.finished(engine)
    finish(engine, given.accepted(engine, text=TEASERS), own=1)
    assert sum(reprocessing.order(engine, Order(pipeline_version="2", from_stage=Stage.QUOTATIONS))) == 1
    (due,) = reprocessing.due(engine, limit=9, sent_before_seconds=0)
    results.save_quotations(engine, given.claimed(engine, due.run_id, due.stage), given.quotations())
    # Then readers see the new results, and the newer version is answered with them
    assert seen(engine) == (1, [("processed", 1), ("reprocessed", 1)])
    # And another page of the same words is compared at its own pipeline version
    other = accepting.accept(engine, given.submission(text=TEASERS + "."), "1")
    assert parsed(engine, other, given.parsed()) is None
    newest = accepting.accept(engine, given.submission(text=TEASERS + "!"), "2")
    assert parsed(engine, newest, given.parsed()) is not None


def test_many_versions_with_the_same_words_at_once_leave_one_article(engine: Engine) -> None:
    given.finished(engine)
    runs_of = [given.accepted(engine, text=f"{TEASERS} {n}") for n in range(4)]
    other = given.accepted(engine, text="Other words.")

    given.all_at_once(
        [*(lambda run=run: finish(engine, run, own=1) for run in runs_of), lambda: finish(engine, other, 6)]
    )

    version, told = seen(engine)
    assert version == 6
    assert told[0] == ("processed", 1)
    assert told[-1] == ("updated", 6)
    assert [number for _, number in told] == sorted(number for _, number in told)
