"""`make bench-parsing`: how fast raw texts and pages are parsed, pages as a multiple of bare trafilatura in this run.

Takes the pages and texts of the measuring kit where it lies beside the checkout, else those of seeds and fixtures.
Processor time, the page-reading child's included. Prints figures and judges nothing.
"""

from __future__ import annotations

import gzip
import json
import resource
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import click
from trafilatura import bare_extraction

from shared.errors import Permanent
from shared.model import Submission
from tests.quality.__main__ import KIT, ROOT
from workers.parsing import parse
from workers.parsing.html.helper import HELPER

WARM = 5
"""Pages parsed before the clock starts: the child is up by then, the lexicons are read."""


def pages() -> list[str]:
    """HTML pages."""
    kit = KIT / "data" / "html-aeb.jsonl.gz"
    if kit.exists():
        return [json.loads(line)["html"] for line in gzip.decompress(kit.read_bytes()).splitlines()]
    return _files("*.html")


def texts() -> list[str]:
    """Raw texts."""
    kit = KIT / "data" / "text-aeb.jsonl"
    if kit.exists():
        return [json.loads(line)["text"] for line in kit.read_bytes().splitlines()]
    return _files("*.txt")


def _files(pattern: str) -> list[str]:
    folders: Iterable[Path] = (ROOT / "seeds" / "articles", ROOT / "tests" / "golden" / "parsing")
    return [path.read_text("utf-8") for folder in folders for path in sorted(folder.rglob(pattern))]


def spent(work: Callable[[str], object], items: list[str]) -> tuple[float, list[float]]:
    """Seconds of processor time that the items took in this process, and for each the seconds on the clock."""
    for item in items[:WARM]:
        work(item)
    before, clocks = time.process_time(), []
    for item in items:
        started = time.perf_counter()
        work(item)
        clocks.append(time.perf_counter() - started)
    return time.process_time() - before, sorted(clocks)


def parsed(**content: str) -> None:
    """Parse a submission, whatever comes of it."""
    try:
        parse(Submission(uri="bench:1", **content))  # type: ignore[arg-type]
    except Permanent:
        return


def main() -> None:
    """Print the figures."""
    found, raw = pages(), texts()
    bare, _ = spent(lambda page: bare_extraction(page, favor_precision=True, include_comments=False), found)
    ours, clocks = spent(lambda page: parsed(html=page), found)
    HELPER.close()  # only the processor time of children that have ended is known
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    ours += (children.ru_utime + children.ru_stime) * len(found) / (len(found) + min(WARM, len(found)))
    text, _ = spent(lambda item: parsed(text=item), raw)
    median, slow = (1000 * clocks[int(len(clocks) * share)] for share in (0.5, 0.99))
    click.echo(f"{len(found)} pages, {len(raw)} texts")
    click.echo(f"bare trafilatura        1.00  ({len(found) / bare:.0f} pages per CPU-second here)")
    click.echo(f"parse, child included {ours / bare:6.2f} times its time ({len(found) / ours:.0f} pages per second)")
    click.echo(f"  on the clock, median  {median:5.0f} ms; p99 {slow:.0f} ms")
    click.echo(f"raw texts             {len(raw) / text:6.0f}  per CPU-second")


if __name__ == "__main__":
    main()
