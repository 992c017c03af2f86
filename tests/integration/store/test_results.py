"""What stages found comes back as it was saved, and becomes visible whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select

from shared.errors import NotFound
from shared.model import FoundEntities, Record
from shared.store import reading, results, tables
from shared.store.records import Stage
from tests.integration.store import given


def changes(engine: Engine) -> list[tuple[str, int]]:
    change = tables.change.c
    with engine.connect() as connection:
        return [(row.kind, row.version) for row in connection.execute(select(change.kind, change.version))]


def test_the_whole_article_comes_back_as_it_was_saved(engine: Engine) -> None:
    given.finished(engine)

    assert reading.article(engine, "lpa:1") == given.article()


def used(record: Record) -> Iterator[tuple[type[Record], str]]:
    """The fields of a record, and of those in it, that hold something else than their default."""
    for name, value in record:
        if value != type(record).model_fields[name].default:
            yield type(record), name
        for inner in value if isinstance(value, tuple) else [value]:
            if isinstance(inner, Record):
                yield from used(inner)


def test_our_article_uses_every_field_there_is_so_that_none_is_lost_unnoticed() -> None:
    fields = set(used(given.article(version=2).model_copy(update={"pipeline_version": "other"})))

    assert {(kind, name) for kind, _ in fields for name in kind.model_fields} == fields


def test_each_stage_finds_what_the_one_before_it_saved(engine: Engine) -> None:
    run = given.accepted(engine)
    given.up_to(engine, run.run_id, Stage.QUOTATIONS)

    assert results.load_parsed(engine, run.run_id) == given.parsed()
    assert results.load_entities(engine, run.run_id) == given.found()


def test_an_article_in_which_nothing_was_found_is_an_article_too(engine: Engine) -> None:
    run = given.accepted(engine)
    bare = given.parsed(headline=None, dateline=None, authors=(), published_at=None, warnings=())
    results.save_parsed(engine, given.claimed(engine, run.run_id, Stage.PARSE), bare)
    results.save_entities(engine, given.claimed(engine, run.run_id, Stage.ENTITIES), FoundEntities())
    results.save_quotations(engine, given.claimed(engine, run.run_id, Stage.QUOTATIONS), ())

    article = reading.article(engine, "lpa:1")

    assert article is not None
    assert (article.dateline, article.entities, article.quotations) == (None, (), ())


def test_a_run_that_does_not_exist_is_not_found(engine: Engine) -> None:
    with pytest.raises(NotFound):
        results.load_submission(engine, 1)
    with pytest.raises(NotFound):
        results.load_parsed(engine, 1)


@pytest.mark.parametrize("stage", Stage)
def test_readers_see_nothing_of_an_unfinished_article(engine: Engine, stage: Stage) -> None:
    given.up_to(engine, given.accepted(engine).run_id, stage)

    assert reading.article(engine, "lpa:1") is None
    assert reading.quotations(engine) == []
    assert changes(engine) == []


def test_readers_keep_the_old_version_until_the_new_one_is_done(engine: Engine) -> None:
    given.finished(engine)
    second = given.accepted(engine, text="Another text.")

    before = reading.article(engine, "lpa:1")
    given.finish(engine, second.run_id)
    after = reading.article(engine, "lpa:1")

    assert (before and before.version, after and after.version) == (1, 2)
    assert changes(engine) == [("processed", 1), ("updated", 2)]


def test_an_older_version_that_is_done_later_does_not_replace_the_newer_one(engine: Engine) -> None:
    first, second = given.accepted(engine), given.accepted(engine, text="Another text.")
    given.finish(engine, second.run_id)

    given.finish(engine, first.run_id)

    article = reading.article(engine, "lpa:1")
    assert article is not None
    assert article.version == 2
    assert changes(engine) == [("processed", 2)]
    assert reading.status(engine).done == 2


def test_both_versions_at_once_leave_the_newer_one_visible(engine: Engine) -> None:
    runs_of = [given.accepted(engine, text=f"Text {n}.").run_id for n in range(4)]
    claims = [given.up_to(engine, run_id, Stage.QUOTATIONS) for run_id in runs_of]

    given.all_at_once([lambda c=c: results.save_quotations(engine, c, given.quotations()) for c in claims])

    article = reading.article(engine, "lpa:1")
    assert article is not None
    assert article.version == 4
    told = changes(engine)
    assert told[0][0] == "processed"
    assert all(kind == "updated" for kind, _ in told[1:])
    assert [version for _, version in told] == sorted(version for _, version in told)


def test_the_same_version_done_again_is_told_as_reprocessed(engine: Engine) -> None:
    first = given.finished(engine)
    with engine.begin() as connection:
        of_first = select(tables.run.c.version_id).where(tables.run.c.id == first.run_id).scalar_subquery()
        again = tables.run.insert().values(version_id=of_first, pipeline_version="2", stage="parse")
        run_id = connection.execute(again.returning(tables.run.c.id)).scalar_one()

    given.finish(engine, run_id)

    assert changes(engine) == [("processed", 1), ("reprocessed", 1)]
    article = reading.article(engine, "lpa:1")
    assert article is not None
    assert article.pipeline_version == "2"


def test_the_model_is_noted_with_the_run(engine: Engine) -> None:
    run = given.finished(engine)

    with engine.connect() as connection:
        model = connection.execute(select(tables.run.c.model).where(tables.run.c.id == run.run_id)).scalar_one()
    assert model == "test 1.0"


@pytest.mark.parametrize("knows_what_is_saved", [False, True])
def test_entities_are_written_again_where_quotations_told_more(engine: Engine, knows_what_is_saved: bool) -> None:
    # Given a run whose entities are saved
    run = given.accepted(engine)
    claim = given.up_to(engine, run.run_id, Stage.QUOTATIONS)
    before = results.load_entities(engine, run.run_id)
    # When quotations told of one more mention, less sure than a name
    doubtful = before.mentions[-1].model_copy(update={"confidence": 0.5})
    told = before.model_copy(update={"mentions": (*before.mentions[:-1], doubtful)})
    saved = before if knows_what_is_saved else None
    results.save_quotations(engine, claim, given.quotations(), saved=saved, found=told)
    # Then that is what readers see, roles and links kept
    article = reading.article(engine, "lpa:1")
    assert article is not None
    assert FoundEntities(entities=article.entities, mentions=article.mentions) == told


def test_an_entity_that_quotations_changed_keeps_its_other_mentions(engine: Engine) -> None:
    # Given a run whose entities are saved
    claim = given.up_to(engine, given.accepted(engine).run_id, Stage.QUOTATIONS)
    saved = results.load_entities(engine, claim.run_id)
    # When quotations told of another name for the first of them, and forgot the last one with its mentions
    first, *others, last = saved.entities
    named = first.model_copy(update={"name": "Another Name"})
    mentions = tuple(mention for mention in saved.mentions if mention.entity != last.ordinal)
    told = FoundEntities(entities=(named, *others), mentions=mentions)
    results.save_quotations(engine, claim, (), saved=saved, found=told)
    # Then both are on record, and nothing else has changed
    assert results.load_entities(engine, claim.run_id) == told
