"""`onrecord extract`: runs the three stages in this process, without broker or database."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workers.cli.output import json_line, result, talk

if TYPE_CHECKING:
    from shared.model import Submission
    from workers.cli.progress import Steps
    from workers.doors.loader import Unreadable
    from workers.models import Models

READABLE = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)


@click.command()
@click.argument("file", type=READABLE, required=False)
@click.option("--jsonl", type=READABLE, help="A file of submissions, one JSON a line; prints one article a line.")
@click.option(
    "--processes",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="Processes for --jsonl; 0 means one a core.",
)
def extract(file: Path | None, jsonl: Path | None, processes: int) -> None:
    """Print the extracted articles of FILE (in any form that `load` takes; - for standard input).

    \b
    Example
      onrecord extract article.txt | jq '.quotations[] | [.speaker.name, .content]'
      onrecord extract --jsonl submissions.jsonl --processes 0 > articles.jsonl
    """
    if file is not None and jsonl is None:
        _extract_file(file)
    elif jsonl is not None and file is None:
        _extract_lines(jsonl, processes)
    else:
        raise click.UsageError("give either FILE or --jsonl FILE")


def _extract_file(path: Path) -> None:
    from shared.errors import EmptyText, OnrecordError
    from workers.doors.loader import read, sniff

    count = 0
    failures: list[int] = []
    for item in sniff(sys.stdin.buffer) if str(path) == "-" else read(path):
        count += 1
        try:
            _print(item)
        except OnrecordError as error:
            # A failure in one item of a feed or an archive must not stop the others.
            talk(f"onrecord: {item.uri}: {error}")
            failures.append(error.exit_code)
    if count == 0:
        raise EmptyText(f"{path} holds nothing")
    if failures:
        raise click.exceptions.Exit(1 if len(failures) < count else failures[-1])


def _print(item: Submission | Unreadable) -> None:
    from shared.model import Submission
    from workers.extraction import extract as extract_article

    if not isinstance(item, Submission):
        raise item.error
    if item.retracted:
        talk(f"onrecord: {item.uri} is withdrawn")
        return
    result(extract_article(item, _models()))


@dataclass(frozen=True)
class Outcome:
    """The result of one line: an article's JSON, or a problem, or (for a blank line) neither."""

    line: int
    size: int = 0
    article: str | None = None
    problem: str | None = None


def _extract_lines(path: Path, processes: int) -> None:
    import gc
    import os

    from workers.cli.progress import steps
    from workers.extraction import warm_up
    from workers.machine.parallel import in_order

    wanted = processes or os.cpu_count() or 1
    models = _models()
    if wanted > 1:
        warm_up(models)
    gc.freeze()  # the collector neither walks the models again nor writes into the pages that processes share
    with click.open_file(str(path), "rb") as lines:
        numbered = enumerate(lines, 1)
        outcomes = map(_extract_line, numbered) if wanted == 1 else in_order(_extract_line, numbered, wanted)
        total = path.stat().st_size if path.is_file() else None
        with steps("extracted", "articles", total, prints=True) as done:
            failed = _print_all(outcomes, done)
        if failed:
            raise click.exceptions.Exit(1)


def _print_all(outcomes: Iterable[Outcome], done: Steps) -> int:
    """Print every outcome in order and count the failures."""

    failed = 0
    for outcome in outcomes:
        done.add(outcome.article is not None, outcome.size)
        if outcome.article is not None:
            json_line(outcome.article)
        if outcome.problem is not None:
            failed += 1
            click.echo(f"onrecord: line {outcome.line}: {outcome.problem}", err=True)
    return failed


def _extract_line(numbered: tuple[int, bytes]) -> Outcome:
    from shared.errors import OnrecordError
    from shared.messages import decode
    from workers.extraction import extract as extract_article

    number, line = numbered
    if not line.strip():
        return Outcome(number, len(line))
    try:
        return Outcome(number, len(line), article=extract_article(decode(line), _models()).model_dump_json())
    except OnrecordError as error:
        return Outcome(number, len(line), problem=str(error))
    except Exception as error:
        # A failure in one article must not stop the others: its line reports the bug, and the next one goes on.
        return Outcome(number, len(line), problem=f"unexpected {type(error).__name__}: {error} [bug]")


def _models() -> Models:
    from shared.settings import settings
    from workers import models

    return models.load(settings().model, settings().registry)
