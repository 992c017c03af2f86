"""Runs the pages as a process: uvicorn, which ends cleanly at the first signal."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from contextlib import nullcontext
from typing import TYPE_CHECKING

import uvicorn

from shared.errors import StartFailed
from shared.store.engine import ping
from workers.web.app import create_app
from workers.web.queries.connection import open_engine

if TYPE_CHECKING:
    from workers.upkeep.heartbeat import Heartbeat

GRACE_SECONDS = 5
"""Open requests may end; none takes longer than its statements may."""


class PortTaken(StartFailed):
    """The address to listen on cannot be had."""

    code = "port_taken"
    cure = "Another process listens there, or the address is not this machine's: choose another one with --listen."


def run(
    database_url: str, host: str, port: int, *, local_only: bool, heartbeat: Heartbeat | None,
    tell: Callable[[str], None],
) -> None:  # fmt: skip
    """Serve until a signal comes. Raises DatabaseUnreachable, PortTaken."""
    engine = open_engine(database_url)
    ping(engine)
    listening = _listen(host, port)
    config = uvicorn.Config(
        create_app(engine, local_only=local_only, turn=heartbeat.turn if heartbeat else None),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    shown = f"[{host}]" if ":" in host else host
    tell(f"http://{shown}:{listening.getsockname()[1]}/")
    try:
        with heartbeat.shown() if heartbeat else nullcontext():
            _serve(config, listening)
    finally:
        engine.dispose()


def _serve(config: uvicorn.Config, listening: socket.socket) -> None:
    """Serve until a signal comes. Uvicorn ends cleanly and raises the signal once more, which must end nothing then."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise PortTaken(f"{host}:{port}: {error.strerror or error}") from None
