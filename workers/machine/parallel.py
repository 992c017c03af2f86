"""Applies a function to many items in several processes: results in order, a bounded number of items in flight."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import TypeVar

from shared.errors import ProcessKilled

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK = 4
"""Items handed to a process at once: few enough that results keep flowing."""

AHEAD = 8
"""Chunks in flight for each process: enough that none waits, few enough that the input is not read into memory."""


def in_order(function: Callable[[Item], Result], items: Iterable[Item], processes: int) -> Iterator[Result]:
    """`map(function, items)` over forked processes; they share everything loaded before the first result.

    Raises ProcessKilled, where a pool of multiprocessing would wait for ever for the killed process's items.
    """
    pool = ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("fork"))
    waiting: deque[Future[list[Result]]] = deque()
    remaining = iter(items)
    try:
        while chunk := list(islice(remaining, CHUNK)):
            waiting.append(pool.submit(_each, function, chunk))
            if len(waiting) >= AHEAD * processes:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool:
        raise ProcessKilled(f"one of {processes}") from None
    finally:
        pool.shutdown(cancel_futures=True)


def _each(function: Callable[[Item], Result], chunk: list[Item]) -> list[Result]:
    return [function(item) for item in chunk]
