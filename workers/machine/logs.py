"""Keeps the logs of `onrecord up` small: a log that has grown large is copied aside and begins anew.

The processes write to their logs by redirection and open no file themselves, so no log can be renamed under them. A log
is copied and then cut to nothing; whoever writes to it appends (O_APPEND), so the next line stands at its beginning. A
pipe through the supervisor would lose no line at that moment, but would end the processes with the supervisor.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from shared.log import logger

LARGEST = 10_000_000
"""Bytes of a log, at which it begins anew: a day of 10,000 articles."""

KEPT = 5
"""Copies that are kept of each log: with four logs of processes and two of servers, 360 MB at most."""


def rotate(logs: Iterable[Path], largest: int = LARGEST, kept: int = KEPT) -> None:
    """Copy aside each log that is too large, and cut it. A log that cannot be (no room on the disk) is only cut."""
    for log in logs:
        try:
            if log.stat().st_size >= largest:
                _begin_anew(log, kept)
        except FileNotFoundError:
            continue


def _begin_anew(log: Path, kept: int) -> None:
    copies = [log.with_name(f"{log.name}.{number}") for number in range(1, kept + 1)]
    try:
        copies[-1].unlink(missing_ok=True)
        for older, newer in zip(reversed(copies), reversed(copies[:-1]), strict=False):
            if newer.exists():
                newer.replace(older)
        shutil.copy(log, copies[0])
    except OSError as error:
        copies[0].unlink(missing_ok=True)
        logger.warning("log_not_kept", log=log.name, detail=str(error))
    os.truncate(log, 0)


def last_line(path: Path) -> str:
    """The last line of a log, if there is one."""
    try:
        with path.open("rb") as log:
            log.seek(max(0, path.stat().st_size - 10_000))
            return (log.read().decode("utf8", "replace").strip().splitlines() or [""])[-1]
    except OSError:
        return ""
