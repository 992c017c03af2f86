"""The gate before queues in RabbitMQ: foreign messages are put aside and acknowledged, and Celery never sees them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import redis
from kombu.transport import pyamqp

from shared.brokers import connect
from shared.settings import settings
from workers.app import BACKFILL_QUEUE, IDENTITY_QUEUE, QUEUE
from workers.broker.envelope import Properties, fault_of_control, fault_of_delivery
from workers.broker.gate import our_tasks, put_aside

REPLICATED = {QUEUE, IDENTITY_QUEUE, BACKFILL_QUEUE}
"""The task queues are quorum queues: with several nodes, each message is on the disks of a majority."""

CONTROL = ".celery.pidbox"
"""The end of the names of the queues of remote control and its answers."""


class Channel(pyamqp.Channel):  # type: ignore[misc]
    """Kombu's channel, which delivers through the gate."""

    def queue_declare(self, queue: str = "", **options: Any) -> Any:
        """Declare a queue; those of tasks are replicated.

        Celery is not told so. It would declare 28 more queues for messages with a time, which it uses with topic
        exchanges only. The workers hold these few messages themselves.
        """
        if queue in REPLICATED:
            options["arguments"] = {**(options.get("arguments") or {}), "x-queue-type": "quorum"}
        return super().queue_declare(queue, **options)

    def basic_consume(self, queue: str = "", **options: Any) -> Any:
        """Start a consumer, behind the gate."""
        deliver, no_ack = options.pop("callback", None), bool(options.get("no_ack"))

        def check(message: Any) -> None:
            fault = _fault_of(queue, message)
            waits = fault is None and _waits(message)
            if fault is not None:
                put_aside(streams(), queue, _bytes(message), f"{fault}; {_properties(message)!r:.500}")
            if (fault is not None or waits) and not no_ack:
                self.basic_ack(message.delivery_tag)
            if fault is None:
                deliver(message)

        return super().basic_consume(queue, callback=deliver and check, **options)

    def message_to_python(self, raw_message: Any) -> Any:
        """The message as Celery takes it."""
        return (Acknowledged if _waits(raw_message) else self.Message)(raw_message, channel=self)


class Acknowledged(pyamqp.Message):  # type: ignore[misc]
    """A message with a time (a retry), which waits in the worker.

    RabbitMQ would count it among the messages that the worker has in hand, and a few of them would close the queue. So
    it is acknowledged when it comes. If the worker ends before the time, the sweeper sends the run again.
    """

    def ack(self, multiple: bool = False) -> None:
        """It was, at once."""

    def reject(self, requeue: bool = False) -> None:
        """It cannot go back."""

    def requeue(self) -> None:
        """It cannot go back."""


def _waits(message: Any) -> bool:
    return bool((message.properties.get("application_headers") or {}).get("eta"))


def _fault_of(queue: str, message: Any) -> str | None:
    if queue.endswith(CONTROL):
        return fault_of_control(_properties(message), _bytes(message))
    return fault_of_delivery(_properties(message), _bytes(message), our_tasks())


def _properties(message: Any) -> Properties:
    """What came beside the message's bytes, by the names of an envelope in Redis."""
    given = message.properties
    return {
        "content-type": given.get("content_type"),
        "content-encoding": given.get("content_encoding"),
        "headers": given.get("application_headers"),
    }


def _bytes(message: Any) -> bytes:
    """The body: py-amqp decodes it where it can."""
    body = message.body
    return body.encode(str(message.content_encoding)) if isinstance(body, str) else bytes(body)


@lru_cache(maxsize=1)
def streams() -> redis.Redis:
    """The broker, which keeps what is put aside. It may be away: what it cannot keep is in the log."""
    return connect(settings().broker(), socket_timeout=10, socket_connect_timeout=5)


class Connection(pyamqp.Connection):  # type: ignore[misc]
    """Kombu's connection with gated channels."""

    Channel = Channel


class Transport(pyamqp.Transport):  # type: ignore[misc]
    """Kombu's transport to RabbitMQ with gated channels."""

    Connection = Connection

    def qos_semantics_matches_spec(self, connection: Any) -> bool:  # noqa: ARG002
        """Each consumer has a prefetch count of its own: quorum queues know no other."""
        return True


class TlsTransport(Transport, pyamqp.SSLTransport):  # type: ignore[misc]
    """The same with TLS."""
