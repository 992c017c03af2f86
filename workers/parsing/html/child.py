"""The child process that reads pages: `python -m workers.parsing.html.child`, frames in, frames out.

It limits its own memory once, and its processor time anew for every page. A page that goes past a limit ends the child
or is answered as failed; the worker starts another child (see helper.py). The child ends with its worker, whose end
closes its input.
"""

from __future__ import annotations

import resource
import signal
import sys
from pathlib import Path
from typing import BinaryIO

from workers.parsing.html.reading import read_markup
from workers.parsing.html.wire import Answer, answer_of, receive, send

MEMORY = 512 * 1024 * 1024
"""Bytes of address space beside those of the loaded libraries; the largest parsed pages take 300 MB."""

SECONDS = 4
"""Processor time for a page: ten times that of the slowest page of article-extraction-benchmark."""


def main() -> None:
    """Answer pages until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the worker's business
    _limit(resource.RLIMIT_AS, _reserved() + MEMORY)
    _limit(resource.RLIMIT_CORE, 0)
    serve(sys.stdin.buffer, sys.stdout.buffer)


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer every request."""
    while (page := receive(requests)) is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + SECONDS)
        send(answers, _answer(page).model_dump_json().encode())


def _answer(page: bytes) -> Answer:
    try:
        return answer_of(read_markup(page.decode()))
    except MemoryError:
        return Answer(failed=f"it takes more than {MEMORY // 1024**2} MB")
    except Exception as error:  # a parser's bug must not cost more than one page's markup
        return Answer(failed=f"{type(error).__name__}: {error}"[:300])


def _reserved() -> int:
    """Bytes of address space of this process; 0 if the system does not tell."""
    statm = Path("/proc/self/statm")
    return int(statm.read_text().split()[0]) * resource.getpagesize() if statm.exists() else 0


def _limit(kind: int, wanted: int) -> None:
    """Lower a soft limit, within the hard limit set from outside."""
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


if __name__ == "__main__":
    main()
