"""Decides from a message's bytes whether Celery may see it: a message that Celery cannot read kills the worker.

Measured on Celery 5.7: a body other than `[args, kwargs, embed]`, or a null content type, ends the whole worker, goes
back to the queue and ends the worker again at every restart. docs.celeryq.dev, "Message Protocol", version 2, names the
fields.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from typing_extensions import TypedDict

Id = Annotated[str, Field(max_length=255)]
Seconds = Annotated[float, Field(gt=0)] | None
Moment = datetime | None


class DeliveryInfo(BaseModel):
    """Where the message was sent: a restored message goes back there."""

    exchange: str
    routing_key: str
    priority: int | None = None


class Properties(BaseModel):
    """The properties that the transport needs to deliver and acknowledge a message."""

    delivery_tag: Id
    delivery_info: DeliveryInfo
    body_encoding: Literal["base64"]
    priority: int | None = None


class Headers(BaseModel):
    """The headers that the worker reads before it starts the task. It passes the others on."""

    task: Id
    id: Id
    retries: int = Field(default=0, ge=0)
    eta: Moment = None
    expires: Moment = None
    timelimit: tuple[Seconds, Seconds] = (None, None)
    compression: None = None


class Signature(TypedDict):
    """The task to send when this one is done."""

    task: Id
    args: list[Any]
    kwargs: dict[str, Any]


class Embed(BaseModel):
    """The tasks that follow this one: for ours a chain, the last task first, and nothing else."""

    chain: list[Signature] | None = None
    callbacks: None = None
    errbacks: None = None
    chord: None = None


class Envelope(BaseModel):
    """A message on a queue."""

    body: str
    content_type: Literal["application/json"] = Field(alias="content-type")
    content_encoding: Literal["utf-8"] = Field(alias="content-encoding")
    properties: Properties


class TaskMessage(Envelope):
    """A message that starts a task."""

    headers: Headers


BODY = TypeAdapter(tuple[list[Any], dict[str, Any], Embed])

RUN_ID = TypeAdapter(tuple[Annotated[int, Field(strict=True, ge=1, lt=2**63)]])
"""A stage's arguments: the id of a run, and nothing else."""

Check = Callable[[list[Any], dict[str, Any]], object]
"""It raises TypeError or ValueError for arguments that the task does not take."""

Tasks = Mapping[str, Check]
"""The tasks that a message may start, each with the check of its arguments."""


def fault_of(raw: bytes, tasks: Tasks) -> str | None:
    """Why these bytes are no valid message for one of these tasks; None if they are."""
    try:
        message = TaskMessage.model_validate_json(raw)
        args, kwargs, embed = BODY.validate_json(b64decode(message.body, validate=True))
        calls = [
            (message.headers.task, args, kwargs),
            *((s["task"], s["args"], s["kwargs"]) for s in embed.chain or []),
        ]
        for name, args, kwargs in calls:
            if name not in tasks:
                return f"unknown task {name}"
            tasks[name](args, kwargs)
    except ValidationError as error:
        return _told(error)
    except (TypeError, ValueError) as error:
        return f"body: {error}"
    return None


def broadcast_fault_of(message: object) -> str | None:
    """Why this parsed JSON is no valid remote control message; None if it is."""
    try:
        body = json.loads(b64decode(Envelope.model_validate(message).body, validate=True))
    except ValidationError as error:
        return _told(error)
    except ValueError as error:
        return f"body: {error}"
    return None if isinstance(body, dict) else "body: not an object"


def reply_fault_of(raw: bytes) -> str | None:
    """Why these bytes are no valid answer to a remote control message; None if they are."""
    try:
        return broadcast_fault_of(json.loads(raw))
    except (ValueError, RecursionError) as error:
        return str(error)


def _told(error: ValidationError) -> str:
    problems = error.errors(include_url=False, include_input=False, include_context=False)
    return "; ".join(": ".join(filter(None, (".".join(map(str, p["loc"])), p["msg"]))) for p in problems)[:1000]
