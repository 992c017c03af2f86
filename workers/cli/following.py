"""Loads files and waits until their articles are settled, for `load --wait` and `demo`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import redis
from sqlalchemy import Engine

from shared.client import Client
from shared.errors import OnrecordError
from workers.cli.output import talk
from workers.cli.progress import Bar, Steps, steps
from workers.doors.loader import Loaded, load, size, submissions
from workers.doors.progress import PATIENCE_SECONDS, Batch, Progress, known_runs


def load_and_wait(
    engine: Engine, broker: redis.Redis, client: Client, paths: tuple[Path, ...], check: Callable[[], None]
) -> tuple[list[Loaded], Progress]:
    """Put the files' articles on the inbox, report their progress, and return once all are settled."""
    before = known_runs(engine, (item.uri for item in submissions(paths)))
    with steps("put on the inbox", "articles", size(paths)) as put:
        loaded = []
        for item in load(client, paths, lambda work: put.add(work=work)):
            loaded.append(item)
            put.add(1)
    talk(f"onrecord: {len(loaded)} articles put on the inbox")
    with steps("settled", "articles", len(loaded)) as settled:
        progress = Batch(engine, broker, loaded, before).wait(_teller(settled, len(loaded)), check, lost)
    return loaded, progress


def _teller(settled: Steps, total: int) -> Callable[[Progress], None]:
    """What tells of each change: the bar on a terminal, else a line for each."""

    def told(progress: Progress) -> None:
        if not isinstance(settled, Bar):
            tell(progress)
            return
        done = max(0, total - progress.in_inbox - progress.working)
        settled.reach(done, done)

    return told


def lost(error: OnrecordError) -> None:
    """Tell that a server does not answer, and that the wait goes on: what is on the inbox is not lost."""
    talk(f"onrecord: {error.code}: {error.detail}; waiting up to {PATIENCE_SECONDS:g} s for it to come back")


def tell(progress: Progress) -> None:
    """Print one line of progress, without counts of 0."""
    parts = {
        "in the inbox": progress.in_inbox,
        "working": progress.working,
        "done": progress.done,
        "unchanged (on record already)": progress.unchanged,
        "rejected": progress.rejected,
        "quarantined": progress.quarantined,
    }
    talk("onrecord: " + ", ".join(f"{count} {what}" for what, count in parts.items() if count))
