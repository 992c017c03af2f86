"""The command `onrecord`. It imports a subcommand only when it is called, so that `--help` answers at once."""

from __future__ import annotations

import errno
import importlib
import io
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from shared.errors import OnrecordError

COMMANDS = {
    "demo": "workers.cli.demo",
    "up": "workers.cli.services",
    "down": "workers.cli.services",
    "load": "workers.cli.produce",
    "submit": "workers.cli.produce",
    "extract": "workers.cli.extract",
    "status": "workers.cli.status",
    "show": "workers.cli.read",
    "feed": "workers.cli.read",
    "export": "workers.cli.export",
    "serve": "workers.cli.web",
    "report": "workers.cli.web",
    "retract": "workers.cli.revise",
    "reprocess": "workers.cli.revise",
    "quarantine": "workers.cli.quarantine",
    "registry": "workers.cli.registry",
    "identity": "workers.cli.identity",
    "audit": "workers.cli.audit",
    "db": "workers.cli.db",
    "worker": "workers.cli.services",
    "intake": "workers.cli.services",
    "sweep": "workers.cli.services",
    "metrics": "workers.cli.metrics",
    "doctor": "workers.cli.doctor",
    "completion": "workers.cli.completion",
}

EXIT_CODES = """\b
Exit codes
   0  all is well
   1  some items failed; standard error says which
   2  wrong usage
  65  the input is no article (the message says why)
  66  nothing is stored under that name
  69  a server does not answer
  73  Onrecord already runs from this folder
  74  a file or folder cannot be read or written
  75  no answer came in time
  78  a setting, the schema or an installation is wrong
"""

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


class Commands(click.Group):
    """A group that imports a command's module only when it is needed, and prints our errors with their cure."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """All commands, in the order in which an article meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(COMMANDS[cmd_name]), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; one of our errors becomes a line on standard error and its exit code."""
        from shared.errors import OnrecordError

        try:
            return _with_file_errors(super().invoke, ctx)
        except OnrecordError as error:
            if not _logged(ctx, error):
                click.echo(f"onrecord: {error}", err=True)
            raise click.exceptions.Exit(error.exit_code) from None


PROCESSES = {"intake", "sweep", "worker", "db"}
"""Commands that run as a container's process: there, an error is a log line like all others."""


def _logged(ctx: click.Context, error: OnrecordError) -> bool:
    """Log the error, where logs are JSON and nobody sits at a terminal. Returns whether it did."""
    if (
        ctx.invoked_subcommand not in PROCESSES
        or os.environ.get("ONRECORD_LOG_FORMAT") != "json"
        or sys.stderr.isatty()
    ):
        return False
    from shared.log import configure, logger

    configure("error", "json", ctx.invoked_subcommand or "")
    what = {"what": (error.__doc__ or "").strip().splitlines()[0], "detail": error.detail, "cure": error.cure}
    logger.error("process_failed", code=error.code, exit_code=error.exit_code, **what)
    return True


def _with_file_errors(invoke: Callable[[click.Context], object], ctx: click.Context) -> object:
    """Run the command; the system's errors about files become ours. Click handles a pipe that lost its reader."""
    from shared.errors import FileFailed

    try:
        return invoke(ctx)
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise
        named = f"{error.filename}: " if error.filename else ""
        raise FileFailed(f"{named}{error.strerror or error}") from None


@click.command(cls=Commands, context_settings=CONTEXT, epilog=EXIT_CODES)
@click.version_option(package_name="onrecord")
def onrecord() -> None:
    """Puts who said what on the record: news articles in, people and quotations out as rows in Postgres.

    \b
    Example
      onrecord extract article.txt        one article's quotations and entities, without any server
      onrecord demo seeds/articles        the whole way, on servers of its own
    """


def main() -> None:
    """The entry point of the installed command."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal without a letter of some name shows its number instead. JSON is UTF-8 everywhere.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    onrecord(prog_name="onrecord")
