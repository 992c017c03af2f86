"""Many articles out of a few, by SQL: for tests and figures that need a large store and not the way into it."""

from __future__ import annotations

from sqlalchemy import Engine, Table, text

from shared.store import tables

COPIED = [tables.article, tables.version, tables.run, tables.parsed, tables.segment, tables.entity, tables.mention]
COPIED += [tables.quotation, tables.quotation_span]

KEYS = {"id", "article_id", "version_id", "run_id", "visible_run_id"}
GREATEST = "SELECT greatest((SELECT max(id) FROM core.article), (SELECT max(id) FROM core.run))"


def copy_articles(engine: Engine, copies: int) -> None:
    """Adds so many copies of every article on record; the change feed says nothing of them."""
    with engine.begin() as connection:
        # What is copied was checked when it came: neither triggers nor references look again.
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        stride = connection.execute(text(GREATEST)).scalar_one()
        for table in COPIED:
            connection.execute(text(_insert(table)), {"copies": copies, "stride": stride})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _insert(table: Table) -> str:
    columns = [column.name for column in table.columns if column.computed is None]
    values = ", ".join(_value(name) for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    return f"""
        INSERT INTO {table.fullname} ({names}) OVERRIDING SYSTEM VALUE
        SELECT {values} FROM {table.fullname} AS t, generate_series(1, :copies) AS copy
    """


def _value(name: str) -> str:
    if name in KEYS:
        return f't."{name}" + copy * CAST(:stride AS bigint)'
    return "t.uri || ':' || t.id + copy * CAST(:stride AS bigint)" if name == "uri" else f't."{name}"'
