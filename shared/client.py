"""Lets a producer put submissions on the inbox and wait for the answers. Needs redis and pydantic only.

from shared.client import Client
Client("redis://localhost:6379").submit(uri="https://example.org/a", text="...")
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Literal, TypeVar, overload

import redis

from shared.brokers import connect, connect_async
from shared.errors import BrokerRefused, BrokerUnreachable, OnrecordError
from shared.messages import validate
from shared.model import Submission
from shared.submitting import Finished, Steps, asking, entry, putting, unreadable

TIMEOUT = 60.0
"""Seconds to wait for an answer: an article takes well under one second when no others wait."""

SOCKET: dict[str, Any] = {"socket_timeout": 10, "socket_connect_timeout": 5}

T = TypeVar("T")
Submissions = Iterable[Submission]


class Client:
    """A producer's connection to the inbox. Safe to share between threads; use as a context manager or close().

    With `wait=True`, `submit` and `submit_many` return the outcome of each submission: the finished `Article`, or the
    `Answer` that says by code and reason why there is no article (rejected, quarantined, retracted).
    They raise InvalidSubmission, BrokerUnreachable (BrokerRefused) and AnswerTimeout.
    """

    def __init__(self, redis_url: str) -> None:
        self._redis = connect(redis_url, **SOCKET)

    @overload
    def submit(
        self, submission: Submission | None = None, /, *, wait: Literal[False] = False, **fields: Any
    ) -> str: ...
    @overload
    def submit(
        self, submission: Submission | None = None, /, *, wait: Literal[True], timeout: float = TIMEOUT, **fields: Any
    ) -> Finished: ...
    def submit(
        self, submission: Submission | None = None, /, *, wait: bool = False, timeout: float = TIMEOUT, **fields: Any
    ) -> str | Finished:
        """Put one submission on the inbox. Returns its stream id, or with `wait` its outcome."""
        one = [submission or validate(fields)]
        return self._take(asking(one, timeout))[0] if wait else self.submit_many(one)[0]

    @overload
    def submit_many(self, submissions: Submissions, *, wait: Literal[False] = False) -> list[str]: ...
    @overload
    def submit_many(
        self, submissions: Submissions, *, wait: Literal[True], timeout: float = TIMEOUT
    ) -> list[Finished]: ...
    def submit_many(
        self, submissions: Submissions, *, wait: bool = False, timeout: float = TIMEOUT
    ) -> list[str] | list[Finished]:
        """Put many submissions on the inbox, in order. Returns their stream ids, or with `wait` their outcomes."""
        if wait:
            return self._take(asking(submissions, timeout))
        return self._take(putting(map(entry, submissions)))

    def submit_unreadable(self, uri: str, payload: bytes, error: OnrecordError | None = None) -> str:
        """Put unreadable bytes on the inbox, so that intake rejects them on the record, under their uri."""
        return self._take(putting([unreadable(uri, payload, error)]))[0]

    def _take(self, steps: Steps[T]) -> T:
        reply: Any = None
        with _translated():
            while True:
                try:
                    step = steps.send(reply)
                except StopIteration as end:
                    return end.value  # type: ignore[no-any-return]
                reply = step(self._redis)

    def close(self) -> None:
        """Close the connection."""
        self._redis.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()


class AsyncClient:
    """The client for asyncio: every method of `Client`, to be awaited. Use it with `async with`, or call aclose()."""

    def __init__(self, redis_url: str) -> None:
        self._redis = connect_async(redis_url, **SOCKET)

    @overload
    async def submit(
        self, submission: Submission | None = None, /, *, wait: Literal[False] = False, **fields: Any
    ) -> str: ...
    @overload
    async def submit(
        self, submission: Submission | None = None, /, *, wait: Literal[True], timeout: float = TIMEOUT, **fields: Any
    ) -> Finished: ...
    async def submit(
        self, submission: Submission | None = None, /, *, wait: bool = False, timeout: float = TIMEOUT, **fields: Any
    ) -> str | Finished:
        """Put one submission on the inbox. Returns its stream id, or with `wait` its outcome."""
        one = [submission or validate(fields)]
        return (await self._take(asking(one, timeout)))[0] if wait else (await self.submit_many(one))[0]

    @overload
    async def submit_many(self, submissions: Submissions, *, wait: Literal[False] = False) -> list[str]: ...
    @overload
    async def submit_many(
        self, submissions: Submissions, *, wait: Literal[True], timeout: float = TIMEOUT
    ) -> list[Finished]: ...
    async def submit_many(
        self, submissions: Submissions, *, wait: bool = False, timeout: float = TIMEOUT
    ) -> list[str] | list[Finished]:
        """Put many submissions on the inbox, in order. Returns their stream ids, or with `wait` their outcomes."""
        if wait:
            return await self._take(asking(submissions, timeout))
        return await self._take(putting(map(entry, submissions)))

    async def submit_unreadable(self, uri: str, payload: bytes, error: OnrecordError | None = None) -> str:
        """Put unreadable bytes on the inbox, so that intake rejects them on the record, under their uri."""
        return (await self._take(putting([unreadable(uri, payload, error)])))[0]

    async def _take(self, steps: Steps[T]) -> T:
        reply: Any = None
        with _translated():
            while True:
                try:
                    step = steps.send(reply)
                except StopIteration as end:
                    return end.value  # type: ignore[no-any-return]
                reply = await step(self._redis)

    async def aclose(self) -> None:
        """Close the connection."""
        await self._redis.aclose()

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        await self.aclose()


@contextmanager
def _translated() -> Iterator[None]:
    """Turns the broker's failures into Onrecord's own errors."""
    try:
        yield
    except (redis.ConnectionError, redis.TimeoutError) as error:
        raise BrokerUnreachable(str(error)) from error
    except redis.ResponseError as error:
        raise BrokerRefused(str(error)) from error
