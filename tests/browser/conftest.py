"""A real browser on real pages: Debian's Chromium, driven by Playwright, on a server in a thread of this process."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import uvicorn

from shared.store.engine import make_engine
from tests.folders import server_folder
from tests.integration.web.given import on_record
from workers.web.app import create_app
from workers.web.collected import from_files
from workers.web.folder import write
from workers.web.queries.connection import open_engine

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Playwright

    from workers.models import Models

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip

SEEDS = Path(__file__).parents[2] / "seeds" / "articles"

Opened = Callable[..., "Page"]


@pytest.fixture(scope="module")
def playwright(real_server: None) -> Iterator[Playwright]:
    """The driver; without Chromium or the driver, the tests of this folder are skipped."""
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with api.sync_playwright() as started:
        yield started


@contextmanager
def browser(playwright: Playwright, **options: object) -> Iterator[BrowserContext]:
    """A browser that has never been used. Each request to another place than the page's own fails the test."""
    with server_folder("onrecord-chromium-") as folder:
        context = playwright.chromium.launch_persistent_context(
            str(folder),
            executable_path=CHROMIUM,
            headless=True,
            args=FLAGS,
            **options,  # type: ignore[arg-type]
        )
        try:
            yield context
        finally:
            context.close()


@pytest.fixture(scope="module")
def site(module_database_url: str) -> Iterator[str]:
    """The address of pages on a store of our own articles."""
    owner = make_engine(module_database_url)
    on_record(owner)
    owner.dispose()
    engine = open_engine(module_database_url)
    server = uvicorn.Server(uvicorn.Config(create_app(engine), port=0, log_config=None, access_log=False))
    sockets = [server.config.bind_socket()]
    thread = threading.Thread(target=server.run, kwargs={"sockets": sockets}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    engine.dispose()


@pytest.fixture(scope="module")
def report(models: Models) -> Iterator[Path]:
    """A report of two seeds, as files."""
    with server_folder("onrecord-report-") as folder:
        write(from_files([SEEDS / "harbour-cranes.txt", SEEDS / "council-homes.html"], models), folder)
        yield folder


def _is_strange(address: str, own: str) -> bool:
    """Whether an address is neither the page's own server nor a file of a report."""
    parts = urlsplit(address)
    return parts.scheme != "file" and parts.netloc != own


@pytest.fixture
def open_page(playwright: Playwright) -> Iterator[Opened]:
    """Opens an address in a browser of its own; what it tells of errors, or asks of other hosts, fails the test."""
    opened = []
    told: list[str] = []

    def open_(address: str, **options: object) -> Page:
        manager = browser(playwright, **options)
        opened.append(manager)
        page = manager.__enter__().new_page()
        own = urlsplit(address).netloc
        page.on("pageerror", lambda error: told.append(f"error: {error}"))
        page.on("console", lambda line: told.append(f"console: {line.text}") if line.type == "error" else None)
        page.on("dialog", lambda dialog: told.append(f"dialog: {dialog.message}"))
        page.on("request", lambda asked: told.append(asked.url) if _is_strange(asked.url, own) else None)
        page.goto(address)
        return page

    yield open_
    for manager in opened:
        manager.__exit__(None, None, None)
    assert [line for line in told if "404" not in line] == []
