"""What `tests.bench.scale` measures on a filled store."""

from __future__ import annotations

import time

import click
import psutil
import psycopg
from sqlalchemy import Engine, text

from shared.store import pruning
from shared.store.engine import make_engine
from shared.store.pruning import Retention
from tests.contract.recipes import explain, recipe
from tests.generated import OLDER
from tests.integration.store import given

PARTITIONS = 36
"""Months of three years."""

SEARCH = "_(search|trgm|published_at|speaker_name)$"
"""Names of the indexes of migration 0005."""

RECIPES = {
    "most_quoted.sql": {"since": "2026-03-02"},
    "said_about.sql": {"speaker": "Ingrid Solheim", "about": "dredging"},
    "articles_about.sql": {"about": "salt works"},
    "names_like.sql": {"name": "Anna-Lena Baecker"},
    "named_in.sql": {"name": "bäcker"},
    "shares.sql": {"since": "2026-03-02", "until": "2026-03-09"},
    "newest_of.sql": {"publisher": "Publisher 7"},
}
FEED = {"new_since.sql": {"cursor": "5000"}}


def sizes(url: str, articles: int) -> None:
    """Rows and bytes of each table."""
    query = """
        SELECT relname, reltuples::bigint, pg_table_size(oid), pg_indexes_size(oid) FROM pg_class
        WHERE relnamespace = 'core'::regnamespace AND relkind = 'r' AND reltuples > 1
        ORDER BY pg_total_relation_size(oid) DESC
    """
    click.echo("\n| table | rows | table MB | indexes MB | bytes an article |\n|---|---|---|---|---|")
    total = 0
    with psycopg.connect(url) as connection:
        for table, rows, heap, indexes in connection.execute(query):
            total += heap + indexes
            click.echo(
                f"| {table} | {rows:,} | {heap >> 20:,} | {indexes >> 20:,} | {(heap + indexes) / articles:,.0f} |"
            )
    click.echo(f"| all | | | {total >> 20:,} in all | {total / articles:,.0f} |\n")


def indexes_of(url: str, articles: int) -> None:
    """What the indexes of search cost."""
    query = """
        SELECT relname, pg_relation_size(oid) FROM pg_class
        WHERE relnamespace = 'core'::regnamespace AND relkind = 'i'
            AND relname ~ %s AND pg_relation_size(oid) > 65536
        ORDER BY 2 DESC
    """
    click.echo("| index | MB | bytes an article |\n|---|---|---|")
    with psycopg.connect(url) as connection:
        for index, size in connection.execute(query, [SEARCH]):
            click.echo(f"| {index} | {size >> 20:,} | {size / articles:,.0f} |")


def reading(url: str, *, narrow: bool) -> None:
    """What each recipe reads, as a reader."""
    click.echo("\n| recipe | ms | rows of core read | shown | indexes |\n|---|---|---|---|---|")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET ROLE onrecord_reader")
        for name, parameters in (FEED if narrow else RECIPES | FEED).items():
            explain(connection, recipe(name), parameters)
            started = time.perf_counter()
            plan = explain(connection, recipe(name), parameters)
            milliseconds = 1000 * (time.perf_counter() - started)
            read = sum(plan.rows_read(table) for table in {n.get("Relation Name", "") for n in plan.scans} - {""})
            shown = plan.root["Actual Rows"]
            indexes = ", ".join(sorted(plan.indexes))
            click.echo(f"| {name} | {milliseconds:,.0f} | {read:,.0f} | {shown:,.0f} | {indexes} |")


def saving(url: str, count: int = 200) -> None:
    """What an article costs through the store's own functions, with the indexes of search and without."""
    engine = make_engine(url)

    def cost(kind: str) -> str:
        before = _spent(engine)
        for n in range(count):
            given.finished(engine, f"saved:{kind}:{n}")
        spent = [(now - then) / count for now, then in zip(_spent(engine), before, strict=True)]
        return f"{spent[0]:.1f} ms of the server's CPU, {spent[1] / 1024:.1f} kB of log"

    query = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'core' AND indexname ~ :names"
    with engine.begin() as connection:
        definitions = dict(connection.execute(text(query), {"names": SEARCH}).tuples().all())
        newest = "SELECT setval(pg_get_serial_sequence('core.{0}', 'id'), (SELECT max(id) FROM core.{0}))"
        for table in ("article", "version", "run"):
            connection.execute(text(newest.format(table)))
    cost("warm")
    having = cost("with")
    for name in definitions:
        _run(engine, f"DROP INDEX core.{name}")
    without = cost("without")
    for definition in definitions.values():
        _run(engine, definition)
    engine.dispose()
    click.echo(f"\n- an article of 3 quotations accepted and saved, all stages: {having}")
    click.echo(f"- the same without the indexes of search: {without}")


