"""Lets decisions made by hand follow a name: one about "Roe" holds when the article now calls her "Jane Roe"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from shared.identities import Described


class Called(NamedTuple):
    """The names that an article used for one thing."""

    kind: str
    name: str
    names: tuple[str, ...] = ()


def new_names(
    before: Sequence[Called], pinned: Collection[tuple[str, str]], described: Sequence[Described]
) -> dict[tuple[str, str], str]:
    """The names that an article uses now, by kind and earlier name, where the new name is certain."""
    taken = {*pinned, *((old.kind, old.name) for old in before)}
    now = [Called(e.kind, e.name, e.profile.names) for e in described]
    fresh = [one for one in now if (one.kind, one.name) not in taken]
    return {(old.kind, old.name): new for old, new in _renamed(before, fresh, now)}


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
