"""`onrecord audit`: who retracted, dropped, merged or processed again what, when and why."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from workers.cli.output import results, table
from workers.cli.params import NUMBER, WORDS, date

if TYPE_CHECKING:
    from shared.store.auditing import Audited, Deed


@click.command()
@click.option("--deed", type=WORDS, help="Only this deed, such as retracted or dropped.")
@click.option("--about", type=WORDS, help="Only what was done to this: a part of a uri, a number, a version.")
@click.option("--by", type=WORDS, help="Only what this login, user or machine did.")
@click.option("--since", type=date, help="Only deeds since then (ISO 8601; UTC unless it says otherwise).")
@click.option("--until", type=date, help="Only deeds before then.")
@click.option("--limit", type=NUMBER, default=100, show_default=True, help="Deeds listed, newest first.")
@click.option("--json", "as_json", is_flag=True, help="One JSON line a deed, with all that is known.")
def audit(
    deed: str | None,
    about: str | None,
    by: str | None,
    since: datetime | None,
    until: datetime | None,
    limit: int,
    as_json: bool,
) -> None:
    """List what people did by hand, newest first: who retracted, dropped, merged or reordered what, and why.

    \b
    Example
      onrecord audit --deed retracted --since 2026-01-31
      onrecord audit --about https://example.org/a --json
    """
    from shared.store import auditing
    from workers.resources import reading_database

    asked = auditing.Asked(deed=_deed(deed) if deed else None, about=about, by=by, since=since, until=until)
    deeds = auditing.find(reading_database(), asked, limit)
    if as_json:
        results(deeds)
        return
    table("Audit", ["at", "deed", "ABOUT", "BY", "WHY"], map(_cells, deeds))


def _deed(name: str) -> Deed:
    from shared.store.auditing import Deed

    try:
        return Deed(name)
    except ValueError:
        raise click.BadParameter(f"{name!r} is none of {', '.join(Deed)}") from None


def _cells(done: Audited) -> list[str]:
    who = done.login if done.person is None else f"{done.person} as {done.login}"
    place = done.machine or done.address
    by = f"{who} on {place}" if place else who
    why = done.because or (f"inbox entry {done.stream_id}" if done.stream_id else "")
    return [f"{done.at:%Y-%m-%d %H:%M:%S}", done.deed, done.about, by, why]
