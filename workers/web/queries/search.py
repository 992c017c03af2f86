"""Finds quotations by words, speaker, publisher, kind, act and time, the newest first, with counts by facet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from workers.web.queries.connection import row, rows
from workers.web.queries.people import SAID_COLUMNS, said
from workers.web.records import Counted, Said

MOST = 2000
"""Quotations that a search reads, the newest: enough for facets, and read in a tenth of a second."""

PAGE = 50

OPENS, CLOSES = "\ue000", "\ue001"
"""Letters for private use: between them stand the words that were looked for."""

SHOWN_CHARS = 1500
"""Of a long quotation, in a list."""

CONDITIONS = {
    "words": "onrecord_v1.search(q.content) @@ onrecord_v1.words(:words)",
    "person": "q.speaker_name ILIKE :person",
    "publisher": "q.publisher = :publisher",
    "kind": "q.kind = :kind",
    "act": "q.act = :act",
    "type": "q.speaker_type = :type",
    "since": "q.published_at >= :since",
    "until": "q.published_at < :until",
}

HITS = """
    SELECT q.article_id, q.ordinal, q.published_at, q.kind, q.act, q.publisher, q.speaker_type, q.speaker_name
    FROM onrecord_v1.quotation AS q WHERE {conditions} LIMIT :most
"""

SORTED = ("TRUE ORDER BY q.published_at DESC NULLS LAST",)
"""Reads all matches by an index of what is looked for, then sorts: good for rare ones."""

WALKED = ("q.published_at IS NOT NULL ORDER BY q.published_at DESC", "q.published_at IS NULL")
"""Reads quotations from the newest on until enough match: good for common ones; then those without a date."""

INDEXED = ("words", "person", "act")
"""Conditions with an index of their own, which no time is part of."""

EXPECTED = "EXPLAIN (FORMAT JSON) SELECT FROM onrecord_v1.quotation AS q WHERE {conditions}"

SHOWN = f"""
    SELECT {SAID_COLUMNS}, CASE WHEN :words = '' THEN NULL ELSE ts_headline('pg_catalog.english',
        left(q.content, {SHOWN_CHARS}), onrecord_v1.words(:words),
        'HighlightAll=true, StartSel={OPENS}, StopSel={CLOSES}') END AS snippet
    FROM unnest(CAST(:articles AS bigint[]), CAST(:ordinals AS integer[])) AS k(article_id, ordinal)
    JOIN onrecord_v1.quotation AS q USING (article_id, ordinal)
"""  # noqa: S608 - constants


@dataclass(frozen=True)
class Wanted:
    """What is looked for; empty fields ask for nothing."""

    words: str = ""
    person: str = ""
    publisher: str = ""
    kind: str = ""
    act: str = ""
    type: str = ""
    since: date | None = None
    until: date | None = None
    page: int = 1

    @property
    def asks(self) -> bool:
        """Whether anything is looked for."""
        return any((self.words, self.person, self.publisher, self.kind, self.act, self.type, self.since, self.until))


@dataclass(frozen=True)
class Hit:
    """A quotation that was found, with the pieces of its words and whether each was looked for."""

    said: Said
    snippet: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Found:
    """A page of results, and the counts of all."""

    hits: tuple[Hit, ...]
    count: int
    is_more: bool
    """Whether more match than were read."""
    pages: int
    facets: dict[str, tuple[Counted, ...]]


FACETS = {"kind": "kind", "act": "act", "publisher": "publisher", "type": "speaker_type", "person": "speaker_name"}
LISTED = 10


def search(connection: Connection, wanted: Wanted) -> Found:
    """The quotations that match, the newest first."""
    matching = sorted(_hits(connection, wanted), key=_newest)
    is_more = len(matching) > MOST
    matching = matching[:MOST]
    at = (wanted.page - 1) * PAGE
    return Found(
        hits=tuple(_shown(connection, wanted, matching[at : at + PAGE])),
        count=len(matching),
        is_more=is_more,
        pages=max(1, -(-len(matching) // PAGE)),
        facets={name: _facet(matching, column) for name, column in FACETS.items()},
    )


def pieces(snippet: str) -> tuple[tuple[str, bool], ...]:
    """The text between the private letters, and whether it was looked for; a letter of its own is dropped."""
    found: list[tuple[str, bool]] = []
    for at, part in enumerate(snippet.split(OPENS)):
        inside, closed, after = part.partition(CLOSES)
        if at and closed:
            found += [(inside, True), (after.replace(CLOSES, ""), False)]
        else:
            found.append((part.replace(CLOSES, ""), False))
    return tuple((text, is_hit) for text, is_hit in found if text)


def _hits(connection: Connection, wanted: Wanted) -> Sequence[Row[Any]]:
    values = _values(wanted)
    conditions = [CONDITIONS[name] for name in values]
    found: list[Row[Any]] = []
    for dates in SORTED if _is_rare(connection, values) else WALKED:
        if len(found) <= MOST:
            query = HITS.format(conditions=" AND ".join([*conditions, dates]))
            found += rows(connection, query, **values, most=MOST + 1 - len(found))
    return found


def _is_rare(connection: Connection, values: dict[str, object]) -> bool:
    """Whether all matches are fewer than what is read from the newest on until MOST match, as Postgres expects it.

    Postgres itself takes a match by words, which parses each text, to be far cheaper than it is.
    """
    indexed = [name for name in values if name in INDEXED]
    if not indexed:
        return False
    matching = _expected(connection, [CONDITIONS[name] for name in indexed], values)
    return matching * matching <= MOST * _expected(connection, ["TRUE"], {})


def _expected(connection: Connection, conditions: Sequence[str], values: dict[str, object]) -> int:
    found = row(connection, EXPECTED.format(conditions=" AND ".join(conditions)), **values)
    return int(found[0][0]["Plan"]["Plan Rows"]) if found else 0


def _values(wanted: Wanted) -> dict[str, object]:
    given: dict[str, object] = {
        name: getattr(wanted, name) for name in ("words", "publisher", "kind", "act", "type") if getattr(wanted, name)
    }
    if wanted.person:
        given["person"] = "%" + wanted.person.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
    if wanted.since:
        given["since"] = _start(wanted.since)
    if wanted.until:
        given["until"] = _start(wanted.until + timedelta(days=1))
    return given


def _start(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _newest(found: Row[Any]) -> tuple[bool, float, int, int]:
    at = found.published_at
    return at is None, -at.timestamp() if at else 0.0, -found.article_id, found.ordinal


def _shown(connection: Connection, wanted: Wanted, page: Sequence[Row[Any]]) -> list[Hit]:
    keys = {"articles": [hit.article_id for hit in page], "ordinals": [hit.ordinal for hit in page]}
    found = {(r.article_id, r.ordinal): r for r in rows(connection, SHOWN, words=wanted.words, **keys)}
    whole = [found[hit.article_id, hit.ordinal] for hit in page if (hit.article_id, hit.ordinal) in found]
    return [Hit(said(r), pieces(r.snippet or r.content[:SHOWN_CHARS])) for r in whole]


def _facet(found: Sequence[Row[Any]], column: str) -> tuple[Counted, ...]:
    counts = Counter(value for value in (getattr(row, column) for row in found) if value)
    return tuple(Counted(name, count) for name, count in counts.most_common(LISTED))
