"""Results in order from several processes, with a bounded number of items in flight."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK = 4
"""Items handed to a process at once: few enough that results keep flowing."""

IN_FLIGHT = 8 * CHUNK
"""Items read ahead for each process: `Pool.imap` alone would read the whole input into memory."""


def in_order(function: Callable[[Item], Result], items: Iterable[Item], processes: int) -> Iterator[Result]:
    """`map(function, items)` over forked processes; what is loaded before the first result is shared by them."""
    slots = threading.Semaphore(IN_FLIGHT * processes)

    def fed() -> Iterator[Item]:
        for item in items:
            slots.acquire()
            yield item

    with multiprocessing.get_context("fork").Pool(processes) as pool:
        for result in pool.imap(function, fed(), CHUNK):
            slots.release()
            yield result