def _spent(engine: Engine) -> tuple[float, float]:
    """CPU milliseconds of the connection, and bytes of the server's log, until now: whoever else runs beside it."""
    with engine.connect() as connection:
        query = "SELECT pg_backend_pid(), pg_current_wal_lsn() - '0/0'::pg_lsn"
        pid, written = connection.execute(text(query)).one()
    times = psutil.Process(pid).cpu_times()
    return 1000 * (times.user + times.system), float(written)


def _run(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.execution_options(no_parameters=True).exec_driver_sql(
            "SET LOCAL statement_timeout = 0; " + statement
        )


def partitions(url: str) -> None:
    """The same quotations in as many partitions as three years have months: what a search reads, what a drop takes."""
    with psycopg.connect(url, autocommit=True) as connection:
        _copy_into_partitions(connection)
        for what, condition in {
            "by speaker": "speaker_name = 'Anna-Lena Bäcker'",
            "by words": "to_tsvector('english', left(content, 100000)) @@ websearch_to_tsquery('english', 'dredging')",
        }.items():
            for table in ("core.quotation", "parted.quotation"):
                click.echo(f"- {what} in {table}: {_pages(connection, table, condition):,} pages read")
        rows = connection.execute("SELECT count(*) FROM parted.quotation_1").fetchone()
        started = time.perf_counter()
        connection.execute("DROP TABLE parted.quotation_1")
        seconds = time.perf_counter() - started
        click.echo(f"- a partition of {rows[0]:,} quotations dropped: {1000 * seconds:.0f} ms")
        connection.execute("DROP SCHEMA parted CASCADE")


def deleting(url: str, batches: int = 50, limit: int = 200) -> None:
    """Superseded results deleted as the sweeper does it, then the vacuum."""
    engine = make_engine(url)
    retention = Retention(rejected_days=30, resolved_days=90, superseded_days=0)
    started = time.perf_counter()
    deleted = sum(pruning.prune(engine, retention, limit=limit).superseded for _ in range(batches))
    seconds = time.perf_counter() - started
    engine.dispose()
    click.echo(f"- results of {deleted:,} runs deleted in batches of {limit}: {deleted / seconds:,.0f} runs a second")
    with psycopg.connect(url, autocommit=True) as connection:
        started = time.perf_counter()
        connection.execute(
            "VACUUM core.parsed, core.segment, core.entity, core.mention, core.quotation, core.quotation_span"
        )
        click.echo(f"- vacuum of the tables of results after it: {time.perf_counter() - started:.1f} s")


def _copy_into_partitions(connection: psycopg.Connection) -> None:
    newest = connection.execute("SELECT max(run_id) FROM core.quotation WHERE run_id < %s", [OLDER]).fetchone()[0]
    step = newest // PARTITIONS + 1
    connection.execute("CREATE SCHEMA parted")
    connection.execute(
        "CREATE TABLE parted.quotation (LIKE core.quotation INCLUDING CONSTRAINTS, PRIMARY KEY (run_id, ordinal)) "
        "PARTITION BY RANGE (run_id)"
    )
    for n in range(PARTITIONS):
        connection.execute(
            f"CREATE TABLE parted.quotation_{n} PARTITION OF parted.quotation "
            f"FOR VALUES FROM ({n * step}) TO ({(n + 1) * step})"
        )
    connection.execute("CREATE TABLE parted.rest PARTITION OF parted.quotation DEFAULT")
    connection.execute("INSERT INTO parted.quotation SELECT * FROM core.quotation")
    connection.execute("CREATE INDEX ON parted.quotation (speaker_name)")
    connection.execute("CREATE INDEX ON parted.quotation USING gin (to_tsvector('english', left(content, 100000)))")
    connection.execute("VACUUM ANALYZE parted.quotation")


def _pages(connection: psycopg.Connection, table: str, condition: str) -> int:
    query = f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) SELECT count(*) FROM {table} WHERE {condition}"
    plan = connection.execute(query).fetchone()[0][0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])
