"""`onrecord demo`: articles go the whole way once, on this machine, with real servers and processes."""

from __future__ import annotations

import shutil
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workers.cli.output import talk

if TYPE_CHECKING:
    from shared.settings import Servers
    from workers.machine.supervisor import Supervisor

SEEDS = Path("seeds/articles")

WHERE_NEXT = """
Everything has stopped; the rows are kept in {home}/. Where to look next:
  {me} up                   start it again and keep it running; `{me} down` stops it
  {me} show                 all articles; `{me} show URI` one of them, --json for all of it
  {me} load FOLDER --wait   your own articles, in any form that the README names
  psql "$({me} db psql-dsn)" -c 'select speaker_name, content from onrecord_v1.quotation'
"""


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def demo(paths: tuple[Path, ...]) -> None:
    """Start everything, put the articles in PATHS through it, show who said what, stop everything.

    \b
    Example
      onrecord demo                       the articles in seeds/articles
      onrecord demo ~/articles
    """
    from shared.log import configure
    from shared.settings import settings
    from workers.doors.loader import files
    from workers.machine.supervisor import Supervisor

    configure("warning", settings().log_format)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # an end that runs `finally` blocks
    chosen = paths or (SEEDS,)
    files(chosen)  # raises for a wrong path before anything starts
    supervisor = Supervisor(settings())
    talk(f"onrecord: starting Postgres, Valkey, intake, sweeper and worker; data and logs in {settings().home}/")
    with supervisor.running() as servers:
        uris = _put_through(supervisor, servers, chosen)
        pages = _write_pages(servers, uris, settings().home / "report")
        talk("onrecord: stopping")
    talk(WHERE_NEXT.format(home=settings().home, me=_name_of_this_command()))
    if pages is not None:
        talk(f"Who said what, as pages: open {pages}")


def _name_of_this_command() -> str:
    """The name by which the user can call this command again: it may not be on the PATH."""
    called = Path(sys.argv[0])
    return str(called) if called.name == "onrecord" and not shutil.which("onrecord") else "onrecord"


def _put_through(supervisor: Supervisor, servers: Servers, paths: tuple[Path, ...]) -> set[str]:
    """Load the articles, wait for them, and show the results; returns their uris."""
    from shared.brokers import connect
    from shared.client import Client
    from shared.store import reading
    from shared.store.engine import make_engine
    from workers.cli import tables
    from workers.cli.following import load_and_wait

    engine = make_engine(servers.database_url)
    try:
        with Client(servers.redis_url) as client, connect(servers.redis_url) as broker:
            loaded, progress = load_and_wait(engine, broker, client, paths, lambda: supervisor.check(servers))
        tables.quotations(reading.quotations(engine, uris=sorted({item.uri for item in loaded})))
        tables.failures(engine, loaded)
        tables.summary(progress)
        return {item.uri for item in loaded}
    finally:
        engine.dispose()


def _write_pages(servers: Servers, uris: set[str], folder: Path) -> Path | None:
    """Write the articles' pages; returns the one to open, or None where their libraries are not installed."""
    from shared.errors import PagesMissing
    from workers.cli.web import check_installed

    try:
        check_installed()
    except PagesMissing as error:
        talk(f"onrecord: no pages: {error}")
        return None
    from workers.web.collected import from_database
    from workers.web.folder import write

    write(from_database(servers.database_url, uris), folder)
    return (folder / "index.html").absolute()
