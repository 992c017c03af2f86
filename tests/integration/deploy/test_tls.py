"""Encrypted connections to both servers, with the servers' certificates checked: by redis-py, Celery and psycopg.

The embedded servers speak no TLS, so a small TLS end stands before each, as a provider's proxy does.
"""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import kombu.exceptions
import pytest
import redis
from celery import Celery

from shared.client import Client
from shared.errors import BrokerUnreachable, DatabaseUnreachable
from shared.settings import Servers, Settings
from shared.store.engine import make_engine, ping
from workers.app import make_app
from workers.broker.transport import verified

SSL_REQUEST = 8
"""Bytes of Postgres' request to go over to TLS; the answer is S (protocol documentation, "SSL Session Encryption")."""


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a certificate for `localhost`, and another that nobody signed it with."""
    folder = tmp_path_factory.mktemp("tls")
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("openssl is not installed here; it makes the certificates of this test")
    for name in ("server", "stranger"):
        subprocess.run(
            [program, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-days", "2", "-keyout", f"{folder}/{name}.key", "-out", f"{folder}/{name}.crt", "-subj", "/CN=localhost",
             "-addext", "subjectAltName=DNS:localhost"],
            check=True, capture_output=True,
        )  # fmt: skip
    return folder


class TlsEnd:
    """Ends TLS on a loopback port, and hands the rest on."""

    def __init__(self, upstream: str | int, certificates: Path, *, postgres: bool = False) -> None:
        self.upstream, self.postgres = upstream, postgres
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.context.load_cert_chain(certificates / "server.crt", certificates / "server.key")
        self.loop = asyncio.new_event_loop()
        self.transports: list[asyncio.WriteTransport] = []

    async def serve(self) -> int:
        context = None if self.postgres else self.context
        self.server = await asyncio.start_server(self.accept, "127.0.0.1", 0, ssl=context)
        return int(self.server.sockets[0].getsockname()[1])

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.transports.append(writer.transport)
        try:
            if self.postgres:
                await reader.readexactly(SSL_REQUEST)
                writer.write(b"S")
                await writer.drain()
                await writer.start_tls(self.context)
                self.transports.append(writer.transport)
            back = await self.connect()
            self.transports.append(back[1].transport)
            await asyncio.gather(self.pump(reader, back[1]), self.pump(back[0], writer))
        except (OSError, ssl.SSLError, asyncio.IncompleteReadError):
            writer.transport.abort()

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if isinstance(self.upstream, int):
            return await asyncio.open_connection("127.0.0.1", self.upstream)
        return await asyncio.open_unix_connection(self.upstream)

    async def pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while data := await source.read(65536):
            sink.write(data)
            await sink.drain()
        sink.close()


@contextmanager
def running(end: TlsEnd) -> Iterator[int]:
    thread = threading.Thread(target=end.loop.run_forever, daemon=True)
    thread.start()
    try:
        yield asyncio.run_coroutine_threadsafe(end.serve(), end.loop).result(10)
    finally:
        asyncio.run_coroutine_threadsafe(_close(end), end.loop).result(10)
        end.loop.call_soon_threadsafe(end.loop.stop)
        thread.join(10)
        end.loop.close()


async def _close(end: TlsEnd) -> None:
    end.server.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    for transport in end.transports:
        transport.abort()
    await asyncio.sleep(0.05)


@pytest.fixture
def broker(servers: Servers, certificates: Path) -> Iterator[int]:
    with running(TlsEnd(urlsplit(servers.redis_url).port or 6379, certificates)) as port:
        yield port


@pytest.fixture
def database(database_url: str, certificates: Path) -> Iterator[str]:
    parts = urlsplit(database_url)
    folder = parse_qs(parts.query).get("host")
    upstream: str | int = f"{folder[0]}/.s.PGSQL.5432" if folder else parts.port or 5432
    with running(TlsEnd(upstream, certificates, postgres=True)) as port:
        yield f"postgresql://{parts.username or 'postgres'}@localhost:{port}{parts.path}"


def celery(url: str) -> Celery:
    return make_app(Settings(database_url="postgresql:///x", redis_url=url))  # type: ignore[arg-type]


def asks(app: Celery) -> bool:
    with app.connection() as connection:
        connection.ensure_connection(max_retries=1, interval_start=0, interval_step=0)
        return bool(connection.default_channel.client.ping())


def test_redis_py_and_celery_connect_to_whom_they_trust(broker: int, certificates: Path) -> None:
    # Given the authority that signed the broker's certificate, Then the client, the streams and Celery get through
    url = f"rediss://localhost:{broker}/5?ssl_ca_certs={certificates}/server.crt"
    with redis.Redis.from_url(url) as connection:
        assert connection.ping()
    assert asks(celery(url))


@pytest.mark.parametrize(
    ("host", "trusted"), [("localhost", "stranger"), ("127.0.0.1", "server")], ids=["signed by another", "another name"]
)
def test_nobody_talks_to_a_stranger(broker: int, certificates: Path, host: str, trusted: str) -> None:
    # Given a certificate that was signed by another, or for another name
    url = f"rediss://{host}:{broker}/5?ssl_ca_certs={certificates}/{trusted}.crt"
    # When the URL does not say to trust it all the same, Then nobody does
    with Client(url) as client, pytest.raises(BrokerUnreachable, match=r"(?i)certificate"):
        client.submit(uri="tag:a", text="x")
    with pytest.raises((kombu.exceptions.OperationalError, redis.ConnectionError), match=r"(?i)certificate"):
        asks(celery(url))


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("redis://a/0", "redis://a/0"),
        ("rediss://a/0", "rediss://a/0?ssl_cert_reqs=required&ssl_check_hostname=true"),
        ("rediss://u:p@a:1/0?ssl_cert_reqs=none", "rediss://u:p@a:1/0?ssl_cert_reqs=none"),
    ],
)
def test_celery_is_told_to_check_unless_the_url_says_not_to(url: str, told: str) -> None:
    assert verified(url) == told


@pytest.mark.parametrize("mode", ["require", "verify-ca", "verify-full"])
def test_the_database_is_reached_over_tls(database: str, certificates: Path, mode: str) -> None:
    # Given a URL with sslmode, When the engine connects, Then it is heard by libpq
    with engine(f"{database}?sslmode={mode}&sslrootcert={certificates}/server.crt") as made:
        ping(made)


def test_verify_full_refuses_a_stranger(database: str, certificates: Path) -> None:
    stranger = f"{database}?sslmode=verify-full&sslrootcert={certificates}/stranger.crt"
    with engine(stranger) as made, pytest.raises(DatabaseUnreachable, match="certificate"):
        ping(made)
    other_name = (
        f"{database.replace('localhost', '127.0.0.1')}?sslmode=verify-full&sslrootcert={certificates}/server.crt"
    )
    with engine(other_name) as made, pytest.raises(DatabaseUnreachable, match="certificate"):
        ping(made)


@contextmanager
def engine(url: str) -> Iterator[Any]:
    made = make_engine(url)
    try:
        yield made
    finally:
        made.dispose()
