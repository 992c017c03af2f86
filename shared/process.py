"""Says which process this is: its kind, machine, number and release, for log lines and heartbeats."""

from __future__ import annotations

import os
import socket
from functools import lru_cache
from importlib import metadata


@lru_cache(maxsize=1)
def host() -> str:
    """The name of this machine or container."""
    return socket.gethostname()


@lru_cache(maxsize=1)
def release() -> str:
    """The release of the installed program."""
    try:
        return metadata.version("onrecord")
    except metadata.PackageNotFoundError:
        return "unknown"


def pid() -> int:
    """The number of this process; a forked child has its own."""
    return os.getpid()
