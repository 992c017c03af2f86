"""Running hostile input through reading and parsing in a process of its own, with limits that the kernel holds.

A nursery process has everything imported and forks a child for each case, so that a case costs no more than its work.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

SECONDS = 10
"""Of the processor: what else runs on the machine is no property of the code."""

MEMORY = 512 * 1024 * 1024
"""All code and libraries included."""

PATIENCE = 300
"""Seconds on the clock after which a child that sleeps is ended."""


class Nursery:
    """Answers what became of a file."""

    def __init__(self) -> None:
        # One thread for numpy's algebra: every further one reserves address space, which is what is limited.
        environment = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONPATH": ":".join(sys.path)}
        command = [sys.executable, "-m", "tests.unit.forms.limits"]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )

    def outcomes(self, path: Path, field: str = "") -> list[str]:
        """What became of the articles in a file (`article` or a code), at most five; fails past the limits.

        With a field, the file is that field of a submission instead.
        """
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{field} {path}\n")
        self.process.stdin.flush()
        status, *found = self.process.stdout.readline().split()
        assert status == "0", f"exit status {status} (-24: out of time) after {found}"
        return found

    def close(self) -> None:
        """End it."""
        self.process.communicate()


def serve() -> None:
    """Answer each line of standard input, from a child with limits."""
    list(_codes(Path(__file__), "text"))  # once, so that what is loaded late is there before the first fork
    list(_codes(Path(__file__), "html"))
    for line in sys.stdin:
        field, _, path = line.rstrip("\n").partition(" ")
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            _answer(Path(path), field, writing)
        os.close(writing)
        with os.fdopen(reading) as told:
            found = told.read().split()
        _, status, used = os.wait4(child, 0)
        code = os.waitstatus_to_exitcode(status) or int(used.ru_maxrss * 1024 > MEMORY)
        print(code, *found, flush=True)  # noqa: T201


def _answer(path: Path, field: str, writing: int) -> NoReturn:
    # What is in use now counts in full; what libraries have merely reserved does not.
    reserved, used, *_ = (int(pages) * resource.getpagesize() for pages in Path("/proc/self/statm").read_text().split())
    most = reserved + MEMORY - used
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    signal.alarm(PATIENCE)
    try:
        for code in _codes(path, field):
            os.write(writing, f"{code}\n".encode())
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _codes(path: Path, field: str) -> Iterator[str]:
    from shared.messages import validate
    from workers.doors.loader import Unreadable, read

    if field:
        content = path.read_bytes().decode("utf-8", "surrogatepass")
        yield _parsed(validate({"uri": "test:1", field: content}))
        return
    for item, _ in zip(read(path), range(5), strict=False):
        yield item.error.code if isinstance(item, Unreadable) else _parsed(item)


def _parsed(item: object) -> str:
    """`article` or the code of the error; what breaks a promise about every article is an error of ours."""
    from shared.errors import Permanent
    from shared.model import Submission
    from shared.offsets import reconstruct
    from tests.unit.parsing.texts import tiles
    from workers.parsing import fingerprint, parse

    assert isinstance(item, Submission)
    try:
        article = parse(item)
    except Permanent as error:
        return error.code
    assert tiles(article)
    assert article.language_segments()
    assert fingerprint(article).keys
    if item.html is None:
        assert reconstruct(article.text, article.edits) == (item.text if item.text is not None else item.body)
    return "article"


if __name__ == "__main__":
    serve()
