"""How the store holds at scale: sizes, rates, what recipes read, and what deleting costs, on generated rows.

python -m tests.bench.scale --articles 100000 --shape whole     all that hangs off an article, as measured on real ones
python -m tests.bench.scale --articles 1000000 --shape thin     a few quotations and entities each
python -m tests.bench.scale --articles 10000000 --shape narrow  articles, versions, runs and the feed alone

Prints figures and judges nothing. docs/decisions/partitioning.md says what followed from them.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import psycopg

from shared.store import migrate
from tests.bench.scale_measures import deleting, indexes_of, partitions, reading, saving, sizes
from tests.generated import Shape, announce, fill
from workers.machine.local import LocalServers

SHAPES = {
    "whole": Shape(quotations=8, entities=12, mentions=30, segments=40, spans=True, sentences=60),
    "thin": Shape(quotations=4, entities=3, sentences=4),
    "narrow": Shape(quotations=0, entities=0, sentences=0),
}
SETTINGS = ("maintenance_work_mem = '1GB'", "max_wal_size = '4GB'", "synchronous_commit = off")
"""The last: what is measured is the database's work, not how fast the disk says that it is done."""

CHUNK = 500_000
"""Articles written in one transaction."""


@contextmanager
def database(parent: Path | None) -> Iterator[str]:
    """A migrated server of its own, with its data in a folder that is deleted afterwards."""
    with (
        tempfile.TemporaryDirectory(prefix="onrecord-scale-", dir=parent) as folder,
        LocalServers(Path(folder)) as local,
    ):
        url = local.servers.database_url
        with psycopg.connect(url, autocommit=True) as connection:
            for setting in SETTINGS:
                connection.execute(f"ALTER SYSTEM SET {setting}")
            connection.execute("SELECT pg_reload_conf()")
        migrate.upgrade(url)
        yield url


def timed(what: str, work: Callable[[], object]) -> float:
    """Seconds that it took, said as well."""
    started = time.perf_counter()
    work()
    seconds = time.perf_counter() - started
    click.echo(f"- {what}: {seconds:.1f} s")
    return seconds


def fill_all(url: str, shape: Shape, articles: int) -> None:
    """The rows, with the indexes of the release before, then the feed."""
    for first in range(1, articles + 1, CHUNK):
        with psycopg.connect(url) as connection:
            fill(connection, shape, first, min(first + CHUNK - 1, articles))
    with psycopg.connect(url) as connection:
        announce(connection)


def vacuum(url: str) -> None:
    """What autovacuum does in time."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


@click.command()
@click.option("--articles", default=100_000, show_default=True)
@click.option("--shape", "name", type=click.Choice(list(SHAPES)), default="whole", show_default=True)
@click.option("--folder", type=click.Path(path_type=Path), help="Where the data lies meanwhile.")
def main(articles: int, name: str, folder: Path | None) -> None:
    """Print the figures, in Markdown."""
    shape = SHAPES[name]
    with database(folder) as url:
        click.echo(f"## {articles:,} articles, {name}: {shape}\n")
        migrate.downgrade(url, "0004")
        timed("rows written, a fifth of the articles with an older version too", lambda: fill_all(url, shape, articles))
        timed("migration 0005: all its indexes, built beside readers and writers", lambda: migrate.upgrade(url))
        timed("vacuum and analyze", lambda: vacuum(url))
        sizes(url, articles)
        indexes_of(url, articles)
        reading(url, narrow=name == "narrow")
        if name != "narrow":
            saving(url)
            partitions(url)
            deleting(url)


if __name__ == "__main__":
    main()
