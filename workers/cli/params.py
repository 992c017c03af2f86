"""Types of values on the command line."""

from __future__ import annotations

from datetime import UTC, datetime

import click


def date(value: str) -> datetime:
    """A date or time in ISO 8601, in UTC unless it says otherwise."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a date such as 2026-01-31 or 2026-01-31T18:00+01:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class Words(click.ParamType[str]):
    """Words to look up in the database, which refuses what the shell makes of bytes other than UTF-8."""

    name = "text"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The words, unchanged."""
        try:
            value.encode()
        except UnicodeEncodeError:
            self.fail(f"{value!a} is not UTF-8", param, ctx)
        return value


WORDS = Words()

BECAUSE = click.option("--because", type=WORDS, help="Why, in your words: onrecord audit shows it.")
"""For each command that changes by hand what is on record."""

NUMBER = click.IntRange(1, 2**63 - 1)
"""The number of a row, or a number of rows, as large as the database can count."""
