"""`onrecord db`: the schema of the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from workers.cli import CONTEXT
from workers.cli.backup import dump, restore
from workers.cli.output import result, results, talk
from workers.cli.params import BECAUSE


@click.group(context_settings=CONTEXT)
def db() -> None:
    """The database's schema.

    \b
    Example
      onrecord db upgrade
    """


@db.command()
def upgrade() -> None:
    """Bring the schema to this version. Running it twice, even at the same time, does no harm.

    \b
    Example
      ONRECORD_DATABASE_URL=postgresql://... onrecord db upgrade
    """
    from shared.settings import settings
    from shared.store import migrate, revisions

    url = settings().migrations()
    with _migrations_shown(revisions.pending(revisions.current(url))):
        migrate.upgrade(url, lossless_failover=settings().lossless_failover)
    talk(f"onrecord: schema at {revisions.current(url)}")


@contextmanager
def _migrations_shown(total: int) -> Iterator[None]:
    """Show each migration that begins while the block runs: Alembic tells them only to its log."""
    import logging

    from workers.cli.progress import Bar, steps

    with steps("migrated", "migrations", total) as done:

        class Shown(logging.Handler):
            def emit(self, record: logging.LogRecord) -> None:
                if record.msg.startswith("Running "):
                    done.add(1, 1)
                    if not isinstance(done, Bar):
                        talk(f"onrecord: migration {done.count} of {total}")

        log, shown = logging.getLogger("alembic.runtime.migration"), Shown()
        before = log.level
        log.addHandler(shown)
        log.setLevel(logging.INFO)
        try:
            yield
        finally:
            log.removeHandler(shown)
            log.setLevel(before)


@db.command()
@click.option("--json", "as_json", is_flag=True, help="JSON instead of words.")
def current(as_json: bool) -> None:
    """Print the schema's revision, and the one that this version needs.

    \b
    Example
      onrecord db current
    """
    import json

    from shared.store import revisions

    at, needed = revisions.current(_url()), revisions.head()
    if as_json:
        click.echo(json.dumps({"current": at, "needed": needed}))
        return
    click.echo(f"{at or 'empty'} (needed: {needed})")


@db.command()
@click.option("--new", "action", flag_value="new", help="Begin a new one: all followers start again from a snapshot.")
@click.option("--keep", "action", flag_value="keep", help="Keep it: the database moved here, and lost nothing.")
@BECAUSE
@click.option("--json", "as_json", is_flag=True, help="JSON instead of words.")
def epoch(action: str | None, because: str | None, as_json: bool) -> None:
    """Print the epoch of the change feed. A restored database needs a new one, and mostly begins it by itself.

    \b
    Example
      onrecord db epoch
      onrecord db epoch --new        after the restore of a disk, which the database cannot notice
      onrecord db epoch --keep       after pg_upgrade, before the sweeper starts
    """
    from shared.settings import settings
    from shared.store import epochs
    from workers.resources import database

    change = {"new": epochs.begin, "keep": epochs.keep}.get(action or "")
    found = epochs.current(database()) if change is None else change(database(), because=because)
    if as_json:
        result(found)
        return
    is_over = found.is_over(lossless_failover=settings().lossless_failover)
    note = "; it is over: the sweeper or `onrecord db upgrade` begins a new one" if is_over else ""
    click.echo(f"{found.epoch} at position {found.position}{note}")


@db.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON line each.")
def owners(as_json: bool) -> None:
    """Print the statements that give tables, views and functions to their owner; nothing if all is well.

    \b
    Example
      onrecord db owners | psql postgresql://postgres@localhost/onrecord
    """
    from shared.store import owners as of_tables
    from workers.resources import reading_database

    strays = of_tables.strays(reading_database())
    if as_json:
        results(strays)
    else:
        for stray in strays:
            click.echo(f"{stray.cure};")
    talk(f"onrecord: {len(strays)} belong to somebody else")


@db.command("psql-dsn")
def psql_dsn() -> None:
    """Print the database's URL, password included, for psql and other clients.

    \b
    Example
      psql "$(onrecord db psql-dsn)" -c 'select * from onrecord_v1.quotation'
    """
    click.echo(_url().replace("postgresql+psycopg://", "postgresql://", 1))


db.add_command(dump)
db.add_command(restore)


def _url() -> str:
    from shared.settings import settings

    return settings().database()
