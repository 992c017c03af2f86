"""Reads whom a publisher quotes, grouped by all that the source audit asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection

from workers.web.audit import HE, NO_DATE, NOT_TOLD, SHE, first_and_last
from workers.web.audit import SPEAKERS as LISTED
from workers.web.queries.connection import row, rows
from workers.web.records import Counted, Share

DAY = timedelta(days=1)

DATED, UNDATED = "a.published_at >= :since AND a.published_at < :until", "a.published_at IS NULL"

# A person's gender is what the article's own pronouns say of that entity; where they disagree, it is not told.
SHARES = """
    WITH wanted AS MATERIALIZED (
        SELECT a.article_id, date_trunc('month', a.published_at) AS month
        FROM onrecord_v1.article AS a
        WHERE a.publisher = :publisher AND {dates}
    ), told AS MATERIALIZED (
        SELECT m.article_id, m.entity, bool_or(lower(m.exact) IN ('he', 'him', 'his', 'himself')) AS is_he,
            bool_or(lower(m.exact) IN ('she', 'her', 'hers', 'herself')) AS is_she
        FROM wanted JOIN onrecord_v1.mention AS m USING (article_id)
        WHERE m.form = 'pronoun' GROUP BY 1, 2
    )
    SELECT coalesce(to_char(w.month, 'YYYY-MM'), :no_date) AS month,
        coalesce(q.speaker_type, 'nobody named') AS speaker_type, q.kind, q.speaker_name IS NOT NULL AS is_named,
        CASE WHEN q.speaker_type <> 'person' OR q.speaker_type IS NULL THEN 'no person'
            WHEN t.is_he AND NOT t.is_she THEN :he WHEN t.is_she AND NOT t.is_he THEN :she ELSE :not_told END AS gender,
        coalesce(lower(q.speaker_role), '') AS role, count(*) AS n
    FROM wanted AS w
    JOIN onrecord_v1.quotation AS q USING (article_id)
    LEFT JOIN told AS t ON t.article_id = q.article_id AND t.entity = q.speaker_entity
    GROUP BY 1, 2, 3, 4, 5, 6
"""

NEWEST = """
    SELECT published_at FROM onrecord_v1.article WHERE publisher = :publisher AND published_at < :before
    ORDER BY published_at DESC LIMIT 1
"""

FIRST = """
    SELECT published_at FROM onrecord_v1.article WHERE publisher = :publisher AND published_at IS NOT NULL
    ORDER BY published_at LIMIT 1
"""

# Who was quoted when for the first and the last time, those quoted most. Articles first: a join reads all quotations.
SPEAKERS = """
    WITH wanted AS MATERIALIZED (
        SELECT a.article_id, a.published_at FROM onrecord_v1.article AS a
        WHERE a.publisher = :publisher AND {dates}
    )
    SELECT q.speaker_identity AS key, min(q.speaker_name) AS name, count(*) AS n,
        min(a.published_at) AS first, max(a.published_at) AS last
    FROM wanted AS a JOIN onrecord_v1.quotation AS q USING (article_id)
    WHERE q.speaker_name IS NOT NULL
    GROUP BY q.speaker_identity, CASE WHEN q.speaker_identity IS NULL THEN q.speaker_name END
    ORDER BY 3 DESC, 2 LIMIT :most
"""

EXISTS = "SELECT 1 FROM onrecord_v1.article WHERE publisher = :publisher LIMIT 1"

PUBLISHERS = "SELECT publisher AS name, count(*) AS n FROM onrecord_v1.article GROUP BY 1 ORDER BY 2 DESC, 1"


@dataclass(frozen=True)
class Days:
    """The days that an audit counts, the last included; without them, it counts the articles that bear no date."""

    since: date
    until: date


def exists(connection: Connection, publisher: str) -> bool:
    """Whether readers see an article of this publisher."""
    return row(connection, EXISTS, publisher=publisher) is not None


def shares(connection: Connection, publisher: str, days: Days | None) -> tuple[Share, ...]:
    """The quotations of a publisher in these days, grouped."""
    told = {"he": HE, "she": SHE, "not_told": NOT_TOLD, "no_date": NO_DATE}
    found = rows(connection, _within(SHARES, days), publisher=publisher, **_bounds(days), **told)
    return tuple(Share(s.month, s.speaker_type, s.kind, s.is_named, s.gender, s.role, s.n) for s in found)


def speakers(connection: Connection, publisher: str, days: Days | None) -> tuple[Counted, ...]:
    """Whom a publisher quotes most, and when for the first and the last time."""
    found = rows(connection, _within(SPEAKERS, days), publisher=publisher, **_bounds(days), most=LISTED)
    return tuple(
        Counted(s.name, s.n, None if s.key is None else str(s.key),
                first_and_last([at.date() for at in (s.first, s.last) if at]))
        for s in found
    )  # fmt: skip


def bounds(connection: Connection, publisher: str, before: datetime) -> tuple[date, date] | None:
    """The days of a publisher's first article that has a date, and of the last one before that moment.

    Of a publisher that has later ones alone, the first is the last; None without any date.
    """
    first = row(connection, FIRST, publisher=publisher)
    last = row(connection, NEWEST, publisher=publisher, before=before) or first
    return (first[0].date(), last[0].date()) if first and last else None


def publishers(connection: Connection) -> tuple[Counted, ...]:
    """All publishers, those with most articles first."""
    return tuple(Counted(p.name, p.n) for p in rows(connection, PUBLISHERS) if p.name)


def _within(query: str, days: Days | None) -> str:
    return query.format(dates=DATED if days else UNDATED)


def _bounds(days: Days | None) -> dict[str, object]:
    if days is None:
        return {}
    first, after = (datetime(day.year, day.month, day.day, tzinfo=UTC) for day in (days.since, days.until + DAY))
    return {"since": first, "until": after}
