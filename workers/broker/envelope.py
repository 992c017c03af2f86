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


class Delivery(BaseModel):
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


class Content(BaseModel):
    """What the message's bytes are."""

    content_type: Literal["application/json"] = Field(alias="content-type")
    content_encoding: Literal["utf-8"] = Field(alias="content-encoding")


class Envelope(Content):
    """A message on a queue in Redis, where the envelope is part of the bytes."""

    body: str
    properties: Delivery


class TaskMessage(Envelope):
    """A message that starts a task."""

    headers: Headers


class TaskDelivery(Content):
    """The same in RabbitMQ, which keeps what the transport needs to itself."""

    headers: Headers


Properties = Mapping[str, object]
"""What RabbitMQ delivers beside a message's bytes."""

BODY = TypeAdapter(tuple[list[Any], dict[str, Any], Embed])

RUN_ID = TypeAdapter(tuple[Annotated[int, Field(strict=True, ge=1, lt=2**63)]])
"""A stage's arguments: the id of a run, and nothing else."""

Check = Callable[[list[Any], dict[str, Any]], object]
"""It raises TypeError or ValueError for arguments that the task does not take."""

Tasks = Mapping[str, Check]
"""The tasks that a message may start, each with the check of its arguments."""


def fault_of(raw: bytes, tasks: Tasks) -> str | None:
    """Why these bytes are no valid message for one of these tasks; None if they are."""

    def check() -> None:
        message = TaskMessage.model_validate_json(raw)
        _check_body(message.headers.task, b64decode(message.body, validate=True), tasks)

    return _fault_in(check)


def fault_of_delivery(properties: Properties, body: bytes, tasks: Tasks) -> str | None:
    """The same for a message from RabbitMQ."""
    return _fault_in(lambda: _check_body(TaskDelivery.model_validate(properties).headers.task, body, tasks))


def _check_body(task: str, body: bytes, tasks: Tasks) -> None:
    """Raises ValueError or TypeError for a body that does not fit the task, or chains to what is no task of ours."""
    first_args, first_kwargs, embed = BODY.validate_json(body)
    later = [(step["task"], step["args"], step["kwargs"]) for step in embed.chain or []]
    for name, args, kwargs in [(task, first_args, first_kwargs), *later]:
        if name not in tasks:
            raise UnknownTask(f"unknown task {name}")
        tasks[name](args, kwargs)


class UnknownTask(ValueError):
    """The message is for a task that is not ours."""


def _fault_in(check: Callable[[], None]) -> str | None:
    try:
        check()
    except ValidationError as error:
        return _told(error)
    except UnknownTask as error:
        return str(error)
    except (TypeError, ValueError) as error:
        return f"body: {error}"
    return None


def fault_of_control(properties: Properties, body: bytes) -> str | None:
    """Why this message from RabbitMQ is no valid remote control message or answer; None if it is."""

    def check() -> None:
        Content.model_validate(properties)
        if not isinstance(json.loads(body), dict):
            raise ValueError("not an object")

    return _fault_in(check)


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
