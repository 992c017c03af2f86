"""Ports for servers of a test's own."""

from __future__ import annotations

import socket


def free_port() -> int:
    """Any port, not the lowest one: another run of these tests beside this one must not get the same."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
