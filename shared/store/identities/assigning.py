"""Assigns identities to the entities of an article: one article in one transaction, one at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Engine,
    Integer,
    Select,
    Text,
    Update,
    bindparam,
    cast,
    delete,
    false,
    func,
    insert,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY

from shared.identities import Candidate, DecidedBy, Described, Judgement, Known, Merge, Outcome, Place, Rulings
from shared.model import Record
from shared.store.bulk import Records, insert_all, insert_returning
from shared.store.engine import UNHURRIED, reader
from shared.store.identities.candidates import find_candidates
from shared.store.identities.members import move
from shared.store.identities.renaming import Called, new_names
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
    with reader(engine) as connection:
        rows = connection.execute(_due(), {"at_most": limit})
        return [Unidentified(article_id=article_id, run_id=run_id) for article_id, run_id in rows]


@lru_cache(maxsize=1)
def _due() -> Select[Any]:
    waiting = select(article.c.id, article.c.visible_run_id).where(_is_due()).order_by(article.c.visible_run_id)
    return waiting.limit(bindparam("at_most", type_=Integer))


def _is_due() -> ColumnElement[bool]:
    """The condition of the index ix_article_unidentified."""
    return article.c.retracted_at.is_(None) & article.c.visible_run_id.is_distinct_from(article.c.identified_run_id)


def assign(engine: Engine, due: Unidentified, described: Sequence[Described], decide: Decide) -> Identified:
    """Decides and saves the identities of an article. They replace earlier ones; decisions made by hand stay."""
    with engine.begin() as connection:
        has_lock, is_due, _ = connection.execute(_begin(), _mark(due)).one()
        if not has_lock:
            return Identified.BUSY
        if not is_due:
            return Identified.STALE
        known = _known(connection, due.article_id, described)
        before = frozenset(known.before.values())
        known = known.model_copy(update={"alone": before - _inhabited(connection, before)})
        rulings = decide(described, find_candidates(connection, described), known)
        for merge in rulings.merges:
            _merge(connection, merge)
        _save(connection, due, described, rulings)
    return Identified.DONE


def set_aside(engine: Engine, due: Unidentified, fault: str) -> None:
    """Notes why an article's identities cannot be resolved. Only `retry_faults` lets it be tried again."""
    with engine.begin() as connection:
        connection.execute(_marked(), _mark(due, storable(fault)))


def retry_faults(engine: Engine) -> int:
    """Lets the articles that were set aside be tried again, and returns their number."""
    with engine.begin() as connection:
        again = update(article).where(article.c.identity_fault.is_not(None))
        return connection.execute(again.values(identified_run_id=None, identity_fault=None)).rowcount


@lru_cache(maxsize=1)
def _begin() -> Select[Any]:
    """Takes the lock until the end of the transaction, unless another process holds it, and marks the article."""
    lock = select(func.pg_try_advisory_xact_lock(IDENTITY_LOCK).label("got")).cte("lock")
    marked = _marked().where(select(lock.c.got).scalar_subquery()).returning(article.c.id).cte("marked")
    return select(lock.c.got, select(marked.c.id).exists(), UNHURRIED)


@lru_cache(maxsize=1)
def _marked() -> Update:
    mine = (article.c.id == bindparam("article")) & (article.c.visible_run_id == bindparam("of_run"))
    marks = {"identified_run_id": bindparam("of_run"), "identity_fault": bindparam("fault", type_=Text)}
    return update(article).where(mine, _is_due()).values(marks)


def _mark(due: Unidentified, fault: str | None = None) -> dict[str, object]:
    """The parameters of the statement that notes that the article has been looked at."""
    return {"article": due.article_id, "of_run": due.run_id, "fault": fault}


def _known(connection: Connection, article_id: int, described: Sequence[Described]) -> Known:
    """Earlier decisions by kind and name, for ordinals and runs do not last; forgets those that no hand has made."""
    rows = connection.execute(_earlier(), {"of_article": article_id, "rule": DecidedBy.RULE}).all()
    called = [Called(row.kind, row.name, tuple(row.names)) for row in rows if not row.pinned]
    pinned = {(row.kind, row.name) for row in rows if row.pinned}
    new = new_names(called, pinned, described)
    for kind, name in pinned & new.keys():
        mine = (identity_pin.c.article_id == article_id) & (identity_pin.c.kind == kind) & (identity_pin.c.name == name)
        connection.execute(update(identity_pin).where(mine).values(name=new[kind, name]))

    def of(are_pinned: bool) -> dict[int, int]:
        ids = {
            (row.kind, new.get((row.kind, row.name), row.name)): row.identity_id
            for row in rows
            if row.pinned is are_pinned
        }
        return {e.ordinal: ids[e.kind, e.name] for e in described if (e.kind, e.name) in ids}

    return Known(pinned=of(True), before=of(False))


@lru_cache(maxsize=1)
def _earlier() -> Select[Any]:
    """Deletes the members and the rules' decisions of an article, and returns what was decided, with the pins."""
    member, pin, decision = identity_member.c, identity_pin.c, identity_decision.c
    mine = bindparam("of_article", type_=BigInteger)
    ruled = delete(identity_decision).where(decision.article_id == mine, decision.by == bindparam("rule"))
    gone = (
        delete(identity_member)
        .where(member.article_id == mine)
        .returning(member.kind, member.name, member.names, member.identity_id)
        .cte("gone")
    )
    no_names = cast([], ARRAY(Text)).label("names")
    pins = select(true().label("pinned"), pin.kind, pin.name, no_names, pin.identity_id).where(pin.article_id == mine)
    both = select(false().label("pinned"), *gone.c).union_all(pins).subquery("earlier")
    return select(both).order_by(both.c.identity_id).add_cte(ruled.cte("ruled"))


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
    insert_all(
        connection,
        [
            Records(identity_member, members),
            Records(identity_key, [{"key": key, "identity_id": number} for key, number in sorted(keys)], known=True),
            Records(identity_decision, decisions),
        ],
    )
    for place in rulings.places:
        if place.name is not None and place.identity_id is not None:
            fuller = update(identity).where(identity.c.id == place.identity_id).values(name=place.name)
            connection.execute(fuller)


def _made(connection: Connection, new: Sequence[Described]) -> dict[int, int]:
    """A new identity for each of these entities, by ordinal."""
    rows = Records(identity, [{"kind": entity.kind, "name": entity.name} for entity in new])
    ids: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for row in insert_returning(connection, rows, "id", "kind", "name"):
        ids[row.kind, row.name].append(row.id)
    return {entity.ordinal: ids[entity.kind, entity.name].pop(0) for entity in new}


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
