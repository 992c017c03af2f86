"""Assigns identities to the entities of an article: one article in one transaction, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, Engine, Table, delete, func, insert, select, update

from shared.identities import Candidate, DecidedBy, Described, Judgement, Known, Merge, Outcome, Place, Rulings
from shared.model import Record
from shared.store.bulk import insert_records
from shared.store.engine import reader
from shared.store.identities.candidates import find_candidates
from shared.store.identities.members import move
from shared.store.identities.renaming import follow_names
from shared.store.tables import article, identity, identity_decision, identity_key, identity_member, identity_pin
from shared.store.texts import storable

IDENTITY_LOCK = 0x6F6E_6964
"""Key of the advisory lock: identities change in one transaction at a time, so that none is created twice."""

Decide = Callable[[Sequence[Described], Sequence[Candidate], Known], Rulings]


class Unidentified(Record):
    """An article whose visible entities have no identities yet."""

    article_id: int
    run_id: int


class Identified(StrEnum):
    """The outcome of an assignment."""

    DONE = "done"
    STALE = "stale"
    """Readers see another run by now, or another process has assigned the identities."""
    BUSY = "busy"
    """Another process is assigning identities, and continues until no article is left."""


def due(engine: Engine, limit: int) -> list[Unidentified]:
    """Articles that readers see and whose entities have no identities, the oldest results first."""
    waiting = select(article.c.id, article.c.visible_run_id).where(_is_due()).order_by(article.c.visible_run_id)
    with reader(engine) as connection:
        return [Unidentified(article_id=a, run_id=r) for a, r in connection.execute(waiting.limit(limit))]


def _is_due() -> ColumnElement[bool]:
    """The condition of the index ix_article_unidentified."""
    return article.c.retracted_at.is_(None) & article.c.visible_run_id.is_distinct_from(article.c.identified_run_id)


def assign(engine: Engine, due: Unidentified, described: Sequence[Described], decide: Decide) -> Identified:
    """Decides and saves the identities of an article. They replace earlier ones; decisions made by hand stay."""
    with engine.begin() as connection:
        if not _try_lock(connection):
            return Identified.BUSY
        if not _mark(connection, due, None):
            return Identified.STALE
        follow_names(connection, due.article_id, described)
        known = _known(connection, due.article_id, described)
        before = frozenset(known.before.values())
        _clear(connection, due.article_id)
        known = known.model_copy(update={"alone": before - _inhabited(connection, before)})
        rulings = decide(described, find_candidates(connection, described), known)
        for merge in rulings.merges:
            _merge(connection, merge)
        _save(connection, due, described, rulings)
    return Identified.DONE


def set_aside(engine: Engine, due: Unidentified, fault: str) -> None:
    """Notes why an article's identities cannot be resolved. Only `retry_faults` lets it be tried again."""
    with engine.begin() as connection:
        _mark(connection, due, storable(fault))


def retry_faults(engine: Engine) -> int:
    """Lets the articles that were set aside be tried again, and returns their number."""
    with engine.begin() as connection:
        again = update(article).where(article.c.identity_fault.is_not(None))
        return connection.execute(again.values(identified_run_id=None, identity_fault=None)).rowcount


def _try_lock(connection: Connection) -> bool:
    """Takes the lock until the end of the transaction, unless another process holds it."""
    return bool(connection.execute(select(func.pg_try_advisory_xact_lock(IDENTITY_LOCK))).scalar_one())


def _mark(connection: Connection, due: Unidentified, fault: str | None) -> bool:
    mine = (article.c.id == due.article_id) & (article.c.visible_run_id == due.run_id)
    marked = update(article).where(mine, _is_due()).values(identified_run_id=due.run_id, identity_fault=fault)
    return connection.execute(marked).rowcount == 1


