"""A worker's child process that reads pages: starts it at the first page, kills it if it takes too long, restarts it.

It is a plain subprocess with pipes: Celery's children are daemons, to which multiprocessing allows no children.
A page that the child cannot read is read by its tags alone.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from typing import BinaryIO, cast

from pydantic import ValidationError

from shared.model import Warning as Notice
from workers.parsing.canonical import canonicalise
from workers.parsing.html.records import PageContent
from workers.parsing.html.strip import plain_text, strip_page
from workers.parsing.html.wire import Answer, receive, send

PATIENCE = 20.0
"""Seconds for a page: the child ends itself after four of processor time, for which it may have to wait."""

PAGES = 2_000
"""Pages after which a new child replaces the old one, so that its libraries' leaks stay small."""

_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TZ")
"""The variables of the environment that the child gets: no settings, which may hold passwords."""


class PageLost(Exception):
    """The child read no content from a page; the message says why."""


class Helper:
    """This process's child, which reads one page at a time."""

    def __init__(self, module: str = "workers.parsing.html.child", patience: float = PATIENCE) -> None:
        self._command = [sys.executable, "-m", module]
        self._patience = patience
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._served = 0

    def read(self, markup: str) -> PageContent:
        """The content of a page in canonical form. Raises PageLost."""
        with self._lock:
            try:
                answer = self._ask(markup.encode())
            except BaseException:
                # Even if the worker itself is interrupted: an answer left in the pipe would count for the next page.
                self._end()
                raise
            self._served += 1
            if answer.failed is not None or self._served >= PAGES:
                self._end()
        if answer.failed is not None:
            raise PageLost(answer.failed)
        return answer.content()

    def close(self) -> None:
        """End the child, if there is one."""
        with self._lock:
            self._end()

    def forget(self) -> None:
        """Forget the child after a fork: it stays the parent's."""
        self._lock = threading.Lock()
        if self._process is not None:
            _close_pipes(self._process)
            self._process.returncode = 0  # the parent waits for it
        self._process = None

    def _ask(self, page: bytes) -> Answer:
        process = self._running()
        timer = threading.Timer(self._patience, process.kill)
        timer.daemon = True
        timer.start()
        try:
            send(cast(BinaryIO, process.stdin), page)
            frame = receive(cast(BinaryIO, process.stdout))
        except OSError:
            frame = None
        finally:
            timer.cancel()
        if frame is None:
            raise PageLost(f"its reader ended ({process.wait()}): too much time or memory")
        try:
            return Answer.model_validate_json(frame)
        except ValidationError as error:
            raise PageLost("its reader gave no sound answer") from error

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._served = 0
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment()
            )
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            _close_pipes(self._process)
            self._process.wait()
        self._process = None


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    # One thread for numpy's algebra: every further one reserves address space, which is limited.
    single = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return kept | single | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _close_pipes(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):  # what could not be written any more
                pipe.close()


HELPER = Helper()
atexit.register(HELPER.close)
os.register_at_fork(after_in_child=HELPER.forget)


def read_page(raw: str) -> PageContent:
    """The content of a page, however broken its markup."""
    canonical = canonicalise(raw)
    try:
        content = HELPER.read(canonical.text)
    except PageLost as lost:
        content = PageContent(text=plain_text(strip_page(canonical.text).markup), warnings=(_by_tags(str(lost)),))
    else:
        if not content.blocks:
            content = replace(content, warnings=(_by_tags("no extractor finds an article in it"),))
    return replace(content, warnings=canonical.warnings + content.warnings)


def _by_tags(why: str) -> Notice:
    return Notice(code="page_read_by_tags", detail=why)
