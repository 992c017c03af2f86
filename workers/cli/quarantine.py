"""`onrecord quarantine`: looks at articles that could not be processed, retries them, drops them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from workers.cli import CONTEXT
from workers.cli.output import result, results, table, talk
from workers.cli.params import BECAUSE, NUMBER, WORDS, date

if TYPE_CHECKING:
    from shared.store.quarantining import QuarantinedEntry, Wanted

F = TypeVar("F", bound=Callable[..., Any])

PAYLOAD_SHOWN = 2000
"""Characters of a payload shown to people, enough to tell an empty frame from an article; --json shows all."""

FILTERS = (
    click.option("--code", type=WORDS, help="Only entries with this error code."),
    click.option("--publisher", type=WORDS, help="Only articles of this publisher."),
    click.option("--since", type=date, help="Only entries since then (ISO 8601; UTC unless it says otherwise)."),
    click.option("--until", type=date, help="Only entries before then."),
)


def filtered(command: F) -> F:
    """Add the filters' options to a command."""
    for option in reversed(FILTERS):
        command = option(command)
    return command


@click.group(context_settings=CONTEXT)
def quarantine() -> None:
    """Articles that could not be processed, and why: look at them, try them again, drop them.

    \b
    Example
      onrecord quarantine list --code empty_text
    """


@quarantine.command("list")
@filtered
@click.option("--limit", type=NUMBER, default=1000, show_default=True, help="Entries listed, newest first.")
@click.option("--json", "as_json", is_flag=True, help="One JSON line an entry.")
def list_(limit: int, as_json: bool, **filters: Any) -> None:
    """List the entries that wait for a decision, newest first.

    \b
    Example
      onrecord quarantine list --publisher Gazette --since 2026-01-31 --json | jq .code | sort | uniq -c
    """
    from shared.store import quarantining
    from workers.resources import database

    rows = quarantining.find(database(), quarantining.Wanted(**filters), limit)
    if as_json:
        results(rows)
        return
    table("Quarantine", ["id", "ARTICLE", "stage", "code", "WHY", "at"],
          ([str(r.id), r.uri or "-", r.stage or "-", r.code, r.reason, f"{r.at:%Y-%m-%d %H:%M}"] for r in rows),
    )  # fmt: skip


@quarantine.command()
@click.argument("entry_id", metavar="ID", type=NUMBER)
@click.option("--json", "as_json", is_flag=True, help="The whole entry as JSON.")
def show(entry_id: int, as_json: bool) -> None:
    """Show one entry: stage, code, reason, traceback, payload.

    \b
    Example
      onrecord quarantine show 7 --json | jq -r .payload
    """
    from shared.store import quarantining
    from workers.resources import database

    entry = quarantining.entry(database(), entry_id)
    if as_json:
        result(entry)
        return
    _print(entry)


@quarantine.command()
@click.argument("ids", nargs=-1, type=NUMBER)
@filtered
@click.option("--all", "everything", is_flag=True, help="All entries.")
@BECAUSE
def retry(ids: tuple[int, ...], everything: bool, because: str | None, **filters: Any) -> None:
    """Try entries again (by IDS or filters): their runs go on at the stage that failed, sent within seconds.

    \b
    Example
      onrecord quarantine retry --code model_missing
    """
    from shared.store import quarantining
    from workers.resources import database

    wanted = _chosen(ids, everything, **filters)
    done = quarantining.retry(database(), wanted, because=because)
    talk(f"onrecord: {done.resolved} tried again")
    if done.without_run:
        talk(f"onrecord: {done.without_run} without an article, only bytes: look at them, then drop them")
        raise click.exceptions.Exit(1)


@quarantine.command()
@click.argument("ids", nargs=-1, type=NUMBER)
@filtered
@click.option("--all", "everything", is_flag=True, help="All entries.")
@BECAUSE
def drop(ids: tuple[int, ...], everything: bool, because: str | None, **filters: Any) -> None:
    """Give entries up for good (by IDS or filters): lists no longer show them, and some days later they are deleted.

    \b
    Example
      onrecord quarantine drop --code foreign_message --until 2026-01-31
    """
    from shared.store import quarantining
    from workers.resources import database

    done = quarantining.drop(database(), _chosen(ids, everything, **filters), because=because)
    talk(f"onrecord: {done.resolved} dropped")


def _chosen(ids: tuple[int, ...], everything: bool, **filters: Any) -> Wanted:
    """The chosen entries; to choose all takes --all. Raises NotFound for ids that do not wait."""
    from shared.errors import NotFound
    from shared.store import quarantining
    from workers.resources import database

    if not ids and not everything and not any(filters.values()):
        raise click.UsageError("say which entries: ids, --code, --publisher, --since, --until, or --all")
    waiting = {row.id for row in quarantining.find(database(), quarantining.Wanted(ids=ids), len(ids))} if ids else ids
    missing = ", ".join(str(i) for i in ids if i not in waiting)
    if missing:
        raise NotFound(f"no entry waits under {missing}")
    return quarantining.Wanted(ids=ids, **filters)


def _print(entry: QuarantinedEntry) -> None:
    for name in ("uri", "version", "publisher", "run_id", "pipeline_version", "stage", "code", "reason", "at"):
        value = getattr(entry, name)
        if value is not None:
            click.echo(f"{name:<16} {value}")
    if entry.resolved_at is not None:
        click.echo(f"{'resolved_at':<16} {entry.resolved_at}")
    if entry.traceback:
        click.echo(f"\n{entry.traceback.rstrip()}")
    if entry.payload:
        left = len(entry.payload) - PAYLOAD_SHOWN
        click.echo(f"\n{entry.payload[:PAYLOAD_SHOWN]}" + (f" ... {left:,} more characters" if left > 0 else ""))
