"""Answers a visitor's questions from the database, with what is slow to count kept in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine

from workers.web import audit as auditing
from workers.web import plots
from workers.web.kept import Kept
from workers.web.queries import audit, overview, people
from workers.web.queries.connection import COUNTING_SECONDS, reading
from workers.web.records import Counted, OtherArticle, Overview, Standing

DAY, YEAR = timedelta(days=1), timedelta(days=365)
"""A year is what a source audit looks at unless it is asked for more."""

FIRST_DAY, LAST_DAY = date(1000, 1, 1), date(9000, 1, 1)
"""Between them lie the days that an audit counts: an article may bear any date, and calendars end."""

Period = tuple[str, audit.Days | None]


class Site:
    """The database as the pages see it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.overviews: Kept[str, Overview] = Kept(self._overview)
        self.audits: Kept[Period, auditing.Audit] = Kept(self._audit)
        self._heads: Kept[int, people.Head | None] = Kept(self._head)
        self.publishers: Kept[str, tuple[Counted, ...]] = Kept(self._publishers)
        self.standings: Kept[str, Standing] = Kept(self._standing)

    def warm_up(self) -> None:
        """Counts what the first visitor would wait for."""
        for period in overview.PERIODS:
            plots.over_time(self.overviews.get(period).days)
        self.publishers.get("")
        self.standings.get("")

    def newest(self) -> tuple[OtherArticle, ...]:
        """The articles that changed last."""
        with reading(self.engine) as connection:
            return overview.newest(connection)

    def audits_of(self, publishers: Sequence[str], since: date | None, until: date | None) -> list[auditing.Audit]:
        """The source audits of publishers that are on record, all of the same days, so that they can be compared."""
        found = [each for each in (self.audit(name, since, until) for name in publishers) if each]
        days = [day for each in found for day in (each.since, each.until) if day]
        if len(found) == 1 or not days:
            return found
        first, last = min(days), max(days)
        return [again for again in (self.audit(each.publisher, first, last) for each in found) if again]

    def audit(self, publisher: str, since: date | None, until: date | None) -> auditing.Audit | None:
        """The source audit of a publisher; unless asked otherwise, of the year that ends with its newest article.

        Articles with a date in the future, which is a slip, do not move that year. Of a publisher that dates none, all
        articles are counted.
        """
        with reading(self.engine) as connection:
            bounds = audit.bounds(connection, publisher, datetime.now(UTC) + DAY)
            is_known = bounds is not None or audit.exists(connection, publisher)
        if bounds is None:
            return self.audits.get((publisher, None)) if is_known else None
        oldest, newest = (min(max(day, FIRST_DAY), LAST_DAY) for day in bounds)
        last = until or newest
        first = since or max(oldest, last - YEAR)
        return self.audits.get((publisher, audit.Days(first, last)))

    def person(self, identity: int) -> people.Head | None:
        """What is told of an identity; None if no article means it, or no longer."""
        with reading(self.engine) as connection:
            if not people.exists(connection, identity):
                return None
        return self._heads.get(identity)

    def _head(self, identity: int) -> people.Head | None:
        with reading(self.engine) as connection:
            return people.head(connection, identity)

    def _overview(self, period: str) -> Overview:
        with reading(self.engine, COUNTING_SECONDS) as connection:
            return overview.read(connection, period, datetime.now(UTC))

    def _audit(self, wanted: Period) -> auditing.Audit:
        publisher, days = wanted
        with reading(self.engine, COUNTING_SECONDS) as connection:
            shares, speakers = audit.shares(connection, *wanted), audit.speakers(connection, *wanted)
        since, until = (days.since, days.until) if days else (None, None)
        return auditing.audit(publisher, since, until, shares, speakers)

    def _publishers(self, _: str) -> tuple[Counted, ...]:
        with reading(self.engine, COUNTING_SECONDS) as connection:
            return audit.publishers(connection)

    def _standing(self, _: str) -> Standing:
        with reading(self.engine, COUNTING_SECONDS) as connection:
            return overview.standing(connection, self.overviews.get("all").articles)
