"""How fast texts and pages are parsed: pages as a multiple of bare trafilatura's time, texts a CPU-second.

Takes the pages and texts of the measuring kit where it lies beside the checkout, else those of seeds and fixtures. The
CPU of the child that reads pages counts.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import psutil
from trafilatura import bare_extraction

from shared.errors import Permanent
from shared.model import Submission
from tests.bench.core import Bench, Figure, Spent, alone
from tests.quality.__main__ import KIT, ROOT
from workers.parsing import parse

PART = "pages"
FOLDERS = (ROOT / "seeds" / "articles", ROOT / "tests" / "golden" / "parsing")


def measure(bench: Bench) -> list[Figure]:
    """CPU of pages, and of texts."""
    (pages_of, pages), (texts_of, texts) = _texts("html-aeb.jsonl.gz", "html"), _texts("text-aeb.jsonl", "text")
    parsed(html=pages[0])  # starts the child
    works: dict[str, tuple[int, Callable[[], object]]] = {
        "bare trafilatura": (len(pages), lambda: [_bare(page) for page in pages]),
        "pages": (len(pages), lambda: [parsed(html=page) for page in pages]),
        "texts": (len(texts), lambda: [parsed(text=text) for text in texts]),
    }
    bare, ours, plain = (bench.record(PART, what, n, _with_child(work)) for what, (n, work) in works.items())
    of = f"{len(pages)} pages of {pages_of}"
    return [
        Figure(f"{PART}.pages", "times bare trafilatura's CPU: pages, the reading child included",
               ours.whole / bare.whole, "lower", of),
        Figure(f"{PART}.second", "pages a CPU-second", len(pages) / ours.whole, "higher", of, checked=False),
        Figure(f"{PART}.texts", "texts a CPU-second", len(texts) / plain.whole, "higher",
               f"{len(texts)} texts of {texts_of}", checked=False),
    ]  # fmt: skip


def _texts(name: str, field: str) -> tuple[str, list[str]]:
    """The texts in one field of a file of the kit, else our own of that kind; and where they are from."""
    file = KIT / "data" / name
    if file.exists():
        data = file.read_bytes()
        rows = (gzip.decompress(data) if name.endswith(".gz") else data).splitlines()
        return name.split(".")[0], [json.loads(row)[field] for row in rows]
    return "seeds and fixtures", [path.read_text("utf-8") for path in _files("html" if field == "html" else "txt")]


def _files(ending: str) -> list[Path]:
    return [path for folder in FOLDERS for path in sorted(folder.rglob(f"*.{ending}"))]


def _bare(page: str) -> None:
    bare_extraction(page, favor_precision=True, include_comments=False)


def parsed(**content: str) -> None:
    """Parse a submission, whatever comes of it."""
    try:
        parse(Submission(uri="bench:1", **content))  # type: ignore[arg-type]
    except Permanent:
        return


def _with_child(work: Callable[[], object]) -> Spent:
    """What work costs, the reading child included, which runs by now."""
    before = _children()
    spent = alone(work)
    return Spent(spent.cpu + Counter(child=_children() - before), spent.clock)


def _children() -> float:
    return sum(sum(child.cpu_times()[:2]) for child in psutil.Process().children())
