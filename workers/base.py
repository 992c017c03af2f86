"""The one base class of all stages' tasks: it claims a run, works, and decides what follows when the work fails."""

from __future__ import annotations

import random
import time
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NoReturn

import redis
from celery import Task
from celery.exceptions import Ignore, SoftTimeLimitExceeded
from kombu.exceptions import OperationalError as QueueError
from sqlalchemy import Engine
from sqlalchemy.exc import InterfaceError, OperationalError

from shared.errors import LeaseLost, NotAllowed, OnrecordError, Permanent, SchemaOutdated, StageTimeout, Transient
from shared.log import logger
from shared.model import FoundEntities, ParsedArticle
from shared.settings import settings
from shared.store import runs
from shared.store.records import Claim, Refusal, Stage
from shared.store.standing import Standing
from workers.doors import answers
from workers.resources import broker, language_models
from workers.resources import worker_database as database

if TYPE_CHECKING:
    from workers.models import Models

TRANSIENT = (
    *(Transient, OperationalError, InterfaceError, ConnectionError, QueueError, redis.RedisError),
    *(NotAllowed, SchemaOutdated),
)
"""Failures of the world around a stage (database, rights, schema, queue, broker), for which no article is to blame."""


def code_of(error: BaseException) -> str:
    """Which kind of failure it is, in a word: our own errors have a code."""
    return error.code if isinstance(error, OnrecordError) else type(error).__name__


BACKOFF_SECONDS = 2.0
BACKOFF_LIMIT_SECONDS = 60.0

MOMENT = 1 / 30
"""The share of the soft time limit within which a task goes on to the next stage. Parsing takes a twentieth of the time
of all stages: if even this is longer than a moment, each stage needs the limit for itself."""


@dataclass
class InHand:
    """What the stages of one task have found, as the next ones would load it."""

    parsed: ParsedArticle | None = None
    found: FoundEntities | None = None


