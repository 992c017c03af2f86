"""Holds the records, messages, errors, settings and the store, for every service. Imports no workers, Celery or NLP.

from shared import Client, follow

The doors for other programs are imported at first use: `Client` needs redis, `follow` psycopg, both pydantic.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shared.client import AsyncClient, Client
    from shared.feed import follow, follow_async

__all__ = ["AsyncClient", "Client", "follow", "follow_async"]

DOORS = {
    "AsyncClient": "shared.client",
    "Client": "shared.client",
    "follow": "shared.feed",
    "follow_async": "shared.feed",
}
"""The public names, and the modules that hold them."""

if not TYPE_CHECKING:  # a type checker reads the imports above, and misses no misspelt name

    def __getattr__(name: str) -> object:
        if name not in DOORS:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(DOORS[name]), name)
