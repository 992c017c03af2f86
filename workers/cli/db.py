"""`onrecord db`: the schema of the database."""

from __future__ import annotations

import click

from workers.cli import CONTEXT
from workers.cli.output import talk


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
    from shared.store import migrate, revisions

    migrate.upgrade(_url())
    talk(f"onrecord: schema at {revisions.current(_url())}")


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


@db.command("psql-dsn")
def psql_dsn() -> None:
    """Print the database's URL, password included, for psql and other clients.

    \b
    Example
      psql "$(onrecord db psql-dsn)" -c 'select * from onrecord_v1.quotation'
    """
    click.echo(_url().replace("postgresql+psycopg://", "postgresql://", 1))


def _url() -> str:
    from shared.settings import settings

    return settings().database()
