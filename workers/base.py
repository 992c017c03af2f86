"""The one base class of all stages' tasks: it claims a run, works, and decides what follows when the work fails."""

from __future__ import annotations

import random
import traceback
from typing import TYPE_CHECKING, ClassVar, NoReturn

import redis
from celery import Task
from celery.exceptions import Ignore, SoftTimeLimitExceeded
from kombu.exceptions import OperationalError as QueueError
from sqlalchemy import Engine
from sqlalchemy.exc import InterfaceError, OperationalError

from shared.errors import LeaseLost, NotAllowed, OnrecordError, Permanent, SchemaOutdated, StageTimeout, Transient
from shared.log import logger
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

BACKOFF_SECONDS = 2.0
BACKOFF_LIMIT_SECONDS = 60.0


class StageTask(Task):  # type: ignore[misc]
    """One stage of the chain. Its messages may come any number of times, in any order: it has its effect exactly once.

    A stage that finds its work done returns normally, so that the chain sends the next one. Where this chain must end
    (another one does the work, or the run is quarantined), the task raises Ignore.
    """

    abstract = True
    stage: ClassVar[Stage]
    max_retries = None
    ignore_result = True

    def work(self, engine: Engine, claim: Claim, models: Models) -> Standing | None:
        """Do the stage's work on a run: load, call a pure function, save. No Celery, no leases, no errors here."""
        raise NotImplementedError

    def run(self, run_id: int) -> None:
        """Do this stage of one run."""
        try:
            claimed = runs.claim(database(), run_id, self.stage, settings().lease_seconds)
        except TRANSIENT as error:
            self.again(error)
        if isinstance(claimed, Refusal):
            return self.refused(claimed, run_id)
        if claimed.attempt > settings().max_attempts:
            # The earlier attempts left no traceback: they died with their process or ran out of time.
            self.give_up(claimed, "attempts_exhausted", "every attempt ended without a result or an error", "")
        return self.attempt(claimed)

    def refused(self, refusal: Refusal, run_id: int) -> None:
        """Let the chain go on if this stage is done; else end it here: the run goes on elsewhere, or has ended."""
        if refusal is Refusal.DONE:
            return
        logger.debug("stage_refused", run_id=run_id, stage=self.stage, why=refusal)
        if refusal is Refusal.ENDED:
            # The process that ended the run may have died before it answered the producer.
            answers.settle(database, broker, run_id)
        raise Ignore

    def attempt(self, claim: Claim) -> None:
        """Do the claimed work, and sort its failures into the three kinds."""
        try:
            standing = self.work(database(), claim, language_models())
            self.log_done(claim, standing)
        except LeaseLost:
            logger.warning("lease_lost", run_id=claim.run_id, stage=self.stage)
            raise Ignore from None
        except Permanent as error:
            self.give_up(claim, error.code, str(error), traceback.format_exc())
        except TRANSIENT as error:
            self.hand_back(claim, error, counted=False)
        except SoftTimeLimitExceeded:
            self.bug(claim, StageTimeout(f"{settings().soft_time_limit} s"))
        except Exception as error:
            self.bug(claim, error)

    def log_done(self, claim: Claim, standing: Standing | None) -> None:
        """Log a line for the stage or, after the last stage, the one disposition line of the article version."""
        ids = {"run_id": claim.run_id, "uri": claim.uri, "version": claim.version, "attempt": claim.attempt}
        if standing is not None:
            # The chain sends the next stage all the same; that one finds the run ended.
            logger.info("disposition", outcome="same", same_as=standing.version, **ids)
            answers.settle(database, broker, claim.run_id)
        elif self.stage.next is None:
            logger.info("disposition", outcome="processed", **ids)
            answers.settle(database, broker, claim.run_id)
        else:
            logger.info("stage_done", stage=self.stage, **ids)

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
            logger.warning("release_failed", run_id=claim.run_id, stage=self.stage)
        self.again(error)

    def give_up(self, claim: Claim, code: str, reason: str, trace: str) -> NoReturn:
        """Quarantine the run: every article version ends either here or processed."""
        try:
            runs.quarantine(database(), claim, code=code, reason=reason, traceback=trace)
        except LeaseLost:
            logger.warning("lease_lost", run_id=claim.run_id, stage=self.stage)
            raise Ignore from None
        except TRANSIENT as error:
            self.again(error)
        logger.warning(
            "disposition", outcome="quarantined", run_id=claim.run_id, uri=claim.uri, version=claim.version,
            stage=self.stage, code=code, reason=reason,
        )  # fmt: skip
        answers.settle(database, broker, claim.run_id)
        raise Ignore

    def again(self, error: Exception) -> NoReturn:
        """Send this task again, after longer and longer pauses, with jitter that spares a recovering server."""
        ceiling = min(BACKOFF_LIMIT_SECONDS, BACKOFF_SECONDS * 2 ** min(self.request.retries, 10))
        logger.warning(
            "stage_retried",
            stage=self.stage,
            args=self.request.args,
            error=type(error).__name__,
            detail=str(error)[:500],
        )
        raise self.retry(exc=error, countdown=random.uniform(ceiling / 2, ceiling))  # noqa: S311