def _known(connection: Connection, article_id: int, described: Sequence[Described]) -> Known:
    """Earlier decisions by kind and name: ordinals and runs do not last."""

    def of(table: Table) -> dict[int, int]:
        rows = select(table.c.kind, table.c.name, table.c.identity_id).where(table.c.article_id == article_id)
        ids = {(kind, name): found for kind, name, found in connection.execute(rows.order_by(table.c.identity_id))}
        return {e.ordinal: ids[e.kind, e.name] for e in described if (e.kind, e.name) in ids}

    return Known(pinned=of(identity_pin), before=of(identity_member))


def _clear(connection: Connection, article_id: int) -> None:
    connection.execute(delete(identity_member).where(identity_member.c.article_id == article_id))
    old = (identity_decision.c.article_id == article_id) & (identity_decision.c.by == DecidedBy.RULE)
    connection.execute(delete(identity_decision).where(old))


def _inhabited(connection: Connection, ids: frozenset[int]) -> frozenset[int]:
    if not ids:
        return ids
    lives = select(identity_member.c.identity_id).where(identity_member.c.identity_id == identity.c.id).exists()
    found = select(identity.c.id).where(identity.c.id == func.any(sorted(ids)), lives)
    return frozenset(connection.execute(found).scalars())


def _merge(connection: Connection, merge: Merge) -> None:
    move(connection, kept=merge.kept, gone=merge.gone)
    row = _decision(merge.because, merge.kept, merge.gone)
    connection.execute(insert(identity_decision).values(row | {"outcome": Outcome.SAME}))


def _save(connection: Connection, due: Unidentified, described: Sequence[Described], rulings: Rulings) -> None:
    places = {place.ordinal: place for place in rulings.places}
    made = _made(connection, [e for e in described if places[e.ordinal].identity_id is None])
    ids = {e.ordinal: places[e.ordinal].identity_id or made[e.ordinal] for e in described}
    members = [_member(due, entity, ids[entity.ordinal]) for entity in described]
    keys = {(key, ids[e.ordinal]) for e in described for key in e.keys}
    decisions = [
        row | {"article_id": due.article_id, "name": entity.name}
        for entity in described
        for row in _decisions(places[entity.ordinal], ids[entity.ordinal])
    ]
    insert_records(connection, identity_member, members)
    insert_records(connection, identity_key, [{"key": k, "identity_id": n} for k, n in sorted(keys)], known=True)
    insert_records(connection, identity_decision, decisions)
    for place in rulings.places:
        if place.name is not None and place.identity_id is not None:
            fuller = update(identity).where(identity.c.id == place.identity_id).values(name=place.name)
            connection.execute(fuller)


def _made(connection: Connection, new: Sequence[Described]) -> dict[int, int]:
    rows = [{"kind": entity.kind, "name": entity.name} for entity in new]
    if not rows:
        return {}
    inserted = connection.execute(insert(identity).returning(identity.c.id, sort_by_parameter_order=True), rows)
    return dict(zip((entity.ordinal for entity in new), inserted.scalars(), strict=True))


def _member(due: Unidentified, entity: Described, identity_id: int) -> dict[str, object]:
    return {
        "run_id": due.run_id,
        "entity": entity.ordinal,
        "article_id": due.article_id,
        "identity_id": identity_id,
        "kind": entity.kind,
        "name": entity.name,
        "names": list(entity.profile.names),
        "profile": entity.profile.model_dump(mode="json", exclude_defaults=True),
    }


def _decisions(place: Place, identity_id: int) -> list[dict[str, object]]:
    own = [_decision(place.because, identity_id, None)] if place.because else []
    return own + [_decision(because, identity_id, other) for other, because in place.beside if other != identity_id]


def _decision(because: Judgement, identity_id: int, other: int | None) -> dict[str, object]:
    return {
        "outcome": because.outcome,
        "by": DecidedBy.RULE,
        "score": because.score,
        "reason": because.reason,
        "identity_id": identity_id,
        "other_id": other,
    }
