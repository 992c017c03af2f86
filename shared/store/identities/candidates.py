"""Finds, by keys and through indexes, the identities that an article's entities are compared with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Select,
    Text,
    bindparam,
    cast,
    func,
    literal_column,
    or_,
    select,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by

from shared.identities import Candidate, Described, Profile
from shared.store.tables import article, identity, identity_decision, identity_key, identity_member
from shared.store.tables.identities import APART_BY_HAND

PER_KEY = 100
"""Identities read for one key, the oldest first: no rule can tell more namesakes apart."""
NEWEST = 8
"""The newest articles of an identity, with which an entity is compared."""


# The limits stand in the statements: a plan for any limit would not rely on their being small.


def find_candidates(connection: Connection, described: Sequence[Described]) -> list[Candidate]:
    """The identities that share a key with an entity, each with its profiles in its newest visible articles."""
    wanted = sorted({key for entity in described for key in entity.keys})
    rows = connection.execute(_sharing(), {"wanted": wanted}).all()
    if not rows:
        return []
    ids = [row.id for row in rows]
    profiles, foreign = _profiles(connection, ids), _foreign(connection, ids)
    return [
        Candidate(
            identity_id=number,
            kind=kind,
            name=name,
            keys=tuple(shared),
            profiles=profiles[number],
            foreign=foreign[number],
        )
        for number, kind, name, shared in rows
    ]


@lru_cache(maxsize=1)
def _sharing() -> Select[Any]:
    key = func.unnest(cast(bindparam("wanted"), ARRAY(Text))).table_valued("key").render_derived(name="wanted")
    sharing = (
        select(identity_key.c.identity_id)
        .where(identity_key.c.key == key.c.key)
        .order_by(identity_key.c.identity_id)
        .limit(literal_column(str(PER_KEY)))
        .lateral("sharing")
    )
    keys = func.array_agg(aggregate_order_by(key.c.key, key.c.key))
    return (
        select(identity.c.id, identity.c.kind, identity.c.name, keys)
        .select_from(key.join(sharing, true()).join(identity, identity.c.id == sharing.c.identity_id))
        .where(identity.c.merged_into.is_(None))
        .group_by(identity.c.id)
        .order_by(identity.c.id)
    )


def _profiles(connection: Connection, ids: Sequence[int]) -> defaultdict[int, tuple[Profile, ...]]:
    found: defaultdict[int, tuple[Profile, ...]] = defaultdict(tuple)
    for number, profile in connection.execute(_newest_profiles(), {"ids": list(ids)}):
        found[number] += (Profile.model_validate(profile),)
    return found


@lru_cache(maxsize=1)
def _newest_profiles() -> Select[Any]:
    wanted = func.unnest(cast(bindparam("ids"), ARRAY(BigInteger))).table_valued("id").render_derived()
    # The limit comes before the look at visibility: an identity may have a million members.
    newest = (
        select(identity_member.c.run_id, identity_member.c.entity, identity_member.c.profile)
        .where(identity_member.c.identity_id == wanted.c.id)
        .order_by(identity_member.c.run_id.desc(), identity_member.c.entity.desc())
        .limit(literal_column(str(NEWEST)))
        .lateral("newest")
    )
    visible = (article.c.visible_run_id == newest.c.run_id) & article.c.retracted_at.is_(None)
    return (
        select(wanted.c.id, newest.c.profile)
        .join(newest, true())
        .join(article, visible)
        .order_by(wanted.c.id, newest.c.run_id.desc(), newest.c.entity)
    )


def _foreign(connection: Connection, ids: Sequence[int]) -> defaultdict[int, tuple[int, ...]]:
    found: defaultdict[int, tuple[int, ...]] = defaultdict(tuple)
    for one, other in connection.execute(_apart(), {"ids": list(ids)}):
        found[one] += (other,)
        found[other] += (one,)
    return found


@lru_cache(maxsize=1)
def _apart() -> Select[Any]:
    one, other = identity_decision.c.identity_id, identity_decision.c.other_id
    among = func.any(cast(bindparam("ids"), ARRAY(BigInteger)))
    return select(one, other).where(or_(one == among, other == among), text(APART_BY_HAND))
