"""The tasks, thin: their names are stable, their arguments are ids."""

from __future__ import annotations

import json
from typing import Any

from celery.exceptions import Ignore

from shared.client import Client
from shared.errors import OnrecordError
from shared.log import logger
from shared.messages import validate
from shared.settings import settings
from shared.store.records import Stage
from workers.app import app
from workers.base import StageTask


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


@app.task(name="onrecord.submit")  # type: ignore[untyped-decorator]
def submit(submission: dict[str, Any]) -> None:
    """For producers that already speak Celery: put a submission on the inbox, where intake accepts or rejects it."""
    with Client(settings().servers().redis_url) as client:
        try:
            client.submit(validate(submission))
        except OnrecordError as error:
            logger.warning("submission_invalid", code=error.code, detail=error.detail)
            client.submit_unreadable(str(submission.get("uri", "")), json.dumps(submission).encode())
            raise Ignore from None
