"""The product's own processes with faults plugged in: what an article or a file in FAULTS_FOLDER asks for.

python -m tests.faults.plug intake|sweep|worker
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Engine

from shared.store.loading import load_submission
from shared.store.records import Claim, Stage
from workers import pipeline
from workers.base import InHand
from workers.doors import intake
from workers.models import Models

AFTER_ACCEPT = "die-between-accept-and-publish"
AFTER_STAGE = "die-between-commit-and-publish"
SLOW = "take-long-for-a-stage"

SLOW_SECONDS = 0.5


def asked(name: str) -> bool:
    """Whether a file asks for this fault; it is taken away, so that one process takes it once."""
    try:
        (Path(os.environ["FAULTS_FOLDER"]) / name).unlink()
    except FileNotFoundError:
        return False
    return True


def die() -> None:
    """End at once, as by kill -9."""
    os.kill(os.getpid(), signal.SIGKILL)


def hang() -> None:
    """Do nothing for ever, and do not listen when asked to stop."""
    while True:
        with suppress(Exception):
            time.sleep(3600)


def stumble() -> None:
    """Meet a bug."""
    raise ZeroDivisionError("a plugged fault")


BY_ARTICLE: dict[str, Callable[[], None]] = {"poison": die, "hang": hang, "bug": stumble}


Work = Callable[[Engine, Claim, Models, InHand], object]


def plugged(work: Work) -> Work:
    """The stage's work, with the faults around it."""

    def do(engine: Engine, claim: Claim, models: Models, hand: InHand) -> None:
        fault = (load_submission(engine, claim.run_id).extra or {}).get("fault")
        if claim.stage is Stage.ENTITIES and fault:
            BY_ARTICLE[str(fault)]()
        if (Path(os.environ["FAULTS_FOLDER"]) / SLOW).exists():
            time.sleep(SLOW_SECONDS)
        work(engine, claim, models, hand)
        if asked(AFTER_STAGE):
            die()

    return do


def plug() -> None:
    """Put the faults in place in this process, before it forks."""
    for task in pipeline.STAGES.values():
        task.work = plugged(task.work)
    publish_all = intake.publish_all

    def publish_or_die(run_ids: Iterable[int]) -> None:
        if asked(AFTER_ACCEPT):
            die()
        publish_all(run_ids)

    intake.publish_all = publish_or_die


if __name__ == "__main__":
    from workers.cli import main

    plug()
    main()
