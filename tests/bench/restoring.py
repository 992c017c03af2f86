"""What a dump and its restore cost: a store of generated articles, dumped, and restored on a fresh server.

python -m tests.bench.restoring --articles 100000 --shape whole

Prints figures and judges nothing; docs/backup.md has them. The tests of that page look at what is restored.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click
import psycopg

from shared.store import migrate, owners
from shared.store.engine import make_engine
from tests.bench.filling import fill_up
from tests.bench.scale import SHAPES, database
from workers.machine.local import LocalServers

SIZE = "SELECT pg_database_size(current_database()), (SELECT count(*) FROM onrecord_v1.article)"


def command(url: str, *arguments: str) -> float:
    """Seconds that the command takes on this database."""
    here = {"ONRECORD_DATABASE_URL": url, "ONRECORD_REDIS_URL": "redis://127.0.0.1:1"}
    begun = time.monotonic()
    subprocess.run([sys.executable, "-m", "workers.cli", *arguments], env=os.environ | here, check=True)
    return time.monotonic() - begun


def told(url: str) -> str:
    """Size and articles of a database."""
    with psycopg.connect(url) as connection:
        row = connection.execute(SIZE).fetchone()
    assert row is not None
    return f"{row[0] / 1e9:.2f} GB, {row[1]:,} articles"


@click.command()
@click.option("--articles", default=100_000, show_default=True)
@click.option("--shape", type=click.Choice(list(SHAPES)), default="whole", show_default=True)
@click.option("--folder", type=click.Path(path_type=Path), help="Where the data lies meanwhile.")
def main(articles: int, shape: str, folder: Path | None) -> None:
    """Print the figures."""
    with database(folder) as old, tempfile.TemporaryDirectory(prefix="onrecord-restored-", dir=folder) as name:
        begun = time.monotonic()
        fill_up(old, articles, SHAPES[shape])
        click.echo(f"filled: {told(old)}, {time.monotonic() - begun:.0f} s")
        dump = Path(name) / "onrecord.dump"
        click.echo(f"dumped: {command(old, 'db', 'dump', str(dump)):.0f} s, {dump.stat().st_size / 1e6:.0f} MB")
        with LocalServers(Path(name) / "servers") as local:
            new = local.servers.database_url
            click.echo(f"restored: {command(new, 'db', 'restore', str(dump)):.0f} s, {told(new)}")
            engine = make_engine(new)
            click.echo(f"wrong owners: {len(owners.strays(engine))}")
            engine.dispose()
            migrate.upgrade(new)


if __name__ == "__main__":
    main()
