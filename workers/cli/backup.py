"""`onrecord db dump` and `onrecord db restore`: the whole database in a file, and back, on any server."""

from __future__ import annotations

import os
import time
from pathlib import Path

import click

from workers.cli.output import result, talk
from workers.cli.params import BECAUSE


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def dump(file: Path) -> None:
    """Write the whole database into FILE, as it is at one moment; everything may run meanwhile.

    FILE is whole or missing, and has the format of pg_dump (custom): pg_restore reads it, too.

    \b
    Example
      onrecord db dump onrecord.dump
    """
    from shared.settings import settings
    from shared.store.turns import check_direct
    from workers.machine import alone, pgtools

    begun, unfinished = time.monotonic(), file.with_name(f".{file.name}.{os.getpid()}.unfinished")
    with alone.database_url(settings()) as url:
        check_direct(url)
        try:
            pgtools.dump(url, unfinished)
            unfinished.replace(file)
        finally:
            unfinished.unlink(missing_ok=True)
    talk(f"onrecord: {file}, {file.stat().st_size / 1e6:,.1f} MB in {time.monotonic() - begun:.1f} s")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Drop what the database holds of Onrecord before.")
@click.option("--jobs", type=click.IntRange(1, 64), default=os.cpu_count() or 1, help="At once; default: one a core.")
@BECAUSE
@click.option("--json", "as_json", is_flag=True, help="What was done as JSON.")
def restore(file: Path, replace: bool, jobs: int, because: str | None, as_json: bool) -> None:
    """Restore FILE, a dump, into the database: roles, tables, owners, rights, this version's schema.

    The change feed begins a new epoch: who followed the old one is told to start again from a snapshot. Stop intake,
    sweeper and workers before (`onrecord down`): embedded servers that do not run are started for it.

    \b
    Example
      onrecord db restore onrecord.dump
      onrecord db restore --replace onrecord.dump
    """
    from shared.settings import settings
    from shared.store import restoring
    from workers.machine import alone, pgtools

    begun = time.monotonic()
    with alone.database_url(settings(), new=True) as url:
        restored = restoring.restore(url, lambda: pgtools.restore(url, file, jobs), replace=replace, because=because)
    if as_json:
        result(restored)
        return
    from_older = "" if restored.dumped_at == restored.revision else f" (in the dump {restored.dumped_at})"
    seconds = time.monotonic() - begun
    talk(f"onrecord: {restored.articles:,} articles in {seconds:.1f} s, schema at {restored.revision}{from_older}")
    talk(f"onrecord: the change feed goes on at {restored.epoch.position} in a new epoch, {restored.epoch.epoch}")
