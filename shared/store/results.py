"""Saves the results of a stage, for workers: in one transaction, which counts only if the claim still holds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import Connection, Engine, Table, Text, Update, bindparam, delete, func, update

from shared.errors import LeaseLost
from shared.model import Fingerprint, FoundEntities, ParsedArticle, Quotation
from shared.model import Warning as Oddity
from shared.store.alike import link
from shared.store.bulk import Row, delete_rows, insert_rows, without
from shared.store.engine import UNHURRIED
from shared.store.feed import announce
from shared.store.loading import load_entities, load_parsed, load_submission, read_parsed
from shared.store.records import ChangeKind, Claim, RunState, Stage
from shared.store.rows import (
    EntityRows,
    entity_rows,
    fingerprint_row,
    parsed_row,
    quotation_rows,
    segment_rows,
    span_rows,
    speaker_rows,
)
from shared.store.runs import HELD, NO_LEASE, holder
from shared.store.standing import Standing, end_as_same, lock_seen, same_as_standing
from shared.store.tables import (
    article,
    entity,
    entity_link,
    entity_role,
    fingerprint,
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
        insert_rows(
            connection,
            {
                parsed: [parsed_row(claim.run_id, as_saved(article))],
                segment: segment_rows(claim.run_id, article),
                fingerprint: [fingerprint_row(claim.run_id, found)] if found else [],
            },
        )
    return None


def save_entities(engine: Engine, claim: Claim, found: FoundEntities, *, model: str | None = None) -> None:
    """Saves entities and mentions and advances the run to the quotations. Raises LeaseLost."""
    with engine.begin() as connection:
        _advance(connection, claim, Stage.ENTITIES, model)
        insert_rows(connection, _by_table(entity_rows(claim.run_id, found)))


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
        changed = {} if found is None else _make_room(connection, claim.run_id, found, saved)
        of_quotations = {
            quotation: quotation_rows(claim.run_id, quotations),
            quotation_span: span_rows(claim.run_id, quotations),
            quotation_speaker: speaker_rows(claim.run_id, quotations),
        }
        insert_rows(connection, changed | of_quotations)
        kind = _show(connection, claim)
        if kind is not None:
            link(connection, claim)
            announce(connection, kind, claim.run_id)


def _by_table(rows: EntityRows) -> dict[Table, list[Row]]:
    return {entity: rows.entities, entity_role: rows.roles, entity_link: rows.links, mention: rows.mentions}


def _make_room(
    connection: Connection, run_id: int, found: FoundEntities, saved: FoundEntities | None
) -> dict[Table, list[Row]]:
    """Deletes the saved rows that differ from what was found, and returns the rows to insert: none is updated."""
    new = entity_rows(run_id, found)
    if saved is None:
        connection.execute(delete(entity).where(entity.c.run_id == run_id))
        return _by_table(new)
    old = entity_rows(run_id, saved)
    delete_rows(connection, without(_by_table(old), _by_table(new)))
    # With an entity that has changed, all that refers to it was deleted.
    return without(_by_table(new), _by_table(old.only(set(old.entities) & set(new.entities))))


def _advance(connection: Connection, claim: Claim, stage: Stage, model: str | None = None) -> None:
    """Advances the run if the claim still holds; as the first statement it locks the run until the commit."""
    if connection.execute(_moved(stage), holder(claim) | {"with_model": model}).first() is None:
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
    moved = moved.values(stage=following, attempts=0, model=model, **NO_LEASE)
    # Lost in a crash, a stage is done again; the last one, which readers and producers hear of, waits for the disk.
    return moved.returning(run.c.id) if following is None else moved.returning(run.c.id, UNHURRIED)


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
