"""Lets decisions made by hand follow a name: one about "Roe" holds when the article now calls her "Jane Roe"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select, update

from shared.identities import Described
from shared.store.tables import identity_member, identity_pin


class Called(NamedTuple):
    """The names that an article used for one thing."""

    kind: str
    name: str
    names: tuple[str, ...] = ()


def follow_names(connection: Connection, article_id: int, described: Sequence[Described]) -> None:
    """Renames the article's pins and members to the names that it uses now, where the new name is certain."""
    member = identity_member.c
    rows = connection.execute(select(member.kind, member.name, member.names).where(member.article_id == article_id))
    before = [Called(kind, name, tuple(names)) for kind, name, names in rows]
    pins = select(identity_pin.c.kind, identity_pin.c.name).where(identity_pin.c.article_id == article_id)
    pinned = [(kind, name) for kind, name in connection.execute(pins)]
    taken = {*pinned, *((old.kind, old.name) for old in before)}
    now = [Called(e.kind, e.name, e.profile.names) for e in described]
    for old, new in _renamed(before, [one for one in now if (one.kind, one.name) not in taken], now):
        for table in (identity_pin, identity_member):
            mine = (table.c.article_id == article_id) & (table.c.kind == old.kind) & (table.c.name == old.name)
            connection.execute(update(table).where(mine).values(name=new))


def _renamed(before: Sequence[Called], fresh: Sequence[Called], now: Iterable[Called]) -> list[tuple[Called, str]]:
    """The old things with their new names, where exactly one old thing and one new one fit together."""
    still = {(one.kind, one.name) for one in now}
    often = Counter((old.kind, old.name) for old in before)
    gone = [old for old in before if (old.kind, old.name) not in still and often[old.kind, old.name] == 1]
    pairs = [(old, new) for old in gone for new in fresh if _is_one(old, new)]
    olds, news = Counter(old for old, _ in pairs), Counter(new for _, new in pairs)
    return [(old, new.name) for old, new in pairs if olds[old] == news[new] == 1]


def _is_one(old: Called, new: Called) -> bool:
    shared = {old.name, *old.names} & {new.name, *new.names}
    first, second = set(old.name.split()), set(new.name.split())
    return old.kind == new.kind and bool(shared or first <= second or second <= first)
