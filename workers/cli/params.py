"""Types of command line values."""

from __future__ import annotations

from datetime import UTC, datetime

import click


def date(value: str) -> datetime:
    """A date or time in ISO 8601, in UTC unless it says otherwise."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no date such as 2026-01-31 or 2026-01-31T18:00+01:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
