"""Lets one process at a time do something, by a lock on a file; the system frees it if the process is killed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from shared.errors import OnrecordError


@contextmanager
def locked(path: Path, busy: Callable[[], OnrecordError]) -> Iterator[None]:
    """Hold the lock while the block runs. Raises what `busy` makes where another process holds it."""
    import fcntl  # not on Windows, where all the rest of an export works

    with path.open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise busy() from None
        yield
