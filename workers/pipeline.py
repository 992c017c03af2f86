"""The way of an article on one screen: parse -> entities -> quotations -> identities, as a Celery chain of ids."""

from __future__ import annotations

from celery import Signature, chain

from shared.store.records import Stage
from workers.app import IDENTITY_QUEUE, QUEUE, app
from workers.tasks import entities, identities, parse, quotations

STAGES = {
    Stage.PARSE: parse,
    Stage.ENTITIES: entities,
    Stage.QUOTATIONS: quotations,
}
"""All stages, in order. Each task is one room: workers/parsing, workers/entities, workers/quotations."""


def publish(run_id: int, start: Stage = Stage.PARSE, queue: str = QUEUE) -> None:
    """Send the chain of a run, from the stage that is next. Harmless to send twice: a message is only a nudge."""
    stages = list(STAGES)
    steps = [STAGES[stage].si(run_id).set(queue=queue) for stage in stages[stages.index(start) :]]
    with app.pool.acquire(block=True) as connection:
        chain(*steps, _identities()).apply_async(connection=connection)


def publish_identities() -> None:
    """Have identities resolved for all articles that lack them. Harmless to send twice, too."""
    with app.pool.acquire(block=True) as connection:
        _identities().apply_async(connection=connection)


def _identities() -> Signature:
    # After the article is done, on a queue behind all live articles, so that it holds nobody up.
    return identities.si().set(queue=IDENTITY_QUEUE)
