"""The pages as an ASGI application: which address has which handler, and what every answer carries."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import structlog
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from shared.errors import OnrecordError
from workers.web import handlers
from workers.web.headers import SafeHeaders
from workers.web.rendering import STATIC
from workers.web.site import Site

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]", "testserver")
"""Names by which a browser on this machine may ask; a page elsewhere that lets its name lead here gets no answer."""

ZIPPED_BYTES = 1000

TURN_SECONDS = 1.0
"""Between two turns of the loop that answers, as they show in the list of processes."""

log = structlog.get_logger()

ROUTES = [
    Route("/", handlers.home),
    Route("/article", handlers.show_article),
    Route("/annotations", handlers.web_annotations),
    Route("/quotation", handlers.quotation),
    Route("/versions", handlers.versions),
    Route("/person/{key}", handlers.person),
    Route("/person/{key}/feed.{form:str}", handlers.person_feed),
    Route("/people", handlers.find_people),
    Route("/publishers", handlers.find_publishers),
    Route("/publisher", handlers.publisher),
    Route("/publisher.csv", handlers.publisher),
    Route("/search", handlers.search_page),
    Route("/failures", handlers.failures),
    Route("/healthz", handlers.health),
    Mount("/static", StaticFiles(directory=STATIC)),
]


def create_app(engine: Engine, *, local_only: bool = True, turn: Callable[[], None] | None = None) -> SafeHeaders:
    """The application. With `local_only`, it answers to the names of this machine alone; `turn` shows that it lives."""
    hosts = list(LOCAL_HOSTS) if local_only else ["*"]
    middleware = [
        Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False),
        Middleware(GZipMiddleware, minimum_size=ZIPPED_BYTES),
    ]
    failing = {HTTPException: _refused, OnrecordError: _failed, Exception: _failed}
    app = Starlette(routes=ROUTES, middleware=middleware, lifespan=_lifespan, exception_handlers=failing)
    app.state.site = Site(engine)
    app.state.turn = turn
    return SafeHeaders(app)  # outside of all, so that a page about a failure has the headers, too


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    """Counts for the first visitor beside the start, so that the pages answer at once."""
    threading.Thread(target=_warm_up, args=(app.state.site,), daemon=True, name="onrecord-web-warm-up").start()
    turning = asyncio.create_task(_turn(app.state.turn)) if app.state.turn else None
    yield
    if turning:
        turning.cancel()


async def _turn(turn: Callable[[], None]) -> None:
    while True:
        turn()
        await asyncio.sleep(TURN_SECONDS)


def _warm_up(site: Site) -> None:
    try:
        site.warm_up()
    except OnrecordError as error:
        log.warning("warm_up_failed", reason=str(error))
    except Exception:
        log.exception("warm_up_failed")  # the first visitor will wait, and see what is wrong


def _refused(request: Request, error: Exception) -> Response:  # noqa: ARG001
    status = error.status_code if isinstance(error, HTTPException) else 404
    return handlers.page("error.html", status, code=status, told="There is no such page.")


def _failed(request: Request, error: Exception) -> Response:
    """Our own errors tell their cure; of all others the page tells nothing, and the log all."""
    if isinstance(error, OnrecordError):
        log.warning("page_failed", path=request.url.path, reason=str(error))
        # Without the detail, which may name servers.
        return handlers.page("error.html", 503, code=503, told=str(type(error)()))
    log.error("page_broken", path=request.url.path, exc_info=error)
    return handlers.page("error.html", 500, code=500, told="The page could not be made. The log has the reason.")
