"""Counts what is on record: who was quoted most, quotations a day, shares, what is on its way and what failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from workers.web.queries.connection import row, rows
from workers.web.records import Counted, DayCount, Failure, OtherArticle, Overview, Standing

PERIODS = {"today": 1, "week": 7, "month": 30, "all": None}
"""The days of each period, counted back from now."""

LISTED = 20

MOST_QUOTED = """
    SELECT c.speaker_identity AS key, c.name, c.n, c.role
    FROM (
        SELECT q.speaker_identity, min(q.speaker_name) AS name, count(*) AS n,
            mode() WITHIN GROUP (ORDER BY q.speaker_role) AS role
        FROM onrecord_v1.quotation AS q
        WHERE q.speaker_name IS NOT NULL AND (CAST(:since AS timestamptz) IS NULL OR q.published_at >= :since)
            AND (CAST(:since AS timestamptz) IS NULL OR q.published_at < :until)
        GROUP BY q.speaker_identity, CASE WHEN q.speaker_identity IS NULL THEN q.speaker_name END
    ) AS c ORDER BY c.n DESC, c.name LIMIT :most
"""

CELLS = """
    SELECT date_trunc('day', q.published_at)::date AS day, q.publisher, q.kind, q.speaker_type, count(*) AS n
    FROM onrecord_v1.quotation AS q
    WHERE (CAST(:since AS timestamptz) IS NULL OR q.published_at >= :since)
        AND (CAST(:since AS timestamptz) IS NULL OR q.published_at < :until)
    GROUP BY 1, 2, 3, 4
"""

ARTICLES = """
    SELECT count(*) FROM onrecord_v1.article AS a
    WHERE (CAST(:since AS timestamptz) IS NULL OR a.published_at >= :since)
        AND (CAST(:since AS timestamptz) IS NULL OR a.published_at < :until)
"""

# By the feed, backwards: the newest changes stand at its end, however many articles there are.
NEWEST = """
    SELECT a.uri, a.headline, a.publisher, a.published_at,
        (SELECT count(*) FROM onrecord_v1.quotation AS q WHERE q.article_id = a.article_id) AS quotations
    FROM (
        SELECT c.article_id, max(c.position) AS position
        FROM (SELECT article_id, position FROM onrecord_v1.change WHERE kind <> 'quarantined'
            ORDER BY position DESC LIMIT 200) AS c GROUP BY 1
    ) AS n JOIN onrecord_v1.article AS a USING (article_id) ORDER BY n.position DESC LIMIT :most
"""

OPEN = "SELECT stage, count(*) AS n FROM onrecord_v1.run WHERE state = 'open' GROUP BY 1 ORDER BY 2 DESC"

FAILED = """
    SELECT (SELECT count(*) FROM onrecord_v1.quarantined WHERE resolved_at IS NULL) AS quarantined,
        (SELECT count(*) FROM onrecord_v1.rejected) AS rejected
"""

QUARANTINED = """
    SELECT version, stage, code, reason, at, resolved_at, uri FROM onrecord_v1.quarantined
    WHERE resolved_at IS NULL ORDER BY at DESC LIMIT :most
"""

REJECTED = "SELECT code, reason, at, uri FROM onrecord_v1.rejected ORDER BY at DESC LIMIT :most"


def read(connection: Connection, period: str, now: datetime) -> Overview:
    """The counts of a period that ends now; of all articles, with and without a date, for the period `all`."""
    days = PERIODS[period]
    bounds = {"since": now - timedelta(days=days) if days else None, "until": now + timedelta(days=1)}
    cells = rows(connection, CELLS, **bounds)
    counted = row(connection, ARTICLES, **bounds)
    return Overview(
        period=period,
        quotations=sum(cell.n for cell in cells),
        articles=int(counted[0]) if counted else 0,
        most_quoted=tuple(_most_quoted(connection, bounds)),
        days=tuple(_days(cells)),
        publishers=_shares((cell.publisher or "not told", cell.n) for cell in cells),
        kinds=_shares((cell.kind, cell.n) for cell in cells),
        types=_shares((cell.speaker_type or "nobody named", cell.n) for cell in cells),
        counted_at=datetime.now(UTC),
    )


def newest(connection: Connection, most: int = LISTED) -> tuple[OtherArticle, ...]:
    """The articles that changed last."""
    found = rows(connection, NEWEST, most=most)
    return tuple(OtherArticle(**each._mapping) for each in found)


def standing(connection: Connection, articles: int) -> Standing:
    """What is on its way, and what failed."""
    waiting = tuple(Counted(each.stage or "", each.n) for each in rows(connection, OPEN))
    failed = row(connection, FAILED)
    return Standing(articles, waiting, failed.quarantined if failed else 0, failed.rejected if failed else 0)


def failures(connection: Connection, most: int = 200) -> tuple[tuple[Failure, ...], tuple[Failure, ...]]:
    """The newest unresolved entries of the quarantine, and the newest rejections."""
    stopped = (Failure("Quarantined", **f._mapping) for f in rows(connection, QUARANTINED, most=most))
    refused = (Failure("Rejected", **f._mapping) for f in rows(connection, REJECTED, most=most))
    return tuple(stopped), tuple(refused)


def _most_quoted(connection: Connection, bounds: dict[str, Any]) -> Iterable[Counted]:
    for found in rows(connection, MOST_QUOTED, **bounds, most=LISTED):
        key = None if found.key is None else str(found.key)
        yield Counted(found.name, found.n, key, found.role or "")


def _days(cells: Sequence[Row[Any]]) -> Iterable[DayCount]:
    counts: Counter[tuple[Any, str]] = Counter()
    for cell in cells:
        if cell.day is not None:
            counts[cell.day, cell.kind] += cell.n
    for (day, kind), count in sorted(counts.items()):
        yield DayCount(day, kind, count)


def _shares(pairs: Iterable[tuple[str, int]]) -> tuple[Counted, ...]:
    counts: Counter[str] = Counter()
    for name, count in pairs:
        counts[name] += count
    return tuple(Counted(name, count) for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
