"""Saves the results of a stage, for workers: in one transaction, which counts only if the claim still holds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import Connection, Engine, Text, Update, bindparam, delete, func, insert, update

from shared.errors import LeaseLost
from shared.model import Fingerprint, FoundEntities, ParsedArticle, Quotation
from shared.model import Warning as Oddity
from shared.store.alike import insert_fingerprint, link
from shared.store.bulk import insert_rows, replace_rows
from shared.store.feed import announce
from shared.store.loading import load_entities, load_parsed, load_submission, read_parsed
from shared.store.records import ChangeKind, Claim, RunState, Stage
from shared.store.rows import entity_rows, quotation_rows, segment_rows, span_rows, speaker_rows
from shared.store.runs import HELD, NO_LEASE, holder
from shared.store.standing import Standing, end_as_same, lock_seen, same_as_standing
from shared.store.tables import (
    article,
    entity,
    entity_link,
    entity_role,
    mention,
    parsed,
    quotation,
    quotation_span,
    quotation_speaker,
    run,
    segment,
)
from shared.store.texts import name_or_none

__all__ = [
    "as_saved",
    "load_entities",
    "load_parsed",
    "load_submission",
    "save_entities",
    "save_parsed",
    "save_quotations",
]


def save_parsed(
    engine: Engine, claim: Claim, article: ParsedArticle, found: Fingerprint | None = None
) -> Standing | None:
    """Saves the parsed article and advances the run to the entities. Raises LeaseLost.

    If it has no new content, the run ends here instead, and the version that stands for it is returned.
    """
    with engine.begin() as connection:
        _advance(connection, claim, Stage.PARSE)
        seen = lock_seen(connection, claim.article_id)
        if seen.standing is not None and same_as_standing(connection, claim, seen, article):
            end_as_same(connection, claim, seen.standing)
            return seen.standing
        connection.execute(delete(parsed).where(parsed.c.run_id == claim.run_id))
        _insert_parsed(connection, claim.run_id, article)
        insert_rows(connection, segment, segment_rows(claim.run_id, article))
        if found is not None:
            insert_fingerprint(connection, claim.run_id, found)
    return None


def save_entities(engine: Engine, claim: Claim, found: FoundEntities, *, model: str | None = None) -> None:
    """Saves entities and mentions and advances the run to the quotations. Raises LeaseLost."""
    with engine.begin() as connection:
        _advance(connection, claim, Stage.ENTITIES, model)
        _replace_entities(connection, claim.run_id, found)


def save_quotations(
    engine: Engine,
    claim: Claim,
    quotations: Sequence[Quotation],
    *,
    saved: FoundEntities | None = None,
    found: FoundEntities | None = None,
    model: str | None = None,
) -> None:
    """Saves the quotations, ends the run, and shows the version to readers. Raises LeaseLost.

    `found` replaces the saved entities if the quotations have changed them; None leaves the saved ones. With `saved`,
    which the holder of the claim has loaded, only the rows that differ are written.
    """
    with engine.begin() as connection:
        _advance(connection, claim, Stage.QUOTATIONS, model)
        connection.execute(delete(quotation).where(quotation.c.run_id == claim.run_id))
        if found is not None:
            _replace_entities(connection, claim.run_id, found, saved)
        insert_rows(connection, quotation, quotation_rows(claim.run_id, quotations))
        insert_rows(connection, quotation_span, span_rows(claim.run_id, quotations))
        insert_rows(connection, quotation_speaker, speaker_rows(claim.run_id, quotations))
        kind = _show(connection, claim)
        if kind is not None:
            link(connection, claim)
            announce(connection, kind, claim.run_id)


def _replace_entities(
    connection: Connection, run_id: int, found: FoundEntities, saved: FoundEntities | None = None
) -> None:
    if saved is None:
        connection.execute(delete(entity).where(entity.c.run_id == run_id))
    old, new = entity_rows(run_id, saved or FoundEntities()), entity_rows(run_id, found)
    replace_rows(connection, entity, old.entities, new.entities)
    # With an entity that has changed, all that refers to it was deleted.
    old = old.only(set(old.entities) & set(new.entities))
    replace_rows(connection, entity_role, old.roles, new.roles)
    replace_rows(connection, entity_link, old.links, new.links)
    replace_rows(connection, mention, old.mentions, new.mentions)


def _advance(connection: Connection, claim: Claim, stage: Stage, model: str | None = None) -> None:
    """Advances the run if the claim still holds; as the first statement it locks the run until the commit."""
    if connection.execute(_moved(stage), holder(claim) | {"with_model": model}).rowcount != 1:
        raise LeaseLost(f"run {claim.run_id}, stage {stage}, attempt {claim.attempt}")


@lru_cache(maxsize=len(Stage))
def _moved(stage: Stage) -> Update:
    following = stage.next
    moved = update(run).where(HELD, run.c.state == RunState.OPEN, run.c.stage == stage)
    if following is None:
        moved = moved.values(state=RunState.DONE, finished_at=func.clock_timestamp())
    else:
        # The caller sends the next message right after the commit; if it dies in between, the sweeper sends it.
        moved = moved.values(sent_at=func.clock_timestamp())
    model = func.coalesce(bindparam("with_model", type_=Text), run.c.model)
    return moved.values(stage=following, attempts=0, model=model, **NO_LEASE)


def _insert_parsed(connection: Connection, run_id: int, article: ParsedArticle) -> None:
    row = as_saved(article).model_dump(exclude={"uri", "segments", "dateline", "authors"})
    row |= {"run_id": run_id, "authors": list(article.authors)}
    if article.dateline is not None:
        row |= {f"dateline_{name}": value for name, value in article.dateline}
    connection.execute(insert(parsed).values(row))


def as_saved(article: ParsedArticle) -> ParsedArticle:
    """The parsed article as it is saved and loaded again: without a publisher too long for a name."""
    if article.publisher == name_or_none(article.publisher):
        return article
    oddity = Oddity(code="publisher_too_long", detail=f"{len(article.publisher or '')} characters; left out")
    return article.model_copy(update={"publisher": None, "warnings": (*article.warnings, oddity)})


def _show(connection: Connection, claim: Claim) -> ChangeKind | None:
    """Makes the finished run visible, unless it is older than the visible one, retracted, or without new content."""
    seen = lock_seen(connection, claim.article_id)
    standing, retracted = seen.standing, seen.retracted_version
    withdrawn = retracted is not None and claim.version <= retracted
    if withdrawn or (standing is not None and _is_older(claim, standing)):
        _supersede(connection, claim.run_id)
        return None
    if standing is not None and same_as_standing(connection, claim, seen, read_parsed(connection, claim.run_id)):
        # The version that stands became visible while this one was in progress.
        end_as_same(connection, claim, standing)
        _supersede(connection, claim.run_id)
        return None
    shown = {"visible_run_id": claim.run_id, "retracted_at": None, "retracted_version": None}
    connection.execute(update(article).where(article.c.id == claim.article_id).values(shown))
    if standing is None:
        return ChangeKind.PROCESSED
    _supersede(connection, standing.run_id)
    return ChangeKind.REPROCESSED if claim.version == standing.version else ChangeKind.UPDATED


def _is_older(claim: Claim, standing: Standing) -> bool:
    """Whether readers see the same version from a later run, or a version that stands for a newer one."""
    if claim.version == standing.version:
        return claim.run_id < standing.run_id
    return claim.version < standing.newest


def _supersede(connection: Connection, run_id: int) -> None:
    # Nobody needs the results of the old run from now on: the sweeper deletes them some days later.
    connection.execute(update(run).where(run.c.id == run_id).values(superseded_at=func.clock_timestamp()))
