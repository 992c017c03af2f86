"""Tells how many messages wait on a task queue, wherever the queues are."""

from __future__ import annotations

from typing import Any

import redis
from kombu.exceptions import OperationalError

from shared.errors import BrokerUnreachable
from workers.app import app
from workers.broker.transport import in_rabbitmq


def waiting(broker: redis.Redis, queue: str) -> int:
    """Messages on the queue that no worker holds. Raises redis.RedisError, BrokerUnreachable."""
    return _in_rabbitmq(queue) if away() else int(broker.llen(queue))


def away() -> bool:
    """Whether the queues are in RabbitMQ: there, a worker reads all of its queues at once, not in their order."""
    return in_rabbitmq(str(app.conf.broker_url))


def _in_rabbitmq(queue: str) -> int:
    """RabbitMQ tells it in its answer to a declaration."""

    def declared(channel: Any) -> int:
        app.amqp.queues[queue].bind(channel).declare()
        return int(channel.queue_declare(queue, passive=True).message_count)

    with app.pool.acquire(block=True) as connection:
        try:
            count, _ = connection.autoretry(declared, max_retries=1, interval_start=0)()
        except (OperationalError, *connection.connection_errors, *connection.channel_errors) as error:
            raise BrokerUnreachable(str(error)) from error
    return int(count)
