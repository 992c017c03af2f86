"""What a process holds for its whole life: the language models (loaded before the fork) and its database engine."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import redis
from sqlalchemy import Engine

from shared.errors import BrokerUnreachable
from shared.settings import settings
from shared.store.engine import make_engine

if TYPE_CHECKING:
    from workers.models import Models

Role = Literal["onrecord_writer", "onrecord_intake", "onrecord_worker"]
"""What a process may do in the database: shared/sql/grants.sql. The writer may do all that intake and workers may."""


@lru_cache(maxsize=4)
def database(role: Role = "onrecord_writer") -> Engine:
    """This process's engine. Never touched before the fork: connections must not be shared between children."""
    return make_engine(settings().database(), role=role)


def reading_database() -> Engine:
    """An engine for a command that only looks: as whoever logs in, since each process's login may read."""
    return make_engine(settings().database(), keeps=False)


def worker_database() -> Engine:
    """The engine of a worker, and of each of its children."""
    return database("onrecord_worker")


def language_models() -> Models:
    """The models named in the settings. Only who asks for them pays for importing spaCy: workers, not health checks."""
    from workers import models

    return models.load(settings().model, settings().registry)


@lru_cache(maxsize=1)
def broker() -> redis.Redis:
    """This process's connection to the broker, for the streams. Raises BrokerUnreachable."""
    client = redis.Redis.from_url(
        settings().broker(), socket_timeout=10, socket_connect_timeout=5, health_check_interval=10
    )
    try:
        client.ping()
    except redis.RedisError as error:
        # Also one that is too busy to answer, or refuses even this since it cannot write: a restart mends it.
        raise BrokerUnreachable(str(error)) from error
    return client
