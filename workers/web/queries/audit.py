"""Reads whom a publisher quotes, grouped by all that the source audit asks."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import Connection

from workers.web.audit import HE, NOT_TOLD, SHE, first_and_last
from workers.web.audit import SPEAKERS as LISTED
from workers.web.queries.connection import row, rows
from workers.web.records import Counted, Share

# A person's gender is what the article's own pronouns say of that entity; where they disagree, it is not told.
SHARES = """
    WITH wanted AS MATERIALIZED (
        SELECT a.article_id, date_trunc('month', a.published_at) AS month
        FROM onrecord_v1.article AS a
        WHERE a.publisher = :publisher AND a.published_at >= :since AND a.published_at < :until
    ), told AS MATERIALIZED (
        SELECT m.article_id, m.entity, bool_or(lower(m.exact) IN ('he', 'him', 'his', 'himself')) AS is_he,
            bool_or(lower(m.exact) IN ('she', 'her', 'hers', 'herself')) AS is_she
        FROM wanted JOIN onrecord_v1.mention AS m USING (article_id)
        WHERE m.form = 'pronoun' GROUP BY 1, 2
    )
    SELECT to_char(w.month, 'YYYY-MM') AS month, coalesce(q.speaker_type, 'nobody named') AS speaker_type, q.kind,
        q.speaker_name IS NOT NULL AS is_named,
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
        WHERE a.publisher = :publisher AND a.published_at >= :since AND a.published_at < :until
    )
    SELECT q.speaker_identity AS key, min(q.speaker_name) AS name, count(*) AS n,
        min(a.published_at) AS first, max(a.published_at) AS last
    FROM wanted AS a JOIN onrecord_v1.quotation AS q USING (article_id)
    WHERE q.speaker_name IS NOT NULL
    GROUP BY q.speaker_identity, CASE WHEN q.speaker_identity IS NULL THEN q.speaker_name END
    ORDER BY 3 DESC, 2 LIMIT :most
"""

PUBLISHERS = "SELECT publisher AS name, count(*) AS n FROM onrecord_v1.article GROUP BY 1 ORDER BY 2 DESC, 1"


def shares(connection: Connection, publisher: str, since: date, until: date) -> tuple[Share, ...]:
    """The quotations of a publisher from one day to another, grouped."""
    found = rows(connection, SHARES, publisher=publisher, **_bounds(since, until), he=HE, she=SHE, not_told=NOT_TOLD)
    return tuple(Share(s.month, s.speaker_type, s.kind, s.is_named, s.gender, s.role, s.n) for s in found)


def speakers(connection: Connection, publisher: str, since: date, until: date) -> tuple[Counted, ...]:
    """Whom a publisher quotes most, and when for the first and the last time."""
    found = rows(connection, SPEAKERS, publisher=publisher, **_bounds(since, until), most=LISTED)
    return tuple(
        Counted(s.name, s.n, None if s.key is None else str(s.key), first_and_last((s.first.date(), s.last.date())))
        for s in found
    )


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


def _bounds(since: date, until: date) -> dict[str, datetime]:
    first, last = (datetime(day.year, day.month, day.day, tzinfo=UTC) for day in (since, until))
    return {"since": first, "until": last}
