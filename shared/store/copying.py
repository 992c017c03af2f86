"""Copies the results of earlier stages from one run to another, so that the new run can begin at a later stage."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import BigInteger, Connection, Table, cast, func, insert, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

from shared.store.records import Stage
from shared.store.tables import entity, entity_link, entity_role, fingerprint, mention, parsed, segment

FOUND_BY: dict[Stage, tuple[Table, ...]] = {
    Stage.PARSE: (parsed, segment, fingerprint),
    Stage.ENTITIES: (entity, entity_role, entity_link, mention),
}
"""The tables that each stage fills, in the order in which they refer to each other."""


def copy_results(connection: Connection, pairs: Mapping[int, int], *, before: Stage) -> None:
    """Copies the results of the stages before this one, from the first run of each pair to the second."""
    if not pairs:
        return
    ids = [cast(literal(list(side), ARRAY(BigInteger)), ARRAY(BigInteger)) for side in (pairs.keys(), pairs.values())]
    pair = func.unnest(*ids).table_valued("old", "new").render_derived()
    for stage, tables in FOUND_BY.items():
        if not stage.before(before):
            continue
        for table in tables:
            columns = [pair.c.new if column.name == "run_id" else column for column in table.columns]
            copied = select(*columns).join(pair, pair.c.old == table.c.run_id)
            connection.execute(insert(table).from_select([column.name for column in table.columns], copied))
