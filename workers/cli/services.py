"""Starts and stops the processes: all on one machine (up, down), or one at a time (worker, intake, sweep)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from workers.cli.output import talk

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from workers.doors.intake import Intake
    from workers.resources import Role
    from workers.upkeep.sweep import Sweeper


@click.command()
@click.option("--foreground", is_flag=True, help="Stay in the foreground; Ctrl-C stops everything.")
def up(foreground: bool) -> None:
    """Start servers (embedded unless URLs are set), intake, sweeper and worker.

    \b
    Example
      onrecord up && onrecord load seeds/articles --wait && onrecord status
    """
    if foreground:
        _supervise()
        return
    from shared.settings import settings
    from workers.machine.background import start

    pid = start(settings())
    talk(f"onrecord: up (pid {pid}), logs in {settings().home / 'log'}; stop with `onrecord down`")


@click.command()
def down() -> None:
    """Stop the processes and servers that `onrecord up` started; their data stays.

    \b
    Example
      onrecord down
    """
    from shared.settings import settings
    from workers.machine.background import stop

    _log()
    talk("onrecord: down" if stop(settings()) else "onrecord: nothing runs from this folder")


@click.command()
@click.option("--concurrency", type=click.IntRange(1, 256), help="Children; default ONRECORD_CONCURRENCY.")
def worker(concurrency: int | None) -> None:
    """Run the Celery worker: the stages parse, entities and quotations.

    \b
    Example
      onrecord worker --concurrency 4
    """
    from shared.settings import settings
    from workers import worker as process

    process.run(concurrency or settings().concurrency)


@click.command()
def intake() -> None:
    """Read the inbox: accept or reject every submission.

    \b
    Example
      onrecord intake
    """
    _log("intake")
    from workers.doors.intake import Intake
    from workers.resources import broker

    _until_stopped(Intake(_checked_database("onrecord_intake"), broker()))


@click.command()
def sweep() -> None:
    """Find runs that the queue lost and send them again.

    \b
    Example
      onrecord sweep
    """
    _log("sweeper")
    from workers.resources import broker
    from workers.upkeep.sweep import Sweeper

    _until_stopped(Sweeper(_checked_database("onrecord_writer"), broker()))


def _checked_database(role: Role) -> Engine:
    """The engine of a database that answers and has the right schema."""
    from shared.store.revisions import check_schema
    from workers.resources import database

    check_schema(database(role))
    return database(role)


def _until_stopped(process: Intake | Sweeper) -> None:
    import signal

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, process.stop)
    process.run()


def _log(process: str = "") -> None:
    from shared.log import configure
    from shared.settings import settings

    configure(settings().log_level, settings().log_format, process)


def _supervise() -> None:
    import signal
    import sys

    from shared.settings import settings
    from workers.machine.supervisor import Supervisor

    _log("up")
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit(143)
    )  # even before all is up, so that started processes are stopped
    supervisor = Supervisor(settings())
    with supervisor.running() as servers:
        supervisor.supervise(servers)
