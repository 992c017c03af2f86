"""The tasks, thin: their names are stable, their arguments are ids."""

from __future__ import annotations

import json

from celery.exceptions import Ignore

from shared.client import Client
from shared.errors import BrokerUnreachable, Permanent
from shared.log import logger
from shared.messages import validate
from shared.settings import settings
from shared.store.records import Stage
from workers.app import IDENTITY_TASK, app
from workers.base import TRANSIENT, StageTask
from workers.identify import SECONDS, resolve
from workers.resources import worker_database


class Parse(StageTask):
    """Submission to canonical text and segments."""

    name = "onrecord.parse"
    stage = Stage.PARSE


class Entities(StageTask):
    """Segments to entities and mentions."""

    name = "onrecord.entities"
    stage = Stage.ENTITIES


class Quotations(StageTask):
    """Segments and entities to quotations; makes the version visible."""

    name = "onrecord.quotations"
    stage = Stage.QUOTATIONS


parse = app.register_task(Parse())
entities = app.register_task(Entities())
quotations = app.register_task(Quotations())


@app.task(name=IDENTITY_TASK)  # type: ignore[untyped-decorator]
def identities() -> None:
    """Who and what is the same across articles, for every article that is done and lacks it; the sweeper asks again."""
    try:
        resolve(worker_database(), SECONDS)
    except TRANSIENT as error:
        logger.warning("identities_postponed", error=type(error).__name__, detail=str(error)[:500])


@app.task(name="onrecord.submit", autoretry_for=(BrokerUnreachable,), retry_backoff=True, max_retries=None)  # type: ignore[untyped-decorator]
def submit(submission: object) -> None:
    """For producers that already speak Celery: put a submission on the inbox, where intake accepts or rejects it."""
    with Client(settings().servers().redis_url) as client:
        try:
            client.submit(validate(submission))
        except Permanent as error:
            logger.warning("submission_invalid", code=error.code, detail=error.detail)
            uri = submission.get("uri", "") if isinstance(submission, dict) else ""
            client.submit_unreadable(str(uri), json.dumps(submission).encode())
            raise Ignore from None
