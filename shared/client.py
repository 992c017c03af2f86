"""The producer's door: put submissions on the inbox. Needs redis and pydantic only.

from shared.client import Client
Client("redis://localhost:6379").submit(uri="https://example.org/a", text="...")
"""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import Any

import redis

from shared.errors import BrokerUnreachable
from shared.messages import FIELD, INBOX, URI_FIELD, validate
from shared.model import Submission

BATCH = 100
"""Submissions a round trip: at 5 kB each half a megabyte on the wire."""


class Client:
    """A producer's connection to the inbox. Safe to share between threads; use as a context manager or close()."""

    def __init__(self, redis_url: str) -> None:
        self._redis = redis.Redis.from_url(redis_url, socket_timeout=10, socket_connect_timeout=5)

    def submit(self, submission: Submission | None = None, /, **fields: Any) -> str:
        """Put one submission on the inbox and return its stream id. Raises InvalidSubmission, BrokerUnreachable."""
        return self.submit_many([submission or validate(fields)])[0]

    def submit_many(self, submissions: Iterable[Submission]) -> list[str]:
        """Put many on the inbox, in order, and return their stream ids. Raises BrokerUnreachable."""
        return self._append({FIELD: s.model_dump_json(exclude_defaults=True).encode()} for s in submissions)

    def submit_unreadable(self, uri: str, payload: bytes) -> str:
        """Put bytes that are no submission on the inbox, so that they are rejected on the record, under their uri."""
        return self._append([{FIELD: payload, URI_FIELD: uri.encode()}])[0]

    def _append(self, entries: Iterable[dict[Any, Any]]) -> list[str]:
        ids: list[str] = []
        try:
            pipe = self._redis.pipeline(transaction=False)
            for entry in entries:
                pipe.xadd(INBOX, entry)
                if len(pipe) >= BATCH:
                    ids += (i.decode() for i in pipe.execute())
            ids += (i.decode() for i in pipe.execute())
        except redis.ConnectionError as error:
            raise BrokerUnreachable(str(error)) from error
        return ids

    def close(self) -> None:
        """Close the connection."""
        self._redis.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()
