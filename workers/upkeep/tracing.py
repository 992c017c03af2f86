"""Traces an article from its submission to the feed, for OpenTelemetry; off unless the environment names an exporter.

A producer's `traceparent` (W3C) comes with the inbox entry. Intake makes a span for each accepted entry and sends its
own traceparent along in the header of the run's message; each stage makes a span under it. A run that the sweeper sends
again begins a trace of its own: a message is only a nudge, and the database keeps no trace. Without one of EXPORTERS,
nothing of OpenTelemetry's SDK is imported, and a span costs a look at a flag.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING, Any

from shared.log import logger
from shared.messages import traceparent_of
from shared.process import host, release

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span

EXPORTERS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_TRACES_EXPORTER")
"""OpenTelemetry's own variables, of which one switches tracing on (OTEL_TRACES_EXPORTER=none: off)."""

SEND_MILLIS = 1000
"""Between two exports: a child that is killed loses a second's spans."""

END_MILLIS = 1000
"""For the last export of a process that ends."""

HEADER = "traceparent"
"""The header of a run's message."""

_carried: ContextVar[Mapping[int, str]] = ContextVar("carried", default={})  # noqa: B039


@cache
def on() -> bool:
    """Whether the environment asks for traces, and OpenTelemetry's SDK is installed."""
    asked = any(os.environ.get(name) for name in EXPORTERS)
    if not asked or os.environ.get("OTEL_TRACES_EXPORTER") == "none" or os.environ.get("OTEL_SDK_DISABLED") == "true":
        return False
    try:
        import opentelemetry.exporter.otlp.proto.http.trace_exporter
        import opentelemetry.sdk.trace  # noqa: F401
    except ImportError as error:
        logger.warning("tracing_missing", detail=str(error), cure="pip install 'onrecord[tracing]'")
        return False
    return True


def note(name: str, parent: bytes | None, begun_ns: int, **attributes: str | int) -> str | None:
    """Note what has ended, under a producer's traceparent. Returns the traceparent for what follows; None if off."""
    if not on():
        return None
    span = (
        _provider(os.getpid())
        .get_tracer("onrecord")
        .start_span(name, _context(traceparent_of(parent)), attributes=_named(attributes), start_time=begun_ns)
    )
    span.end(time.time_ns())
    return _traceparent(span)


@contextmanager
def span(name: str, parent: str | None = None, **attributes: str | int) -> Iterator[Span | None]:
    """A span while the block runs, under the given traceparent or the span around it; None if tracing is off."""
    if not on():
        yield None
        return
    tracer = _provider(os.getpid()).get_tracer("onrecord")
    with tracer.start_as_current_span(name, _context(parent), attributes=_named(attributes)) as made:
        yield made


@contextmanager
def carrying(traceparents: Mapping[int, str]) -> Iterator[None]:
    """While the block runs, the messages of these runs carry their traceparents."""
    token = _carried.set(traceparents)
    try:
        yield
    finally:
        _carried.reset(token)


def headers(run_id: int) -> dict[str, str]:
    """The headers that a run's message carries."""
    traceparent = _carried.get().get(run_id)
    return {HEADER: traceparent} if traceparent else {}


def flush(**_: Any) -> None:
    """Export what has ended, before the process does. A collector that is away holds it up for a second."""
    if on() and _provider.cache_info().currsize:
        _provider(os.getpid()).force_flush(END_MILLIS)


@cache
def _provider(_pid: int) -> TracerProvider:
    """This process's own: a forked child has none of its parent's threads."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor, ConsoleSpanExporter

    named = {"service.name": "onrecord", "service.version": release(), "host.name": host()}
    provider = TracerProvider(resource=Resource.create(named), shutdown_on_exit=False)
    exporter = ConsoleSpanExporter() if os.environ.get("OTEL_TRACES_EXPORTER") == "console" else OTLPSpanExporter()
    provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=SEND_MILLIS))
    return provider


def _context(traceparent: str | None) -> Context | None:
    """The context of a traceparent; None, which is that of the span around, if there is none."""
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    return TraceContextTextMapPropagator().extract({HEADER: traceparent}) if traceparent else None


def _traceparent(span: Span) -> str:
    made = span.get_span_context()
    return f"00-{made.trace_id:032x}-{made.span_id:016x}-{made.trace_flags:02x}"


def _named(attributes: Mapping[str, str | int]) -> dict[str, str | int]:
    return {f"onrecord.{name}": value for name, value in attributes.items()}
