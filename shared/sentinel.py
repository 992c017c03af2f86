"""Connects to the master that Sentinel names, and closes what it opened to the Sentinels, too."""

from __future__ import annotations

from typing import Any

import redis
import redis.asyncio
from redis.asyncio.sentinel import Sentinel as AsyncSentinel
from redis.asyncio.sentinel import SentinelConnectionPool as AsyncPool
from redis.sentinel import Sentinel, SentinelConnectionPool

Hosts = list[tuple[str, int]]
Options = dict[str, Any]


class _Pool(SentinelConnectionPool):
    def disconnect(self, inuse_connections: bool = True) -> None:
        """Close the connections. Only the end of the client concerns those in use, and then the Sentinels' as well."""
        super().disconnect(inuse_connections)
        if inuse_connections:
            for sentinel in self.sentinel_manager.sentinels:
                sentinel.close()


class _AsyncPool(AsyncPool):
    async def disconnect(self, inuse_connections: bool = True) -> None:
        """The same for asyncio."""
        await super().disconnect(inuse_connections)
        if inuse_connections:
            for sentinel in self.sentinel_manager.sentinels:
                await sentinel.aclose()


def master(hosts: Hosts, service: str, to_sentinels: Options, options: Options) -> redis.Redis:
    """A client of the master. Nothing is sent yet."""
    manager = Sentinel(hosts, sentinel_kwargs=to_sentinels)  # type: ignore[no-untyped-call]
    return redis.Redis.from_pool(_Pool(service, manager, **options))  # type: ignore[no-untyped-call]


def master_async(hosts: Hosts, service: str, to_sentinels: Options, options: Options) -> redis.asyncio.Redis:
    """The same for asyncio."""
    manager = AsyncSentinel(hosts, sentinel_kwargs=to_sentinels)  # type: ignore[no-untyped-call]
    return redis.asyncio.Redis.from_pool(_AsyncPool(service, manager, **options))  # type: ignore[no-untyped-call]