class StageTask(Task):  # type: ignore[misc]
    """One stage of the chain. Its messages may come any number of times, in any order: it has its effect exactly once.

    A task does the next stages of its chain at once, as long as all together take a moment, each by a claim of its own;
    the chain sends the others. A stage that finds its work done returns normally, so that the next one follows. Where
    this chain must end (another one does the work, or the run is quarantined), the task raises Ignore.
    """

    abstract = True
    stage: ClassVar[Stage]
    max_retries = None
    ignore_result = True

    def work(self, engine: Engine, claim: Claim, models: Models, hand: InHand) -> Standing | None:
        """Do the stage's work on a run: load, call a pure function, save. No Celery, no leases, no errors here."""
        raise NotImplementedError

    def ended(self) -> None:
        """What follows the last stage, once the version is on record."""

    def run(self, run_id: int) -> None:
        """Do this stage of one run, and the next ones of the chain while that takes a moment."""
        begun, hand = time.monotonic(), InHand()
        self.do(self, run_id, hand)
        while time.monotonic() - begun < settings().soft_time_limit * MOMENT and (task := self.next_task(run_id)):
            self.do(task, run_id, hand)
            # Only now: had the stage failed, the chain would have to send it.
            self.request.chain.pop()

    def next_task(self, run_id: int) -> StageTask | None:
        """The next stage of this run, if the chain goes on with one."""
        if not self.request.chain:
            return None
        step = self.request.chain[-1]
        task = self.app.tasks.get(step["task"])
        return task if isinstance(task, StageTask) and list(step["args"]) == [run_id] else None

    def do(self, task: StageTask, run_id: int, hand: InHand) -> None:
        """Do a task's stage of one run. Its failures are this task's: this one has the message."""
        try:
            claimed = runs.claim(database(), run_id, task.stage, settings().lease_seconds)
        except TRANSIENT as error:
            self.again(error, task.stage)
        if isinstance(claimed, Refusal):
            return self.refused(claimed, run_id, task.stage)
        if claimed.attempt > settings().max_attempts:
            # The earlier attempts left no traceback: they died with their process or ran out of time.
            self.give_up(claimed, "attempts_exhausted", "every attempt ended without a result or an error", "")
        return self.attempt(task, claimed, hand)

    def refused(self, refusal: Refusal, run_id: int, stage: Stage) -> None:
        """Let the chain go on if the stage is done; else end it here: the run goes on elsewhere, or has ended."""
        if refusal is Refusal.DONE:
            return
        logger.debug("stage_refused", run_id=run_id, stage=stage, why=refusal)
        if refusal is Refusal.ENDED:
            # The process that ended the run may have died before it answered the producer.
            answers.settle(database, broker, run_id)
        raise Ignore

    def attempt(self, task: StageTask, claim: Claim, hand: InHand) -> None:
        """Do the claimed work, and sort its failures into the three kinds."""
        try:
            standing = task.work(database(), claim, language_models(), hand)
        except LeaseLost:
            logger.warning("lease_lost", run_id=claim.run_id, stage=claim.stage)
            raise Ignore from None
        except Permanent as error:
            self.give_up(claim, error.code, str(error), traceback.format_exc())
        except TRANSIENT as error:
            self.hand_back(claim, error, counted=False)
        except SoftTimeLimitExceeded:
            self.bug(claim, StageTimeout(f"{settings().soft_time_limit} s"))
        except Exception as error:
            self.bug(claim, error)
        else:
            self.done(task, claim, standing)

    def done(self, task: StageTask, claim: Claim, standing: Standing | None) -> None:
        """Log a line for the stage or, after the last stage, the one disposition line of the article version."""
        ids = {"run_id": claim.run_id, "uri": claim.uri, "version": claim.version, "attempt": claim.attempt}
        if standing is not None:
            logger.info("disposition", outcome="same", same_as=standing.version, **ids)
        elif claim.stage.next is None:
            logger.info("disposition", outcome="processed", **ids)
        else:
            logger.info("stage_done", stage=claim.stage, **ids)
            return
        answers.settle(database, broker, claim.run_id)
        if standing is not None:
            raise Ignore
        task.ended()

    def bug(self, claim: Claim, error: Exception) -> NoReturn:
        """Retry a few times, then quarantine the run: the same input may fail for ever."""
        if claim.attempt < settings().max_attempts:
            self.hand_back(claim, error, counted=True)
        code = error.code if isinstance(error, OnrecordError) else "bug"
        self.give_up(claim, code, f"{type(error).__name__}: {error}", traceback.format_exc())

    def hand_back(self, claim: Claim, error: Exception, *, counted: bool) -> NoReturn:
        """Release the claim and try again later. If the release fails, the lease ends and the sweeper finds the run."""
        try:
            runs.release(database(), claim, counted=counted)
        except TRANSIENT:
            logger.warning("release_failed", run_id=claim.run_id, stage=claim.stage)
        self.again(error, claim.stage)

    def give_up(self, claim: Claim, code: str, reason: str, trace: str) -> NoReturn:
        """Quarantine the run: every article version ends either here or processed."""
        try:
            runs.quarantine(database(), claim, code=code, reason=reason, traceback=trace)
        except LeaseLost:
            logger.warning("lease_lost", run_id=claim.run_id, stage=claim.stage)
            raise Ignore from None
        except TRANSIENT as error:
            self.again(error, claim.stage)
        logger.warning(
            "disposition", outcome="quarantined", run_id=claim.run_id, uri=claim.uri, version=claim.version,
            stage=claim.stage, code=code, reason=reason,
        )  # fmt: skip
        answers.settle(database, broker, claim.run_id)
        raise Ignore

    def again(self, error: Exception, stage: Stage) -> NoReturn:
        """Send this task again, after longer and longer pauses, with jitter that spares a recovering server."""
        ceiling = min(BACKOFF_LIMIT_SECONDS, BACKOFF_SECONDS * 2 ** min(self.request.retries, 10))
        logger.warning(
            "stage_retried",
            stage=stage,
            args=self.request.args,
            error=type(error).__name__,
            detail=str(error)[:500],
        )
        raise self.retry(exc=error, countdown=random.uniform(ceiling / 2, ceiling))  # noqa: S311
