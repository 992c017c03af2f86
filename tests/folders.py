"""Folders for servers of a test's own, in memory where there is room: there, a database is cloned ten times as fast."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

MEMORY = Path("/dev/shm")
ROOM = 4 * 2**30
"""Bytes: the store of a million quotations takes less than half of it, its log included."""


@contextmanager
def server_folder(prefix: str) -> Iterator[Path]:
    """A folder that is gone after the block.

    Never pytest's own temporary folder: it shuts that off from other users, and as root Postgres runs as one.
    """
    with TemporaryDirectory(prefix=prefix, dir=MEMORY if _has_room() else None) as folder:
        yield Path(folder)


def _has_room() -> bool:
    """Whether the folder in memory may be written to, and takes no more than half of what the machine has left."""
    if not (MEMORY.is_dir() and os.access(MEMORY, os.W_OK | os.X_OK)):
        return False
    return shutil.disk_usage(MEMORY).free >= ROOM and psutil.virtual_memory().available >= 2 * ROOM
