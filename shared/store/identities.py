"""Identities for people: looking at them, and deciding by hand what no rule may change afterwards."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Connection, Engine, Select, func, insert, or_, select

from shared.errors import NotFound
from shared.identities import (
    DecidedBy,
    DecisionRow,
    IdentityDetail,
    IdentityRow,
    KindsDiffer,
    MemberRow,
    Outcome,
    Split,
)
from shared.model import EntityKind
from shared.store.identifying import IDENTITY_LOCK
from shared.store.merging import copy_keys, members_in, move, pin
from shared.store.tables import article, identity, identity_decision, identity_member, identity_pin


def find(
    engine: Engine, *, name: str = "", kind: EntityKind | None = None, proposed: bool = False, limit: int = 100
) -> list[IdentityRow]:
    """Identities that visible articles name, the most named first. `proposed`: only those somebody should look at."""
    query = _rows().order_by(func.count().desc(), identity.c.id).limit(limit)
    if name:
        query = query.where(identity.c.name.icontains(name, autoescape=True))
    if kind is not None:
        query = query.where(identity.c.kind == kind)
    if proposed:
        open_ = select(identity_decision.c.id).where(identity_decision.c.outcome == Outcome.PROPOSED, ~_is_settled())
        query = query.where(open_.where(identity_decision.c.identity_id == identity.c.id).exists())
    with engine.connect() as connection:
        return [IdentityRow(**row._mapping) for row in connection.execute(query)]


def detail(engine: Engine, identity_id: int) -> IdentityDetail:
    """All that is known of an identity; of one that was merged, what it became. Raises NotFound."""
    with engine.connect() as connection:
        number = _standing(connection, identity_id)
        row = connection.execute(select(identity.c.kind, identity.c.name).where(identity.c.id == number)).one()
        aliases = select(func.unnest(identity_member.c.names).label("name")).where(
            identity_member.c.identity_id == number
        )
        return IdentityDetail(
            identity_id=number,
            kind=row.kind,
            name=row.name,
            aliases=tuple(sorted(set(connection.execute(aliases).scalars()))),
            members=tuple(MemberRow(**found._mapping) for found in connection.execute(_members(number))),
            decisions=tuple(DecisionRow(**found._mapping) for found in connection.execute(_decided(number))),
        )


def merge(engine: Engine, identity_ids: Sequence[int]) -> int:
    """Makes them one, for good: returns the identity that is kept, the first one. Raises NotFound, KindsDiffer."""
    with engine.begin() as connection:
        _lock(connection)
        kept, *others = dict.fromkeys(_standing(connection, number) for number in identity_ids)
        _same_kind(connection, [kept, *others])
        for gone in others:
            pin(connection, identity_member.c.identity_id.in_([kept, gone]), kept)
            move(connection, kept=kept, gone=gone)
            _note(connection, Outcome.SAME, kept, gone, "merged by hand")
    return kept


def _same_kind(connection: Connection, numbers: list[int]) -> None:
    rows = connection.execute(select(identity.c.id, identity.c.kind).where(identity.c.id.in_(numbers)))
    kinds = {row.id: row.kind for row in rows}
    if len(set(kinds.values())) > 1:
        raise KindsDiffer(", ".join(f"{number} is a {kinds[number]}" for number in numbers))


def split(engine: Engine, identity_id: int, uris: Collection[str]) -> Split:
    """Gives its members in these articles an identity of their own, for good. Raises NotFound."""
    with engine.begin() as connection:
        _lock(connection)
        number = _standing(connection, identity_id)
        found = connection.execute(
            select(article.c.id, article.c.uri).where(article.c.uri == func.any(list(uris)))
        ).all()
        taken = members_in(number, [row.id for row in found])
        first = select(identity_member.c.kind, identity_member.c.name).where(taken).limit(1)
        named = connection.execute(first.order_by(identity_member.c.run_id, identity_member.c.entity)).one_or_none()
        if named is None or len(found) < len(set(uris)):
            missing = sorted(set(uris) - {row.uri for row in found}) or sorted(uris)
            raise NotFound(f"identity {number} in {', '.join(missing)}")
        new = _make(connection, named.kind, named.name)
        # Both sides are pinned: a re-run must neither bring back what left nor take along what stayed.
        pin(connection, identity_member.c.identity_id == number, number)
        pin(connection, taken, new)
        moved = connection.execute(identity_member.update().where(taken).values(identity_id=new)).rowcount
        copy_keys(connection, source=number, target=new)
        _note(connection, Outcome.APART, number, new, "split by hand")
    return Split(identity_id=new, moved=moved)


def set_apart(engine: Engine, identity_ids: Sequence[int]) -> None:
    """Notes that they are different things: no rule joins them, and nobody is asked again. Raises NotFound."""
    with engine.begin() as connection:
        _lock(connection)
        numbers = list(dict.fromkeys(_standing(connection, number) for number in identity_ids))
        for at, one in enumerate(numbers):
            for other in numbers[at + 1 :]:
                _note(connection, Outcome.APART, one, other, "set apart by hand")


def _rows() -> Select[tuple[int, str, str, int]]:
    visible = (identity_member.c.identity_id == identity.c.id) & article.c.retracted_at.is_(None)
    return (
        select(identity.c.id.label("identity_id"), identity.c.kind, identity.c.name, func.count().label("articles"))
        .join(identity_member, identity_member.c.identity_id == identity.c.id)
        .join(article, article.c.visible_run_id == identity_member.c.run_id)
        .where(visible)
        .group_by(identity.c.id)
    )


def _members(number: int) -> Select[tuple[str, int, str, bool]]:
    by_hand = select(identity_pin.c.name).where(
        identity_pin.c.article_id == identity_member.c.article_id,
        identity_pin.c.kind == identity_member.c.kind,
        identity_pin.c.name == identity_member.c.name,
    )
    return (
        select(article.c.uri, identity_member.c.entity, identity_member.c.name, by_hand.exists().label("pinned"))
        .join(article, article.c.visible_run_id == identity_member.c.run_id)
        .where(identity_member.c.identity_id == number, article.c.retracted_at.is_(None))
        .order_by(article.c.uri, identity_member.c.entity)
    )


def _decided(number: int) -> Select[tuple[object, ...]]:
    about = or_(identity_decision.c.identity_id == number, identity_decision.c.other_id == number)
    columns = [identity_decision.c[name] for name in DecisionRow.model_fields if name != "uri"]
    return (
        select(*columns, article.c.uri)
        .outerjoin(article, article.c.id == identity_decision.c.article_id)
        .where(about)
        .order_by(identity_decision.c.id)
    )


def _is_settled() -> ColumnElement[bool]:
    """Whether somebody has said about the two identities of a proposal what they are; or they have become one."""
    proposal, said = identity_decision, identity_decision.alias("said")
    pair = or_(
        (said.c.identity_id == proposal.c.identity_id) & (said.c.other_id == proposal.c.other_id),
        (said.c.identity_id == proposal.c.other_id) & (said.c.other_id == proposal.c.identity_id),
    )
    by_hand = select(said.c.id).where(pair, said.c.by == DecidedBy.HAND).exists()
    gone = select(identity.c.id).where(identity.c.id == proposal.c.other_id, identity.c.merged_into.is_not(None))
    return by_hand | gone.correlate(proposal).exists()


def _standing(connection: Connection, identity_id: int) -> int:
    known = select(func.coalesce(identity.c.merged_into, identity.c.id)).where(identity.c.id == identity_id)
    number = connection.execute(known).scalar_one_or_none()
    if number is None:
        raise NotFound(f"identity {identity_id}")
    return int(number)


def _lock(connection: Connection) -> None:
    connection.execute(select(func.pg_advisory_xact_lock(IDENTITY_LOCK)))


def _make(connection: Connection, kind: str, name: str) -> int:
    made = insert(identity).values(kind=kind, name=name).returning(identity.c.id)
    return int(connection.execute(made).scalar_one())


def _note(connection: Connection, outcome: Outcome, one: int, other: int, reason: str) -> None:
    row = {"outcome": outcome, "by": DecidedBy.HAND, "reason": reason, "identity_id": one, "other_id": other}
    connection.execute(insert(identity_decision).values(row))
