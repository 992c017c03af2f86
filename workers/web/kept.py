"""Keeps what is slow to count, and counts it anew beside the pages: a visitor waits only for the first count."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

import structlog

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

FRESH_SECONDS = 60.0
"""Counts that are younger are not made again."""

SHARE = 20
"""A count that took a second is kept for at least so many seconds: counting takes a twentieth of one core at most."""

MOST = 200
"""Values kept; the one that was made first makes room."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Entry(Generic[V]):
    """A value, and until when it is fresh."""

    value: V
    fresh_until: float


class Kept(Generic[K, V]):
    """Values by key, made by a function that may be slow."""

    def __init__(self, make: Callable[[K], V], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._make = make
        self._clock = clock
        self._entries: dict[K, Entry[V]] = {}
        self._making: dict[K, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, key: K) -> V:
        """The value: at once if there is one, however old it is; then a thread makes a new one if it is stale."""
        entry = self._entries.get(key)
        if entry is None:
            return self._made(key)
        if entry.fresh_until < self._clock() and self._lock_of(key).acquire(blocking=False):
            threading.Thread(target=self._renew, args=(key,), daemon=True, name="onrecord-web-count").start()
        return entry.value

    def _made(self, key: K) -> V:
        with self._lock_of(key):
            entry = self._entries.get(key)  # another visitor may have waited for the same
            return entry.value if entry else self._put(key)

    def _renew(self, key: K) -> None:
        try:
            self._put(key)
        except Exception:
            log.exception("count_failed", key=str(key))
        finally:
            self._lock_of(key).release()

    def _put(self, key: K) -> V:
        began = self._clock()
        value = self._make(key)
        ended = self._clock()
        with self._lock:
            self._entries.pop(key, None)
            self._entries[key] = Entry(value, ended + max(FRESH_SECONDS, SHARE * (ended - began)))
            while len(self._entries) > MOST:
                oldest = next(iter(self._entries))
                self._entries.pop(oldest)
                self._making.pop(oldest, None)
        return value

    def _lock_of(self, key: K) -> threading.Lock:
        with self._lock:
            return self._making.setdefault(key, threading.Lock())
