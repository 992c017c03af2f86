"""Shows how far a long command has come: a bar with rate and time left on a terminal, now and then a line elsewhere."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workers.cli.output import talk

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

LINE_SECONDS = 10.0
"""Pause between two lines: a log of an hour's work has 360 of them, and a command of a few seconds has none."""

Advance = Callable[[int], None]


@dataclass
class Steps:
    """How far one command has come: `count` things are done, by which `work` of `total` is done."""

    doing: str
    things: str
    total: int | None
    clock: Callable[[], float] = time.monotonic
    count: int = 0
    work: int = 0
    begun: float = field(init=False)
    told: float = field(init=False)

    def __post_init__(self) -> None:
        self.begun = self.told = self.clock()

    def add(self, count: int = 0, work: int = 0) -> None:
        """So many more things, and so much more of the work, are done."""
        self.reach(self.count + count, self.work + work)

    def reach(self, count: int, work: int, total: int | None = None) -> None:
        """So many things, and so much of the work, are done altogether."""
        self.count, self.work, self.total = count, work, total or self.total
        self.show()

    def show(self) -> None:
        """Print a line if the last one is long ago."""
        if self.clock() - self.told >= LINE_SECONDS:
            self.told = self.clock()
            talk(f"onrecord: {self.doing}: {self.words()}")

    def words(self) -> str:
        """The count, the share of the work, the rate and the time left, as far as they are known."""
        parts = [f"{self.count:,} {self.things}"]
        if self.total:
            parts.append(f"{min(1.0, self.work / self.total):.0%}")
        if rate := self.rate():
            parts.append(f"{rate:,.1f}/s")
        if left := self.left():
            parts.append(f"{left} left")
        return ", ".join(parts)

    def rate(self) -> float:
        """Things a second, since the beginning."""
        seconds = self.clock() - self.begun
        return self.count / seconds if seconds > 0 else 0.0

    def left(self) -> str:
        """The time that the rest of the work takes, as it went so far; "" if nobody can tell."""
        if not self.total or not self.work:
            return ""
        seconds = round((self.clock() - self.begun) * max(0, self.total - self.work) / self.work)
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


@dataclass
class Bar(Steps):
    """The same, as a bar that a terminal draws again and again."""

    progress: Progress | None = None
    task: TaskID | None = None

    def show(self) -> None:
        """Move the bar."""
        if self.progress is not None and self.task is not None:
            self.progress.update(self.task, completed=self.work, total=self.total, words=self.words())


@contextmanager
def steps(doing: str, things: str, total: int | None = None, *, prints: bool = False) -> Iterator[Steps]:
    """Steps that are shown while the block runs. With `prints`, standard output shows results meanwhile."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb" or (prints and sys.stdout.isatty()):
        yield Steps(doing, things, total)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[words]}")
    # Rich knows NO_COLOR. Standard output stays as it is: it may be a file of results.
    with Progress(*columns, console=Console(stderr=True), redirect_stdout=False) as progress:
        bar = Bar(doing, things, total, progress=progress)
        bar.task = progress.add_task(doing, total=total, words="")
        yield bar
