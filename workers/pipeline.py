"""The way of an article on one screen: parse -> entities -> quotations -> identities, as tasks.

Each stage is a pure function of its own package. A task loads the stage's input, calls the stage, and saves the result.
The tasks' names are stable, and their arguments are ids. `workers.extraction` runs the same stages in one process.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

import redis
from celery.exceptions import Ignore
from kombu.exceptions import BatchPublishError
from sqlalchemy import Engine

from shared.client import Client
from shared.errors import BrokerUnreachable, Permanent
from shared.log import logger
from shared.messages import validate
from shared.model import FoundEntities
from shared.settings import settings
from shared.store import results, watching
from shared.store.records import Claim, Stage
from shared.store.standing import Standing
from workers.app import IDENTITY_QUEUE, IDENTITY_TASK, QUEUE, app
from workers.base import TRANSIENT, InHand, StageTask
from workers.broker.queues import waiting
from workers.coreference import resolve
from workers.entities import find_entities
from workers.extraction import speaks_english
from workers.parsing import fingerprint, parse
from workers.quotations import find_quotations
from workers.resources import broker, worker_database
from workers.upkeep import tracing
from workers.upkeep.identify import SECONDS
from workers.upkeep.identify import resolve as resolve_identities

if TYPE_CHECKING:
    from workers.models import Models


class Parse(StageTask):
    """From the submission to the canonical text and its segments."""

    name = "onrecord.parse"
    stage = Stage.PARSE

    def work(self, engine: Engine, claim: Claim, models: Models, hand: InHand) -> Standing | None:  # noqa: ARG002
        """Returns the version that stands for this one, if this one says nothing new: then the run ends here."""
        hand.parsed = article = results.as_saved(parse(results.load_submission(engine, claim.run_id)))
        with tracing.span("onrecord.save"):
            return results.save_parsed(engine, claim, article, fingerprint(article))


class Entities(StageTask):
    """From the segments to the people, organisations and places in them."""

    name = "onrecord.entities"
    stage = Stage.ENTITIES

    def work(self, engine: Engine, claim: Claim, models: Models, hand: InHand) -> None:
        """Articles in other languages than English get no entities."""
        hand.parsed = parsed = hand.parsed or results.load_parsed(engine, claim.run_id)
        hand.found = found = (
            find_entities(parsed, models.names, models.registry) if speaks_english(parsed) else FoundEntities()
        )
        with tracing.span("onrecord.save"):
            results.save_entities(engine, claim, found, model=models.identity)


class Quotations(StageTask):
    """From segments and entities to quotations. This is the last stage: it makes the version visible."""

    name = "onrecord.quotations"
    stage = Stage.QUOTATIONS

    def work(self, engine: Engine, claim: Claim, models: Models, hand: InHand) -> None:
        """Complete the entities by their roles, and by the pronouns and nouns that refer to them."""
        parsed = hand.parsed or results.load_parsed(engine, claim.run_id)
        saved = hand.found or results.load_entities(engine, claim.run_id)
        quotations = find_quotations(parsed, saved, models.frames) if speaks_english(parsed) else ()
        resolved = resolve(parsed, saved, quotations)
        with tracing.span("onrecord.save") as span:
            results.save_quotations(
                engine, claim, resolved.quotations, saved=saved, found=resolved.found, model=models.identity
            )
            if span is not None:
                with suppress(*TRANSIENT):
                    span.set_attribute("onrecord.feed_position", watching.position(engine, claim.run_id) or 0)

    def ended(self) -> None:
        """Ask for the article's identities. If that fails, the sweeper asks: the version is on record."""
        try:
            ask_for_identities(broker())
        except Exception as error:
            logger.warning("identities_postponed", error=type(error).__name__, detail=str(error)[:500])


parse_task = app.register_task(Parse())
entities_task = app.register_task(Entities())
quotations_task = app.register_task(Quotations())

STAGES = {Stage.PARSE: parse_task, Stage.ENTITIES: entities_task, Stage.QUOTATIONS: quotations_task}
"""All stages, in order."""


def publish(run_id: int, start: Stage = Stage.PARSE, queue: str = QUEUE) -> None:
    """Send the chain of a run, from its next stage on. Sending it twice does no harm: a message is only a nudge."""
    publish_all([run_id], start, queue)


def publish_all(run_ids: Iterable[int], start: Stage = Stage.PARSE, queue: str = QUEUE) -> None:
    """Send the chains of many runs with the same next stage, at once. Raises BrokerUnreachable."""
    stages = list(STAGES)
    first, *later = (STAGES[stage] for stage in stages[stages.index(start) :])
    try:
        with app.producer_pool.acquire(block=True) as producer, producer.batch():
            for run_id in run_ids:
                # As `chain` would send it, in half the time: the last step first.
                carried = tracing.headers(run_id)
                steps = [step.si(run_id).set(queue=queue, headers=carried) for step in later]
                first.apply_async((run_id,), queue=queue, producer=producer, chain=steps[::-1], headers=carried)
    except BatchPublishError as error:
        raise BrokerUnreachable(str(error.__cause__)) from error


def ask_for_identities(connected: redis.Redis) -> bool:
    """Ask for the identities of all articles that lack them, unless a message waits already. Returns whether it asked.

    The queue is read after all live articles, so that it holds nobody up.
    """
    if waiting(connected, IDENTITY_QUEUE):
        return False
    with app.pool.acquire(block=True) as connection:
        identities_task.apply_async(queue=IDENTITY_QUEUE, connection=connection)
    return True


@app.task(name=IDENTITY_TASK)  # type: ignore[untyped-decorator]
def identities_task() -> None:
    """Resolve identities across articles, for finished articles that lack them; the sweeper asks again."""
    begun = time.monotonic()
    try:
        resolve_identities(worker_database(), SECONDS)
        if time.monotonic() - begun > SECONDS:
            ask_for_identities(broker())
    except TRANSIENT as error:
        logger.warning("identities_postponed", error=type(error).__name__, detail=str(error)[:500])


@app.task(name="onrecord.submit", autoretry_for=(BrokerUnreachable,), retry_backoff=True, max_retries=None)  # type: ignore[untyped-decorator]
def submit_task(submission: object) -> None:
    """Put a submission on the inbox, where intake accepts or rejects it: for producers that already speak Celery."""
    with Client(settings().servers().redis_url) as client:
        try:
            client.submit(validate(submission))
        except Permanent as error:
            logger.warning("submission_invalid", code=error.code, detail=error.detail)
            uri = submission.get("uri", "") if isinstance(submission, dict) else ""
            client.submit_unreadable(str(uri), json.dumps(submission).encode())
            raise Ignore from None
