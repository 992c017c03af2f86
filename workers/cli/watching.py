"""`onrecord status --watch`: a small live table on a terminal, one line for each look elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click
from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from workers.cli import wording
from workers.cli.output import json_line
from workers.cli.status import told
from workers.survey.forecast import ready_in, waiting
from workers.survey.judging import replaced, wrong
from workers.survey.words import span

if TYPE_CHECKING:
    from workers.survey.taking import Survey

Look = Callable[[], "Survey"]


def watch(look: Look, seconds: float, *, as_json: bool = False, console: Console | None = None) -> None:
    """Look every so many seconds until Ctrl-C."""
    console = console or Console()
    try:
        if as_json:
            for survey in _looks(look, seconds):
                json_line(told(survey))
        elif console.is_terminal:
            with Live(console=console, auto_refresh=False, screen=False) as live:
                for survey in _looks(look, seconds):
                    live.update(drawn(survey), refresh=True)
        else:
            for survey in _looks(look, seconds):
                click.echo(line(survey))
    except KeyboardInterrupt:
        return


def line(survey: Survey) -> str:
    """One look in one line, for a log."""
    parts = [f"{survey.taken_at:%H:%M:%S}"]
    if survey.totals is not None:
        parts.append(f"on record {survey.totals.counts.articles}")
    if survey.broker is not None:
        parts.append(f"inbox {survey.broker.inbox}")
    if survey.backlog is not None:
        parts += [f"on their way {wording.on_the_way(survey.backlog)}", wording.rate(survey)]
    if survey.broker is not None:
        parts.append(f"processes {wording.processes(survey)}")
    return "; ".join(parts + [f"wrong: {finding.what}" for finding in wrong(survey)])


def drawn(survey: Survey) -> Group:
    """The live table: figures, processes, last errors, and what is wrong."""
    parts = [_figures(survey), _processes(survey)]
    if survey.failures:
        parts.append(_failures(survey))
    return Group(*parts, *(Text(f"wrong: {finding.what}", style="bold red") for finding in wrong(survey)))


def _looks(look: Look, seconds: float) -> Iterator[Survey]:
    while True:
        begun = time.monotonic()
        yield look()
        time.sleep(max(0.0, seconds - (time.monotonic() - begun)))


def _figures(survey: Survey) -> Table:
    grid = Table(title=f"Onrecord at {survey.taken_at:%H:%M:%S} UTC", title_justify="left", show_header=False)
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    if survey.totals is not None:
        counts = survey.totals.counts
        grid.add_row(
            "on record", f"{counts.articles} articles, {counts.quarantined} quarantined, {counts.rejected} rejected"
        )
    if survey.broker is not None:
        grid.add_row("inbox", wording.inbox(survey.broker))
        grid.add_row("queues", wording.queues(survey.broker))
    if survey.backlog is not None:
        for one in survey.backlog.stages:
            age = f", the oldest for {span(one.oldest_seconds)}" if one.oldest_seconds is not None else ""
            grid.add_row(f"before {one.stage}", f"{one.runs}{age}")
        grid.add_row("rate", f"{survey.backlog.recent.per_minute:.1f} articles a minute")
    grid.add_row("ready", _ready(survey))
    return grid


def _ready(survey: Survey) -> str:
    left, seconds = waiting(survey), ready_in(survey)
    if left == 0:
        return "now: nothing waits"
    if left is None or seconds is None:
        return "cannot be foreseen"
    return f"in about {span(seconds)}: {left} wait"


def _processes(survey: Survey) -> Table:
    table = Table(title="Processes", title_justify="left")
    for column in ("kind", "host", "pid", "lives", "last turn", "detail"):
        table.add_column(column, overflow="fold")
    now = survey.taken_at.timestamp()
    known = survey.broker.processes if survey.broker is not None else ()
    for process in known:
        if process.silent(now) and replaced(process, known):
            continue
        lives = Text("silent", style="red") if process.silent(now) else Text("yes", style="green")
        turned = f"{span(max(0.0, now - process.turned_at))} ago"
        table.add_row(process.kind, Text(process.host), str(process.pid), lives, turned, Text(process.detail))
    return table


def _failures(survey: Survey) -> Table:
    table = Table(title="Last errors", title_justify="left")
    for column in ("at", "where", "code", "article", "reason"):
        table.add_column(column, no_wrap=True, overflow="ellipsis")
    for failure in survey.failures:
        cells = (f"{failure.at:%m-%d %H:%M:%S}", failure.where, failure.code, failure.uri or "", failure.reason)
        table.add_row(*(Text(cell[:200]) for cell in cells))
    return table
