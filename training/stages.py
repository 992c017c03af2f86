"""Does each stage of a training once: again only if something that it depends on has changed."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel

BEGUN, DONE = "begun", "done"
"""Files that hold a stage's key: whose traces lie in the folder, and whose result."""


def once(folder: Path, key: str, make: Callable[[Path], None]) -> None:
    """Make what a folder holds, unless it was made under the same key. A `make` that was stopped finds what it left."""
    if _reads(folder / DONE) == key:
        return
    click.echo(f"{folder.name}: {'goes on' if _reads(folder / BEGUN) == key else 'begins'}")
    if _reads(folder / BEGUN) != key:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / BEGUN).write_text(key, encoding="utf-8")
    make(folder)
    (folder / DONE).write_text(key, encoding="utf-8")


def digest(*parts: object) -> str:
    """One hash over what a stage depends on: parts of the recipe, hashes of files, keys of stages before."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=_plain).encode()).hexdigest()


def together(jobs: int, task: Callable[..., Any], calls: Sequence[tuple[Any, ...]]) -> Iterator[Any]:
    """The results of some calls, as they come, made by as many processes as jobs."""
    if not calls:
        return
    with ProcessPoolExecutor(min(jobs, len(calls)), get_context("spawn")) as pool:
        waiting = [pool.submit(task, *call) for call in calls]
        try:
            yield from (each.result() for each in as_completed(waiting))
        finally:
            pool.shutdown(cancel_futures=True)


def _reads(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def _plain(part: object) -> object:
    if isinstance(part, BaseModel):
        return part.model_dump()
    assert isinstance(part, Iterable)
    return sorted(part)
