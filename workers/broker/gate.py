"""The broker transport with a gate: it puts foreign bytes on a queue aside instead of handing them to Celery."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import redis
from celery import Task
from kombu.transport import redis as kombu_redis

from shared.errors import BadSettings
from shared.log import logger
from workers.app import app
from workers.broker.envelope import RUN_ID, Check, Tasks, broadcast_fault_of, fault_of, reply_fault_of
from workers.upkeep.notice import notice

FOREIGN = "onrecord:foreign"
"""The stream of foreign messages; the sweeper moves them to the quarantine."""

FOREIGN_KEPT = 10_000
"""Entries kept until the sweeper comes: a flood of garbage must not fill the broker."""


REPLIES = ".reply.celery.pidbox"
"""Queues of answers to remote control: `celery inspect` reads them, a worker never does."""


@lru_cache(maxsize=1)
def our_tasks() -> Tasks:
    """The tasks of the application, without Celery's own."""
    return {name: _check(task) for name, task in app.tasks.items() if name.startswith("onrecord.")}


def _check(task: Task) -> Check:
    signature = inspect.signature(task.run)
    if not hasattr(task, "stage"):
        return lambda args, kwargs: signature.bind(*args, **kwargs)
    return lambda args, kwargs: RUN_ID.validate_python(signature.bind(*args, **kwargs).args)


def put_aside(client: redis.Redis, queue: str, payload: bytes, fault: str) -> None:
    """Keep foreign bytes with the reason. It never raises: garbage must not stop the worker."""
    logger.warning("foreign_message", queue=queue, fault=fault, size=len(payload))
    try:
        client.xadd(
            FOREIGN, {"queue": queue, "fault": fault, "payload": payload}, maxlen=FOREIGN_KEPT, approximate=True
        )
    except redis.RedisError as error:
        logger.warning("foreign_message_lost", queue=queue, error=type(error).__name__, payload=repr(payload[:2000]))


@contextmanager
def missing_rights_are_bad_settings() -> Iterator[None]:
    """Raise BadSettings for a missing right: waiting does not mend it, so the process ends and does not reconnect."""
    try:
        yield
    except redis.exceptions.NoPermissionError as error:
        raise BadSettings(f"the user of ONRECORD_REDIS_URL lacks a right on the broker: {error}") from error


class GatedClient(redis.Redis):
    """A client whose BRPOP returns valid messages only."""

    def parse_response(self, connection: Any, command_name: Any, **options: Any) -> Any:
        """The reply; None, as after a time-out, in place of a foreign message. Raises BadSettings."""
        with missing_rights_are_bad_settings():
            reply = super().parse_response(connection, command_name, **options)  # type: ignore[no-untyped-call]
        if command_name != "BRPOP" or not reply:
            return reply
        queue, payload = reply
        name = queue.decode(errors="replace")
        fault = reply_fault_of(payload) if REPLIES in name else fault_of(payload, our_tasks())
        if fault is None:
            return reply
        put_aside(self, name, payload, fault)
        return None


class QoS(kombu_redis.QoS):  # type: ignore[misc]
    """Kombu's count of messages in hand; a worker that ends takes no more."""

    def can_consume(self) -> bool:
        """Whether the worker may take another message."""
        return not notice.ending and bool(super().can_consume())


class Channel(kombu_redis.Channel):  # type: ignore[misc]
    """Kombu's channel, which reads through the gate."""

    QoS = QoS

    def _get_client(self) -> type[redis.Redis]:
        return GatedClient

    def _connparams(self, asynchronous: bool = False) -> Any:
        if self.connection.client is None:
            # If the connection is lost just then, Kombu closes the channel after it and fails: an unrecoverable error
            # for Celery, which would end the worker.
            raise redis.ConnectionError("the connection was closed meanwhile")
        return super()._connparams(asynchronous)

    def _receive_one(self, client: Any) -> Any:
        with missing_rights_are_bad_settings():
            return super()._receive_one(client)

    def _deliver_fanout_message(self, message: object, exchange: str) -> bool:
        """Remote control: the same gate for messages to all workers."""
        fault = broadcast_fault_of(message)
        if fault is None and exchange in self._fanout_to_queue:
            return bool(super()._deliver_fanout_message(message, exchange))
        put_aside(self.client, exchange, json.dumps(message).encode(), fault or "unknown exchange")
        return True


class SentinelChannel(Channel, kombu_redis.SentinelChannel):  # type: ignore[misc]
    """The same at the master that Sentinel names."""


class Transport(kombu_redis.Transport):  # type: ignore[misc]
    """Kombu's Redis transport with gated channels; `workers.broker.transport` puts it in place."""

    Channel = Channel
    # A broker that refuses to write (memory or disk full, no replica) recovers, as an unreachable one does. Celery
    # would take the refusal for an unrecoverable error and end the worker.
    connection_errors = (*kombu_redis.Transport.connection_errors, redis.ResponseError)


class SentinelTransport(Transport, kombu_redis.SentinelTransport):  # type: ignore[misc]
    """The same behind Sentinel."""

    Channel = SentinelChannel
