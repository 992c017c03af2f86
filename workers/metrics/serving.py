"""Serves /metrics to Prometheus, and /-/healthy to whoever looks whether this process lives."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CollectorRegistry, make_wsgi_app
from prometheus_client.metrics_core import Metric as Family
from prometheus_client.registry import Collector

from shared.errors import BadSettings
from shared.log import logger
from shared.model import Record
from workers.metrics.collecting import families
from workers.metrics.scraping import Scraper

App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

LOOPBACK = "127.0.0.1"
REQUEST_SECONDS = 30.0
"""A client that says nothing for so long is cut off: it holds a thread."""


class Address(Record):
    """Where to listen."""

    host: str
    port: int

    @classmethod
    def parse(cls, words: str) -> Address:
        """HOST:PORT; without a host, loopback. An IPv6 address stands in brackets. Raises BadSettings."""
        host, _, port = words.rpartition(":")
        if not port.isdecimal() or int(port) > 65535:
            raise BadSettings(f"{words!r} is no address such as :9464, 0.0.0.0:9464 or [::]:9464")
        return cls(host=host.strip("[]") or LOOPBACK, port=int(port))


class SurveyCollector(Collector):
    """A survey of both servers, as metrics."""

    def __init__(self, scraper: Scraper) -> None:
        self._scraper = scraper

    def collect(self) -> Iterator[Family]:
        """All metrics, as they stand now."""
        return families(self._scraper.scrape())


class _Server(ThreadingMixIn, WSGIServer):
    """A thread for each request: one scraper that hangs holds up no other."""

    daemon_threads = True


class _ServerIPv6(_Server):
    address_family = socket.AF_INET6


class _Handler(WSGIRequestHandler):
    timeout = REQUEST_SECONDS

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """A scrape every few seconds is no news."""


def application(scraper: Scraper) -> App:
    """The pages of the metrics process."""
    registry = CollectorRegistry()
    registry.register(SurveyCollector(scraper))
    metrics: App = make_wsgi_app(registry)

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "/")
        if path == "/metrics":
            return metrics(environ, start_response)
        known = {"/-/healthy": b"alive\n", "/": b"/metrics\n/-/healthy\n"}
        start_response("200 OK" if path in known else "404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
        return [known.get(path, b"not found\n")]

    return serve


def listen(address: Address, scraper: Scraper) -> WSGIServer:
    """A server that answers in threads of its own. Raises BadSettings if the address cannot be listened on."""
    kind = _ServerIPv6 if ":" in address.host else _Server
    try:
        server = make_server(
            address.host, address.port, application(scraper), server_class=kind, handler_class=_Handler
        )
    except OSError as error:
        raise BadSettings(f"cannot listen on {address.host}:{address.port}: {error.strerror or error}") from None
    threading.Thread(target=server.serve_forever, daemon=True, name="metrics").start()
    logger.info("metrics_listen", host=address.host, port=server.server_port)
    return server
