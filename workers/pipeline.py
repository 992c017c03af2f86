"""The way of an article on one screen: parse -> entities -> quotations, as a Celery chain of ids."""

from __future__ import annotations

from celery import chain

from shared.store.records import Stage
from workers.app import QUEUE, app
from workers.tasks import entities, parse, quotations

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
        chain(*steps).apply_async(connection=connection)
