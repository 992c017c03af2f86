"""The resources that a process holds for its whole life: language models, database engine, broker connection."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy import Engine

from shared.brokers import connect
from shared.errors import BrokerUnreachable
from shared.settings import settings
from shared.store.engine import make_engine

if TYPE_CHECKING:
    from workers.models import Models

Role = Literal["onrecord_writer", "onrecord_intake", "onrecord_worker"]
"""The database roles of processes: shared/sql/grants.sql. The writer has all rights of intake and worker."""


@lru_cache(maxsize=4)
def database(role: Role = "onrecord_writer") -> Engine:
    """This process's engine. Nobody may use it before the fork: children must not share connections."""
    return make_engine(settings().database(), role=role)


def reading_database() -> Engine:
    """An engine for commands that only read. It takes no role: every login may read."""
    return make_engine(settings().database(), keeps=False)


def worker_database() -> Engine:
    """The engine of a worker, and of each of its children."""
    return database("onrecord_worker")


def language_models() -> Models:
    """The models named in the settings. Only callers pay for importing spaCy: workers do, health checks do not."""
    from workers import models

    return models.load(settings().model, settings().registry)


@lru_cache(maxsize=1)
def broker() -> redis.Redis:
    """This process's connection to the broker, for the streams. Raises BrokerUnreachable."""
    client = broker_client()
    try:
        client.ping()
    except redis.RedisError as error:
        # Also a broker that is too busy to answer, or refuses a PING because it cannot write: a restart mends that.
        raise BrokerUnreachable(str(error)) from error
    return client


def broker_client(seconds: float = 10, *, retries: int | None = None) -> redis.Redis:
    """A new client of the broker, which waits so long for an answer. It connects at first use."""
    options: dict[str, Any] = {} if retries is None else {"retry": Retry(NoBackoff(), retries)}
    return connect(
        settings().broker(),
        socket_timeout=seconds,
        socket_connect_timeout=min(seconds, 5),
        health_check_interval=10,
        **options,
    )
