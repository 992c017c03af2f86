"""The one base class of all stages' tasks: it claims a run, works, and decides what follows when the work fails."""

from __future__ import annotations

import random
import time
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

import redis
from amqp import AMQPError
from amqp.exceptions import MessageNacked
from celery import Task
from celery.exceptions import Ignore, Reject, SoftTimeLimitExceeded
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
from workers.upkeep import timing, tracing
from workers.upkeep.notice import notice

if TYPE_CHECKING:
    from workers.models import Models

TRANSIENT = (
    *(Transient, OperationalError, InterfaceError, ConnectionError, QueueError, redis.RedisError),
    *(NotAllowed, SchemaOutdated, AMQPError, MessageNacked),
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


LONGEST_WAIT_SECONDS = 5.0
"""Between two tries of a stage whose server is away."""

LOOK_SECONDS = 0.1
"""Between two looks whether the worker ends."""


@dataclass
class InHand:
    """What the stages of one task have found, as the next ones would load it, and the claim of the one at work."""

    parsed: ParsedArticle | None = None
    found: FoundEntities | None = None
    claim: Claim | None = None
    begun_at: float = field(default_factory=time.monotonic)

    def seconds(self) -> float:
        """How long the task has worked and waited."""
        return time.monotonic() - self.begun_at


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
        hand = InHand()
        self.do(self, run_id, hand)
        while not notice.ending and hand.seconds() < settings().soft_time_limit * MOMENT:
            task = self.next_task(run_id)
            if task is None:
                return
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
        """Do a task's stage of one run. Its failures are this task's: this one has the message.

        While a server is away, the stage is tried again and again here, so that this child takes no other message. The
        message goes back to the queue when that lasts too long, or the worker ends.
        """
        pauses = _pauses()
        while True:
            try:
                self.try_once(task, run_id, hand)
                break
            except TRANSIENT as error:
                notice.wait_for(code_of(error), str(error))
                logger.debug("stage_waits", run_id=run_id, stage=task.stage, error=code_of(error))
                if not _pause(next(pauses), hand):
                    with suppress(*TRANSIENT):
                        self.release(hand)
                    # If that fails, too, the sweeper finds the run once its lease has ended.
                    raise Reject(code_of(error), requeue=True) from error
        notice.go_on()

    def try_once(self, task: StageTask, run_id: int, hand: InHand) -> None:
        """Claim the stage and do its work. Raises one of TRANSIENT."""
        # An earlier try's claim is not used again: that try may have saved, and lost only the answer.
        self.release(hand)
        claimed = runs.claim(database(), run_id, task.stage, settings().lease_seconds)
        if isinstance(claimed, Refusal):
            return self.refused(claimed, run_id, task.stage)
        hand.claim = claimed
        if claimed.attempt > settings().max_attempts:
            # The earlier attempts left no traceback: they died with their process or ran out of time.
            self.give_up(claimed, "attempts_exhausted", "every attempt ended without a result or an error", "")
        self.attempt(task, claimed, hand)
        hand.claim = None
        return None

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
        begun_at = time.monotonic()
        try:
            with tracing.span(f"onrecord.{claim.stage}", self.request.get(tracing.HEADER), **_ids(claim)):
                standing = task.work(database(), claim, language_models(), hand)
        except LeaseLost:
            logger.warning("lease_lost", stage=claim.stage, **_ids(claim))
            raise Ignore from None
        except Permanent as error:
            self.give_up(claim, error.code, str(error), traceback.format_exc())
        except TRANSIENT:
            raise
        except SoftTimeLimitExceeded:
            self.bug(claim, StageTimeout(f"{settings().soft_time_limit} s"))
        except Exception as error:
            self.bug(claim, error)
        else:
            self.done(task, claim, standing, begun_at)

    def done(self, task: StageTask, claim: Claim, standing: Standing | None, begun_at: float) -> None:
        """Log a line for the stage or, after the last stage, the one disposition line of the article version."""
        seconds = time.monotonic() - begun_at
        timing.count(claim.stage, seconds)
        ids = {**_ids(claim), "attempt": claim.attempt, "seconds": round(seconds, 4)}
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
        if claim.attempt >= settings().max_attempts:
            code = error.code if isinstance(error, OnrecordError) else "bug"
            self.give_up(claim, code, f"{type(error).__name__}: {error}", traceback.format_exc())
        runs.release(database(), claim)
        self.again(error, claim)

    def release(self, hand: InHand) -> None:
        """Release the claim of a try that a server has failed. The attempt does not count."""
        if hand.claim is not None:
            runs.release(database(), hand.claim, counted=False)
            hand.claim = None

    def give_up(self, claim: Claim, code: str, reason: str, trace: str) -> NoReturn:
        """Quarantine the run: every article version ends either here or processed."""
        try:
            runs.quarantine(database(), claim, code=code, reason=reason, traceback=trace)
        except LeaseLost:
            logger.warning("lease_lost", stage=claim.stage, **_ids(claim))
            raise Ignore from None
        logger.warning("disposition", outcome="quarantined", stage=claim.stage, code=code, reason=reason, **_ids(claim))
        answers.settle(database, broker, claim.run_id)
        raise Ignore

    def again(self, error: Exception, claim: Claim) -> NoReturn:
        """Send this task again, after longer and longer pauses."""
        logger.warning(
            "stage_retried", stage=claim.stage, attempt=claim.attempt, **_ids(claim),
            error=type(error).__name__, detail=str(error)[:500],
        )  # fmt: skip
        ceiling = min(BACKOFF_LIMIT_SECONDS, BACKOFF_SECONDS * 2 ** min(self.request.retries, 10))
        raise self.retry(exc=error, countdown=_jitter(ceiling))


def _ids(claim: Claim) -> dict[str, Any]:
    """What every line about an article tells of it."""
    return {"run_id": claim.run_id, "uri": claim.uri, "version": claim.version}


def _pauses() -> Iterator[float]:
    """Longer and longer pauses between tries, with jitter that spares a recovering server."""
    return (_jitter(min(LONGEST_WAIT_SECONDS, 2.0**n)) for n in count())


def _jitter(ceiling: float) -> float:
    return random.uniform(ceiling / 2, ceiling)  # noqa: S311


def _pause(seconds: float, hand: InHand) -> bool:
    """Pause so long. Returns whether another try makes sense: the worker goes on, and the time limits are far."""
    last = hand.begun_at + settings().soft_time_limit / 2
    until = min(time.monotonic() + seconds, last)
    while not notice.ending and time.monotonic() < until:
        time.sleep(LOOK_SECONDS)
    return not notice.ending and time.monotonic() < last
