"""Stores the decisions that people make about identities (merge, split, set apart), which no rule changes."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, Engine, func, insert, select

from shared.errors import NotFound
from shared.identities import DecidedBy, KindsDiffer, Outcome, Split
from shared.store import auditing
from shared.store.auditing import Deed
from shared.store.identities.assigning import IDENTITY_LOCK
from shared.store.identities.listing import standing
from shared.store.identities.members import copy_keys, members_in, move, pin
from shared.store.tables import article, identity, identity_decision, identity_member


def merge(engine: Engine, identity_ids: Sequence[int], *, because: str | None = None) -> int:
    """Merges identities for good and returns the one that is kept, the first one. Raises NotFound, KindsDiffer."""
    with engine.begin() as connection:
        _lock(connection)
        kept, *others = dict.fromkeys(standing(connection, number) for number in identity_ids)
        _same_kind(connection, [kept, *others])
        for gone in others:
            pin(connection, identity_member.c.identity_id.in_([kept, gone]), kept)
            move(connection, kept=kept, gone=gone)
            _note(connection, Outcome.SAME, kept, gone, "merged by hand")
        numbers = [kept, *others]
        auditing.note(connection, Deed.MERGED, _listed(numbers), items=len(numbers), because=because)
    return kept


def _same_kind(connection: Connection, numbers: list[int]) -> None:
    rows = connection.execute(select(identity.c.id, identity.c.kind).where(identity.c.id.in_(numbers)))
    kinds = {row.id: row.kind for row in rows}
    if len(set(kinds.values())) > 1:
        raise KindsDiffer(", ".join(f"{number} is a {kinds[number]}" for number in numbers))


def split(engine: Engine, identity_id: int, uris: Collection[str], *, because: str | None = None) -> Split:
    """Gives the identity's members in these articles an identity of their own, for good. Raises NotFound."""
    with engine.begin() as connection:
        _lock(connection)
        number = standing(connection, identity_id)
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
        # Both sides are pinned: a later run must neither bring back the members that left nor move those that stayed.
        pin(connection, identity_member.c.identity_id == number, number)
        pin(connection, taken, new)
        moved = connection.execute(identity_member.update().where(taken).values(identity_id=new)).rowcount
        copy_keys(connection, source=number, target=new)
        _note(connection, Outcome.APART, number, new, "split by hand")
        auditing.note(connection, Deed.SPLIT, _listed([number, new]), items=moved, because=because)
    return Split(identity_id=new, moved=moved)


def set_apart(engine: Engine, identity_ids: Sequence[int], *, because: str | None = None) -> None:
    """Notes that these identities are different: no rule joins them or proposes it again. Raises NotFound."""
    with engine.begin() as connection:
        _lock(connection)
        numbers = list(dict.fromkeys(standing(connection, number) for number in identity_ids))
        for at, one in enumerate(numbers):
            for other in numbers[at + 1 :]:
                _note(connection, Outcome.APART, one, other, "set apart by hand")
        auditing.note(connection, Deed.SET_APART, _listed(numbers), items=len(numbers), because=because)


def _listed(numbers: Sequence[int]) -> str:
    return " ".join(map(str, numbers))


def _lock(connection: Connection) -> None:
    connection.execute(select(func.pg_advisory_xact_lock(IDENTITY_LOCK)))


def _make(connection: Connection, kind: str, name: str) -> int:
    made = insert(identity).values(kind=kind, name=name).returning(identity.c.id)
    return int(connection.execute(made).scalar_one())


def _note(connection: Connection, outcome: Outcome, one: int, other: int, reason: str) -> None:
    row = {"outcome": outcome, "by": DecidedBy.HAND, "reason": reason, "identity_id": one, "other_id": other}
    connection.execute(insert(identity_decision).values(row))
