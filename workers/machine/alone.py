"""The embedded Postgres without processes beside it, while a command needs it: to be dumped, or restored."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from shared.errors import NotRunning
from shared.settings import Settings
from workers.machine import home
from workers.machine.postgres import Postgres


@contextmanager
def database_url(settings: Settings, *, new: bool = False) -> Iterator[str]:
    """The URL by which the schema is changed. An embedded database that does not run is started for the block.

    Only with `new` may there be no data yet. Raises AlreadyRunning, BadSettings, EmbeddedMissing, NotRunning,
    StartFailed.
    """
    try:
        url = settings.migrations()
    except NotRunning:
        if not new and not (settings.home / "postgres").exists():
            raise
    else:
        yield url
        return
    with home.owned(settings):
        home.end_leftovers(settings)
        server = Postgres(settings.home.resolve() / "postgres")
        try:
            yield server.start()
        finally:
            server.stop()
