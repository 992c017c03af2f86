"""Loads files and waits until their articles are settled, for `load --wait` and `demo`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import redis
from sqlalchemy import Engine

from shared.client import Client
from workers.cli.output import talk
from workers.doors.loader import Loaded, load, submissions
from workers.doors.progress import Batch, Progress, known_runs


def load_and_wait(
    engine: Engine, broker: redis.Redis, client: Client, paths: tuple[Path, ...], check: Callable[[], None]
) -> tuple[list[Loaded], Progress]:
    """Put the files' articles on the inbox, report their progress, and return once all are settled."""
    before = known_runs(engine, (item.uri for item in submissions(paths)))
    loaded = list(load(client, paths))
    talk(f"onrecord: {len(loaded)} articles put on the inbox")
    progress = Batch(engine, broker, loaded, before).wait(tell, check)
    return loaded, progress


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
