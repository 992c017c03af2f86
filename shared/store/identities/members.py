"""Moves members, keys and pins from one identity to another: merging and splitting consist of these steps."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, delete, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from shared.store.tables import identity, identity_key, identity_member, identity_pin


def move(connection: Connection, *, kept: int, gone: int) -> None:
    """Merges one identity into another: members, keys and pins move, and the merged one points to the kept one."""
    connection.execute(update(identity_member).where(identity_member.c.identity_id == gone).values(identity_id=kept))
    connection.execute(update(identity_pin).where(identity_pin.c.identity_id == gone).values(identity_id=kept))
    copy_keys(connection, source=gone, target=kept)
    connection.execute(delete(identity_key).where(identity_key.c.identity_id == gone))
    into = (identity.c.id == gone) | (identity.c.merged_into == gone)
    connection.execute(update(identity).where(into).values(merged_into=kept))


def copy_keys(connection: Connection, *, source: int, target: int) -> None:
    """Copies the keys of one identity, so that whatever finds it finds the other one, too."""
    keys = select(identity_key.c.key, literal(target)).where(identity_key.c.identity_id == source)
    connection.execute(insert(identity_key).from_select(["key", "identity_id"], keys).on_conflict_do_nothing())


def pin(connection: Connection, which: ColumnElement[bool], identity_id: int) -> None:
    """Notes by article and name that a person has decided the identity of these members."""
    member = identity_member.c
    rows = select(member.article_id, member.kind, member.name, literal(identity_id)).where(which).distinct()
    added = insert(identity_pin).from_select(["article_id", "kind", "name", "identity_id"], rows)
    again = {"identity_id": added.excluded.identity_id}
    connection.execute(added.on_conflict_do_update(index_elements=list(identity_pin.primary_key), set_=again))


def members_in(identity_id: int, article_ids: Iterable[int]) -> ColumnElement[bool]:
    """The members of an identity in these articles."""
    return (identity_member.c.identity_id == identity_id) & identity_member.c.article_id.in_(sorted(article_ids))
