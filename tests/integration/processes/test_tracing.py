"""One trace leads from the producer to the feed, through real processes, to a collector; without one, all stays off."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from shared.client import Client
from shared.messages import FIELD, INBOX, TRACE_FIELD, encode, traceparent_of
from tests.integration.processes.conftest import Shaky, articles
from tests.processes import running
from workers.machine.background import wait_until

pytest.importorskip("opentelemetry.sdk", reason="pip install 'onrecord[tracing]' to run this test")

ENOUGH = 180.0


@dataclass
class Collector:
    """Takes spans as an OpenTelemetry collector does."""

    url: str = ""
    spans: list[Any] = field(default_factory=list)

    def named(self, name: str) -> list[Any]:
        return [span for span in self.spans if span.name == name]

    def of(self, trace_id: int) -> list[str]:
        """The names of a trace's spans, in the order in which they began."""
        of_trace = [span for span in self.spans if int.from_bytes(span.trace_id) == trace_id]
        return [span.name for span in sorted(of_trace, key=lambda span: span.start_time_unix_nano)]


@pytest.fixture
def collector() -> Iterator[Collector]:
    """A collector on a port of its own."""
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    found = Collector()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                import gzip

                body = gzip.decompress(body)
            request = ExportTraceServiceRequest.FromString(body)
            found.spans += [s for r in request.resource_spans for scope in r.scope_spans for s in scope.spans]
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found.url = f"http://127.0.0.1:{server.server_port}"
    yield found
    server.shutdown()
    server.server_close()


def test_one_trace_leads_from_the_producer_to_the_feed(
    shaky: Shaky, tmp_path: Path, collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a producer with a span of its own, one without, and one whose traceparent is malformed
    from opentelemetry.sdk.trace import TracerProvider

    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
    traced, untraced, malformed = articles("traced", 3)
    tracer = TracerProvider(shutdown_on_exit=False).get_tracer("producer")
    with running("intake", shaky.servers, tmp_path), running("worker", shaky.servers, tmp_path):
        # When they submit
        with Client(shaky.servers.redis_url) as client:
            with tracer.start_as_current_span("publish") as span:
                client.submit(traced)
            client.submit(untraced)
        with shaky.client() as broker:
            broker.xadd(INBOX, {FIELD: encode(malformed), TRACE_FIELD: b"00-nonsense"})
        assert shaky.all_done([traced, untraced, malformed], ENOUGH)
        assert wait_until(lambda: len(collector.named("onrecord.quotations")) == 3, 30)

    # Then the first one's trace leads from acceptance through all stages to the feed
    mine = span.get_span_context()
    names = ["onrecord.accept"]
    for stage in ("parse", "entities", "quotations"):
        names += [f"onrecord.{stage}", "onrecord.save"]
    assert collector.of(mine.trace_id) == names
    accept = next(s for s in collector.named("onrecord.accept") if int.from_bytes(s.trace_id) == mine.trace_id)
    assert int.from_bytes(accept.parent_span_id) == mine.span_id
    saved = [s for s in collector.named("onrecord.save") if int.from_bytes(s.trace_id) == mine.trace_id]
    told = {a.key: a.value.int_value for s in saved for a in s.attributes}
    assert told["onrecord.feed_position"] > 0

    # And the others have traces of their own
    assert len({s.trace_id for s in collector.named("onrecord.accept")}) == 3


@pytest.mark.parametrize(
    ("value", "taken"),
    [
        (b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", True),
        (b"01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more", True),
        (b"00-00000000000000000000000000000000-b7ad6b7169203331-01", False),
        (b"00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01", False),
        (b"ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", False),
        (b"\xff\xfe", False),
        (b"00-" + b"a" * 300, False),
        (None, False),
    ],
)
def test_a_malformed_traceparent_is_none(value: bytes | None, taken: bool) -> None:
    # Given a field, When it is read, Then it is a traceparent or none
    assert (traceparent_of(value) is not None) is taken


NOTHING_IMPORTED = """
import sys
import workers.worker, workers.doors.intake
from workers.upkeep import tracing
with tracing.span("onrecord.parse") as span:
    assert span is None
assert tracing.note("onrecord.accept", None, 0) is None
tracing.flush()
# redis-py imports the SDK's metrics wherever they are installed; what we would need is not there.
print([name for name in sys.modules if name.startswith(("opentelemetry.sdk.trace", "opentelemetry.exporter"))])
"""


def test_without_an_exporter_nothing_is_imported() -> None:
    # Given an environment that names no exporter
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OTEL_")}
    # When a worker and an intake are imported, and make spans
    done = subprocess.run([sys.executable, "-c", NOTHING_IMPORTED], env=environment, capture_output=True, text=True)
    # Then neither what makes spans nor what exports them is there
    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr
