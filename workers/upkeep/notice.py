"""What a process and its children know in common, through memory that they share: it ends, a server is away."""

from __future__ import annotations

import mmap
import struct
import time
from zlib import crc32

from shared.log import logger

TOLD_SECONDS = 60.0
"""Between two lines that tell of the same outage."""

FRESH_SECONDS = 10.0
"""How long a child's word that a server is away holds: it tries again more often than that."""

_NUMBER = struct.Struct("=d")
_ENDING, _AWAY_AT, _TOLD, _TOLD_AT = 0, 8, 16, 24
_KINDS = 16
"""Places for the times at which outages were told, by their codes: two codes in one place share a minute."""
_CODE = _TOLD_AT + 8 * _KINDS
_CODE_SIZE = 40
_SIZE = _CODE + _CODE_SIZE


class Notice:
    """Shared by all processes that come of one by a fork. Each number is written whole; nobody waits for a lock."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, _SIZE)

    @property
    def ending(self) -> bool:
        """Whether the worker has been asked to stop."""
        return bool(self._get(_ENDING))

    def end(self) -> None:
        """Tell all that the worker is to stop."""
        self._set(_ENDING, 1)

    @property
    def away(self) -> str:
        """The code of the failure for which a child waits now; empty if none waits."""
        fresh = time.time() - self._get(_AWAY_AT) < FRESH_SECONDS
        return self._memory[_CODE:_SIZE].rstrip(b"\0").decode("ascii", "replace") if fresh else ""

    def wait_for(self, code: str, detail: str) -> None:
        """Note that a server is away. One of the processes says so, once a minute for each code."""
        now, told_at = time.time(), _TOLD_AT + 8 * (crc32(code.encode()) % _KINDS)
        self._memory[_CODE:_SIZE] = code.encode("ascii", "replace")[:_CODE_SIZE].ljust(_CODE_SIZE, b"\0")
        self._set(_AWAY_AT, now)
        if now - self._get(told_at) >= TOLD_SECONDS:
            self._set(told_at, now)
            self._set(_TOLD, 1)
            logger.warning("server_away", code=code, detail=detail[:500])

    def go_on(self) -> None:
        """Note that the servers answer again; the first process to see it says so."""
        if not self._get(_AWAY_AT):
            return
        self._set(_AWAY_AT, 0)
        if self._get(_TOLD):
            self._set(_TOLD, 0)
            logger.info("server_back")

    def clear(self) -> None:
        """Forget all: for a new worker in the same process."""
        self._memory[:] = bytes(_SIZE)

    def _get(self, at: int) -> float:
        return float(_NUMBER.unpack_from(self._memory, at)[0])

    def _set(self, at: int, value: float) -> None:
        _NUMBER.pack_into(self._memory, at, value)


notice = Notice()
"""That of this process and its children: made before the fork."""
