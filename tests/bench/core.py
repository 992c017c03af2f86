"""What all benches share: what some work cost, runs in turn, figures, and the record of each run.

Only ratios within one run are compared with earlier ones: what a machine can do is no property of the code.
"""

from __future__ import annotations

import json
import statistics
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeVar

import click
import psutil

from tests.bench.sizes import Sizes
from workers.models import Models, load

LOOK_SECONDS = 2.0
QUIET = 0.10
"""The share of the cores that other programs may take: more shows in figures of the clock."""

T = TypeVar("T")


@dataclass(frozen=True)
class Figure:
    """One figure of a part: what it is in plain words, and what it was taken of."""

    name: str
    words: str
    value: float
    better: Literal["lower", "higher"]
    of: str
    reach: float | None = None
    checked: bool = True
    """Whether it is a ratio within one run, so that runs on other machines can be compared by it."""
    tolerance: float = 0.10
    """How much worse a run may be than the accepted one, as a share of it, before `make bench-check` complains."""


class Spent(NamedTuple):
    """What some work cost: CPU seconds by role, and seconds on the clock."""

    cpu: Counter[str]
    clock: float
    late: float = 0.0
    """CPU seconds of all roles after readers had seen every article: what identities cost."""
    memory: Mapping[str, float] = MappingProxyType({})
    """MB by role at the end, memory that processes share counted once."""
    peak: Mapping[str, float] = MappingProxyType({})
    """MB that the largest process of a role had at its largest."""

    @property
    def whole(self) -> float:
        """CPU seconds of all roles."""
        return sum(self.cpu.values())


@dataclass
class Bench:
    """One run of the benches: how much to measure, and where its raw records go."""

    sizes: Sizes
    records: Path
    figures: list[Figure] = field(default_factory=list)
    others: float = 0.0
    """The largest share of the cores that other programs took before a part began."""

    @cached_property
    def models(self) -> Models:
        """The language models, loaded once."""
        return load()

    def look_around(self) -> None:
        """Notes how busy other programs keep the cores, and says if that is too much for figures of the clock."""
        busy = psutil.cpu_percent(LOOK_SECONDS) / 100
        self.others = max(self.others, busy)
        if busy > QUIET:
            click.echo(
                f"  other programs take {busy:.0%} of the cores: what is taken on the clock is not to be trusted"
            )

    def record(self, part: str, what: str, articles: int, spent: Spent) -> Spent:
        """Note one run as a line of JSON, and say it."""
        row = {"part": part, "what": what, "articles": articles, "clock": round(spent.clock, 4)}
        row |= {"cpu": dict(spent.cpu), "memory_mb": dict(spent.memory), "peak_mb": dict(spent.peak)}
        with self.records.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(row) + "\n")
        roles = ", ".join(f"{role} {1000 * s / articles:.1f}" for role, s in spent.cpu.items() if s)
        click.echo(f"  {what}: {1000 * spent.whole / articles:.1f} ms of CPU each ({roles}), {spent.clock:.1f} s")
        return spent

    def say(self, figures: Sequence[Figure]) -> None:
        """Print the figures of a part."""
        self.figures += figures
        for figure in figures:
            reach = "" if figure.reach is None else f"   (reach {figure.reach:g})"
            click.echo(f"  {figure.value:12,.2f}  {figure.words}{reach}")


def in_turn(rounds: int, works: Mapping[str, Callable[[], T]]) -> dict[str, list[T]]:
    """Do each work once a round, one after the other: what else the machine does meets all of them alike."""
    found: dict[str, list[T]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            found[name].append(work())
    return found


def median(spent: Sequence[Spent]) -> float:
    """The median CPU seconds."""
    return statistics.median(one.whole for one in spent)


def alone(work: Callable[[], object]) -> Spent:
    """What work costs in this process."""
    started, before = time.perf_counter(), time.process_time()
    work()
    return Spent(Counter(here=time.process_time() - before), time.perf_counter() - started)
