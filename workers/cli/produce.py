"""Puts articles on the inbox: `load` takes files, `submit` one submission."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workers.cli.output import result, talk

if TYPE_CHECKING:
    from shared.client import Client
    from shared.model import Submission


UNNAMED = "stdin:"
"""The uri of submissions without one: all would be versions of one article."""


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--wait", is_flag=True, help="Wait until every article is done, rejected or quarantined.")
@click.option("--json", "as_json", is_flag=True, help="One JSON line an article, with its stream id.")
def load(paths: tuple[Path, ...], wait: bool, as_json: bool) -> None:
    """Put the articles in PATHS on the inbox: files in any form, folders of them, globs.

    \b
    Example
      onrecord load seeds/articles --wait
      onrecord load 'archive/2026-*/**/*.xml' crawl.warc.gz
    """
    from shared.client import Client
    from shared.settings import settings
    from workers.cli.progress import steps
    from workers.doors.loader import left_out, misnamed, size
    from workers.doors.loader import load as load_files

    for name in misnamed(paths):
        talk(f"onrecord: {name}: the file's name is not UTF-8; its bytes are written so in the article's uri")
    if others := left_out(paths):
        talk(f"onrecord: {others} files are left out, since their names fit no form; name one itself to have it read")
    with Client(settings().broker()) as client:
        if wait:
            _load_and_wait(client, paths)
            return
        with steps("put on the inbox", "articles", size(paths), prints=as_json) as done:
            for item in load_files(client, paths, lambda work: done.add(work=work)):
                done.add(1)
                if as_json:
                    result(item, indent=None)
    talk(f"onrecord: {done.count} articles put on the inbox")


def _load_and_wait(client: Client, paths: tuple[Path, ...]) -> None:
    """Load the files and wait. Exits with 1 if an article was rejected or quarantined."""
    from workers.cli import tables
    from workers.cli.following import load_and_wait
    from workers.resources import broker, reading_database

    loaded, progress = load_and_wait(reading_database(), broker(), client, paths, lambda: None)
    tables.failures(reading_database(), loaded)
    tables.summary(progress)
    if progress.rejected or progress.quarantined:
        raise click.exceptions.Exit(1)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option(
    "--wait", is_flag=True, help="Wait for the answer and print it: the article, or the reason for its rejection."
)
@click.option(
    "--timeout", type=click.FloatRange(0, min_open=True), default=60.0, show_default=True, help="Seconds to wait."
)
def submit(file: Path, wait: bool, timeout: float) -> None:
    """Put the articles in FILE on the inbox, in any form that `load` takes, and print their stream ids.

    The file - is standard input, whose submissions must have a uri.

    \b
    Example
      echo '{"uri": "https://example.org/a", "text": "..."}' | onrecord submit -
      onrecord submit article.txt --wait | jq '.quotations[] | [.speaker.name, .content]'
    """
    from shared.client import Client
    from shared.settings import settings
    from workers.doors.loader import Unreadable, read, sniff

    items = list(sniff(sys.stdin.buffer) if str(file) == "-" else read(file))
    for item in items:
        if isinstance(item, Unreadable):
            raise item.error
    submissions = [item for item in items if not isinstance(item, Unreadable)]
    if any(item.uri.startswith(UNNAMED) for item in submissions):
        raise click.UsageError(
            "the submission has no uri, and standard input no name: send JSON with a uri, or name a file"
        )
    with Client(settings().broker()) as client:
        if wait:
            _submit_and_wait(client, submissions, timeout)
            return
        for stream_id in client.submit_many(submissions):
            click.echo(stream_id)


def _submit_and_wait(client: Client, submissions: list[Submission], timeout: float) -> None:
    """Submit and print the answers. Exits with 1 if a submission was rejected or quarantined."""
    from shared.messages import AnswerOutcome
    from shared.model import Article

    refused = {AnswerOutcome.REJECTED, AnswerOutcome.QUARANTINED}
    answers = client.submit_many(submissions, wait=True, timeout=timeout)
    for answer in answers:
        result(answer, indent=2 if len(answers) == 1 else None)
    if any(not isinstance(answer, Article) and answer.outcome in refused for answer in answers):
        raise click.exceptions.Exit(1)
