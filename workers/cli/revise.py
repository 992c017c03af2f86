"""Changes articles on record: `retract` hides one, `reprocess` processes many again."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

import click

from workers.cli.output import result, results, table, talk
from workers.cli.params import BECAUSE, WORDS, date

WATCH_SECONDS = 2.0
"""Pause between two looks: each counts the runs of all orders."""

STAGES = ("parse", "entities", "quotations")


@click.command()
@click.argument("uri", type=WORDS)
@BECAUSE
@click.option("--json", "as_json", is_flag=True, help="The outcome as JSON.")
def retract(uri: str, because: str | None, as_json: bool) -> None:
    """Hide the article URI from readers, at once; the change feed says `retracted`. A later submission brings it back.

    \b
    Example
      onrecord retract https://example.org/a --because "the publisher withdrew it"
    """
    from shared.store import retracting
    from workers.resources import database

    retracted = retracting.retract(database(), uri, because=because)
    if as_json:
        result(retracted)
        return
    before = "" if retracted.outcome is retracting.Withdrawal.RETRACTED else " before"
    talk(f"onrecord: {uri} was retracted{before} (versions up to {retracted.version})")


@click.command()
@click.option("--stage", type=click.Choice(STAGES), default="parse", show_default=True, help="Begin at this stage.")
@click.option("--publisher", type=WORDS, help="Only articles of this publisher.")
@click.option("--since", type=date, help="Only articles accepted since then (ISO 8601).")
@click.option("--as", "label", type=WORDS, help="The new pipeline version; default: that of this program.")
@click.option("--status", "action", flag_value="status", help="Only show the progress.")
@click.option("--pause", "action", flag_value="pause", help="Start no more articles until --resume.")
@click.option("--resume", "action", flag_value="resume", help="Go on.")
@click.option("--watch", is_flag=True, help="With --status: show the progress until no run of an order is open.")
@BECAUSE
@click.option("--json", "as_json", is_flag=True, help="All orders and their progress, as JSON lines.")
def reprocess(
    stage: str,
    publisher: str | None,
    since: datetime | None,
    label: str | None,
    action: str | None,
    watch: bool,
    because: str | None,
    as_json: bool,
) -> None:
    """Process articles on record again, behind all live ones. Readers see the old results until the new ones are done.

    \b
    Example
      onrecord reprocess --stage quotations --publisher Gazette --as 2026-02
      onrecord reprocess --status --watch
    """
    from shared.store import reprocessing
    from workers.resources import database

    if action is not None and (publisher is not None or since is not None):
        raise click.UsageError(f"--{action} applies to whole orders: it takes --as, but no filters")
    if watch and (action != "status" or as_json):
        raise click.UsageError("--watch goes with --status, and without --json")
    if watch:
        _watch()
    if action == "pause":
        talk(f"onrecord: {reprocessing.pause(database(), label, because=because)} paused")
    elif action == "resume":
        talk(f"onrecord: {reprocessing.resume(database(), label, because=because)} resumed")
    elif action is None:
        _order(stage, publisher, since, label, because)
    if as_json:
        results(reprocessing.progress(database()))
    elif action == "status":
        _tell()


def _order(stage: str, publisher: str | None, since: datetime | None, label: str | None, because: str | None) -> None:
    from shared.model import PIPELINE_VERSION
    from shared.store import reprocessing
    from shared.store.records import Stage
    from workers.resources import database

    wanted = reprocessing.Order(
        pipeline_version=label or PIPELINE_VERSION, from_stage=Stage(stage), publisher=publisher, since=since
    )
    total = sum(reprocessing.order(database(), wanted, because=because))
    if total:
        talk(f"onrecord: articles ordered as {wanted.pipeline_version}: {total}; see onrecord reprocess --status")
        return
    talk(f"onrecord: nothing to do: all such articles are at {wanted.pipeline_version}; --as names another version")


def _watch() -> None:
    """Show how many of all ordered runs are done, until none is open or Ctrl-C."""
    from shared.store import reprocessing
    from workers.cli.progress import steps
    from workers.machine.background import wait_until
    from workers.resources import database

    with steps("processed again", "runs") as done:

        def nothing_open() -> bool:
            orders = reprocessing.progress(database())
            ended = sum(order.done + order.quarantined for order in orders)
            done.reach(ended, ended, sum(order.total for order in orders))
            return not any(order.open for order in orders)

        with suppress(KeyboardInterrupt):
            wait_until(nothing_open, float("inf"), WATCH_SECONDS)


def _tell() -> None:
    from shared.store import reprocessing
    from workers.resources import database

    columns = ["version", "from", "PUBLISHER", "since", "total", "done", "quarantined", "open", "state"]
    rows = (
        [o.pipeline_version, o.from_stage, o.publisher or "all", f"{o.since:%Y-%m-%d}" if o.since else "ever"]
        + [str(number) for number in (o.total, o.done, o.quarantined, o.open)]
        + [o.state]
        for o in reprocessing.progress(database())
    )
    table("Processed again", columns, rows)
