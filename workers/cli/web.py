"""`onrecord serve` and `onrecord report`: who said what, as pages for people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workers.cli.output import talk

if TYPE_CHECKING:
    from workers.upkeep.heartbeat import Heartbeat
    from workers.web.collected import Collected

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class Address(click.ParamType[tuple[str, int]]):
    """An address to listen on: 127.0.0.1:8080, [::1]:8080, :8080."""

    name = "host:port"

    def convert(
        self, value: str | tuple[str, int], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, int]:
        """Host and port; without a host, this machine alone."""
        if isinstance(value, tuple):
            return value
        host, _, port = value.rpartition(":")
        if not (port.isascii() and port.isdecimal() and int(port) < 65536):
            self.fail(f"{value!r} is not HOST:PORT, such as 127.0.0.1:8080", param, ctx)
        return host.strip("[]") or "127.0.0.1", int(port)


@click.command()
@click.option("--listen", type=Address(), default="127.0.0.1:8080", show_default=True, help="Where browsers may ask.")
def serve(listen: tuple[str, int]) -> None:
    """Serve pages from Postgres: articles with their quotations in place, people, publishers, search.

    The pages only read, as the role onrecord_reader. They ask for no password: whoever reaches the address reads all
    that is on record, so leave it on this machine, or put a server with a login before it.

    \b
    Example
      onrecord serve                              then open http://127.0.0.1:8080
      onrecord serve --listen 0.0.0.0:8080
    """
    from shared.log import configure
    from shared.settings import settings

    check_installed()
    from workers.web.server import run

    configure(settings().log_level, settings().log_format, "web")
    host, port = listen
    run(
        settings().database(), host, port, local_only=host in LOOPBACK, heartbeat=_heartbeat(),
        tell=lambda url: talk(f"onrecord: pages at {url}"),
    )  # fmt: skip


def check_installed() -> None:
    """Raises PagesMissing if the libraries of the pages are not installed: they are an extra."""
    from importlib.util import find_spec

    from shared.errors import PagesMissing

    if missing := [name for name in ("jinja2", "starlette", "uvicorn", "vl_convert") if find_spec(name) is None]:
        raise PagesMissing(", ".join(missing))


def _heartbeat() -> Heartbeat | None:
    """Pages need no broker; where the settings name one, it lists this process with the others."""
    from shared.errors import OnrecordError
    from shared.settings import settings
    from workers.upkeep.heartbeat import Heartbeat

    try:
        settings().broker()
    except OnrecordError:
        return None
    return Heartbeat("web")


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--all", "everything", is_flag=True, help="All articles of the database instead of files.")
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), default="report",
              show_default=True, help="The folder.")  # fmt: skip
def report(paths: tuple[Path, ...], everything: bool, output: Path) -> None:
    """Write the pages of the articles in PATHS, or of --all on record, as a folder of files that need no server.

    \b
    Example
      onrecord report seeds/articles -o report
      onrecord report --all -o report
    """
    check_installed()
    from workers.web.folder import write

    if bool(paths) == everything:
        raise click.UsageError("Missing argument 'PATHS', or --all; not both.")
    pages = write(_from_database() if everything else _from_files(paths), output)
    talk(f"onrecord: {pages} {'page' if pages == 1 else 'pages'}; open {output / 'index.html'}")


def _from_files(paths: tuple[Path, ...]) -> Collected:
    from shared.settings import settings
    from workers import models
    from workers.web.collected import from_files

    return from_files(paths, models.load(settings().model, settings().registry))


def _from_database() -> Collected:
    from shared.settings import settings
    from workers.web.collected import from_database

    return from_database(settings().database())
