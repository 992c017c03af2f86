"""Saving what a stage found: one transaction each, which counts only if the claim still holds."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from shared.errors import LeaseLost
from shared.model import FoundEntities, ParsedArticle, Quotation
from shared.store.bulk import insert_rows
from shared.store.feed import announce
from shared.store.loading import load_entities, load_parsed, load_submission
from shared.store.records import ChangeKind, Claim, RunState, Stage
from shared.store.rows import entity_rows, quotation_rows, segment_rows, span_rows
from shared.store.runs import NO_LEASE, is_held
from shared.store.tables import (
    article,
    entity,
    entity_link,
    entity_role,
    mention,
    parsed,
    quotation,
    quotation_span,
    run,
    segment,
    version,
)

__all__ = ["load_entities", "load_parsed", "load_submission", "save_entities", "save_parsed", "save_quotations"]


def save_parsed(engine: Engine, claim: Claim, article: ParsedArticle) -> None:
    """Saves the parsed article and moves the run on to the entities. Raises LeaseLost."""
    with engine.begin() as connection:
        _advance(connection, claim, Stage.PARSE)
        connection.execute(delete(parsed).where(parsed.c.run_id == claim.run_id))
        _insert_parsed(connection, claim.run_id, article)
        insert_rows(connection, segment, segment_rows(claim.run_id, article))


def save_entities(engine: Engine, claim: Claim, found: FoundEntities, *, model: str | None = None) -> None:
    """Saves entities and mentions and moves the run on to the quotations. Raises LeaseLost."""
    with engine.begin() as connection:
        _advance(connection, claim, Stage.ENTITIES, model)
        _replace_entities(connection, claim.run_id, found)


def save_quotations(
    engine: Engine,
    claim: Claim,
    quotations: Sequence[Quotation],
    *,
    found: FoundEntities | None = None,
    model: str | None = None,
) -> None:
    """Saves the quotations, ends the run, and shows the version to readers. Raises LeaseLost.

    `found` are the entities where quotations told more about them; none: they stay as saved.
    """
    with engine.begin() as connection:
        _advance(connection, claim, Stage.QUOTATIONS, model)
        connection.execute(delete(quotation).where(quotation.c.run_id == claim.run_id))
        if found is not None:
            _replace_entities(connection, claim.run_id, found)
        insert_rows(connection, quotation, quotation_rows(claim.run_id, quotations))
        insert_rows(connection, quotation_span, span_rows(claim.run_id, quotations))
        kind = _show(connection, claim)
        if kind is not None:
            announce(connection, kind, claim.run_id)


def _replace_entities(connection: Connection, run_id: int, found: FoundEntities) -> None:
    rows = entity_rows(run_id, found)
    connection.execute(delete(entity).where(entity.c.run_id == run_id))
    insert_rows(connection, entity, rows.entities)
    insert_rows(connection, entity_role, rows.roles)
    insert_rows(connection, entity_link, rows.links)
    insert_rows(connection, mention, rows.mentions)


def _advance(connection: Connection, claim: Claim, stage: Stage, model: str | None = None) -> None:
    """The fence, and first in the transaction: it keeps others off the run until the commit."""
    following = stage.next
    moved = update(run).where(is_held(claim), run.c.state == RunState.OPEN, run.c.stage == stage)
    if following is None:
        moved = moved.values(state=RunState.DONE, finished_at=func.clock_timestamp())
    else:
        # The caller sends the next message right after the commit; if it dies in between, the sweeper will.
        moved = moved.values(sent_at=func.clock_timestamp())
    moved = moved.values(stage=following, attempts=0, model=func.coalesce(model, run.c.model), **NO_LEASE)
    if connection.execute(moved).rowcount != 1:
        raise LeaseLost(f"run {claim.run_id}, stage {stage}, attempt {claim.attempt}")


def _insert_parsed(connection: Connection, run_id: int, article: ParsedArticle) -> None:
    row = article.model_dump(exclude={"uri", "segments", "dateline", "authors"})
    row |= {"run_id": run_id, "authors": list(article.authors)}
    if article.dateline is not None:
        row |= {f"dateline_{name}": value for name, value in article.dateline}
    connection.execute(insert(parsed).values(row))


def _show(connection: Connection, claim: Claim) -> ChangeKind | None:
    """Makes the finished run the visible one, unless readers see a newer one or its version was retracted."""
    # The lock comes first and alone: who waited for it must see what the other one has made visible.
    locked = select(article.c.visible_run_id, article.c.retracted_version).where(article.c.id == claim.article_id)
    seen, retracted_version = connection.execute(locked.with_for_update(key_share=True)).one()
    seen_version = 0 if seen is None else _version_of(connection, seen)
    withdrawn = retracted_version is not None and claim.version <= retracted_version
    if withdrawn or (claim.version, claim.run_id) < (seen_version, seen or 0):
        _supersede(connection, claim.run_id)
        return None
    shown = {"visible_run_id": claim.run_id, "retracted_at": None, "retracted_version": None}
    connection.execute(update(article).where(article.c.id == claim.article_id).values(shown))
    if seen is None:
        return ChangeKind.PROCESSED
    _supersede(connection, seen)
    return ChangeKind.REPROCESSED if claim.version == seen_version else ChangeKind.UPDATED


def _version_of(connection: Connection, run_id: int) -> int:
    known = select(version.c.version).join(run, run.c.version_id == version.c.id).where(run.c.id == run_id)
    return int(connection.execute(known).scalar_one())


def _supersede(connection: Connection, run_id: int) -> None:
    # From now on nobody needs its results: some days later, the sweeper deletes them.
    connection.execute(update(run).where(run.c.id == run_id).values(superseded_at=func.clock_timestamp()))
