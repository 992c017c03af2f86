"""Reads what a person, organisation or place said across articles, and why the articles' names are one identity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Row

from workers.web.links import register
from workers.web.queries.connection import row, rows
from workers.web.records import Counted, Decision, Named, Person, Said, Told

PAGE = 100
"""Quotations on a page; it may hold a few more, since it ends with an article."""

CHUNK = 200
"""Articles looked at in one step, and those from which a person's roles and company are told."""

FEW = 25
"""Articles whose quotations are read in one step."""

SAID_COLUMNS = """
    q.uri, q.content, q.kind, q.act, q.cue, q.speaker_name, q.speaker_exact, q.speaker_type, q.speaker_role, q.medium,
    q.publisher, q.published_at, q.headline, q.confidence, q.speaker_identity, q.article_id, q.ordinal,
    (SELECT count(*) FROM onrecord_v1.quotation AS e WHERE e.article_id = q.article_id AND e.ordinal < q.ordinal
        AND e.content = q.content) AS occurrence
"""

EXISTS = "SELECT 1 FROM onrecord_v1.identity_member WHERE identity_id = :id LIMIT 1"

# An identity found to be another one has no members left; the decision that merged it says which one was kept.
KEPT = """
    SELECT identity_id FROM onrecord_v1.identity_decision WHERE other_id = :id AND outcome = 'same'
    ORDER BY decision_id DESC LIMIT 1
"""

MOST_MERGES = 20
"""Followed one after the other: more than people make."""

HEAD = "SELECT kind, name, article_count FROM onrecord_v1.identity WHERE identity_id = :id"

# Articles first, since they are few beside their quotations; those without a date come last.
ARTICLES = """
    SELECT m.article_id, array_agg(m.entity) AS entities
    FROM onrecord_v1.identity_member AS m JOIN onrecord_v1.article AS a USING (article_id)
    WHERE m.identity_id = :id
        AND (CAST(:publisher AS text) IS NULL OR a.publisher = :publisher)
        AND (CAST(:since AS timestamptz) IS NULL OR a.published_at >= :since)
        AND (CAST(:until AS timestamptz) IS NULL OR a.published_at < :until)
        AND (CAST(:before AS bigint) IS NULL OR (coalesce(a.published_at, '-infinity'), m.article_id)
            < (SELECT coalesce(b.published_at, '-infinity'), b.article_id FROM onrecord_v1.article AS b
                WHERE b.article_id = :before))
    GROUP BY 1, a.published_at ORDER BY coalesce(a.published_at, '-infinity') DESC, 1 DESC LIMIT :most
"""

SAID = f"""
    SELECT {SAID_COLUMNS} FROM onrecord_v1.quotation AS q
    WHERE q.article_id = ANY(:articles) AND (q.speaker_identity = :id OR EXISTS (
        SELECT FROM onrecord_v1.quotation_speaker AS s JOIN onrecord_v1.identity_member AS m
            ON m.article_id = s.article_id AND m.entity = s.entity
        WHERE s.article_id = q.article_id AND s.quotation = q.ordinal AND m.identity_id = :id))
    ORDER BY q.published_at DESC NULLS LAST, q.article_id DESC, q.ordinal
"""  # noqa: S608 - a list of columns

NAMES = """
    SELECT name, article_count AS n FROM onrecord_v1.identity_alias WHERE identity_id = :id ORDER BY 2 DESC, 1 LIMIT 50
"""

ROLES = """
    SELECT lower(r.exact) AS name, count(*) AS n
    FROM unnest(CAST(:articles AS bigint[]), CAST(:entities AS integer[])) AS k(article_id, ordinal)
    JOIN onrecord_v1.entity AS e USING (article_id, ordinal)
    CROSS JOIN LATERAL jsonb_to_recordset(e.roles) AS r(exact text)
    GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20
"""

LINKS = """
    SELECT DISTINCT l.scheme, l.id
    FROM unnest(CAST(:articles AS bigint[]), CAST(:entities AS integer[])) AS k(article_id, ordinal)
    JOIN onrecord_v1.entity AS e USING (article_id, ordinal)
    CROSS JOIN LATERAL jsonb_to_recordset(e.links) AS l(scheme text, id text) ORDER BY 1, 2 LIMIT 20
"""

PUBLISHERS = """
    SELECT coalesce(q.publisher, 'not told') AS name, count(*) AS n FROM onrecord_v1.quotation AS q
    WHERE q.article_id = ANY(:articles) AND q.speaker_identity = :id GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20
"""

BESIDE = """
    SELECT min(q.speaker_name) AS name, count(*) AS n, q.speaker_identity AS key FROM onrecord_v1.quotation AS q
    WHERE q.article_id = ANY(:articles) AND q.speaker_identity <> :id GROUP BY 3 ORDER BY 2 DESC, 1 LIMIT 20
"""

COUNT = "SELECT count(*) FROM onrecord_v1.quotation WHERE speaker_identity = :id"

DECISIONS = """
    SELECT d.outcome, d.by, d.score, d.reason, d.name, d.identity_id, d.other_id, d.at, a.uri
    FROM (
        (SELECT * FROM onrecord_v1.identity_decision WHERE identity_id = :id ORDER BY decision_id DESC LIMIT 100)
        UNION
        (SELECT * FROM onrecord_v1.identity_decision WHERE other_id = :id ORDER BY decision_id DESC LIMIT 100)
    ) AS d LEFT JOIN onrecord_v1.article AS a USING (article_id) ORDER BY d.decision_id DESC LIMIT 100
"""

FIND = """
    SELECT i.identity_id, i.name, i.kind, i.article_count FROM onrecord_v1.identity AS i
    WHERE i.name ILIKE :like AND (CAST(:kind AS text) IS NULL OR i.kind = :kind)
    ORDER BY i.article_count DESC, i.name LIMIT 100
"""


@dataclass(frozen=True)
class Wanted:
    """Which of a person's quotations: of a publisher, of a time, after the last article of the page before."""

    publisher: str | None = None
    since: date | None = None
    until: date | None = None
    before: int | None = None


@dataclass(frozen=True)
class Head(Told):
    """What is told of an identity, with the numbers of its newest articles."""

    newest: tuple[int, ...]


def said(found: Row[Any]) -> Said:
    """A row as a record."""
    return Said(
        uri=found.uri, content=found.content, occurrence=found.occurrence, kind=found.kind, act=found.act,
        cue=found.cue, speaker_name=found.speaker_name, speaker_exact=found.speaker_exact,
        speaker_type=found.speaker_type, speaker_role=found.speaker_role, medium=found.medium,
        publisher=found.publisher, published_at=found.published_at, headline=found.headline,
        confidence=found.confidence, identity=None if found.speaker_identity is None else str(found.speaker_identity),
    )  # fmt: skip


def exists(connection: Connection, identity: int) -> bool:
    """Whether an article that readers see means this identity."""
    return row(connection, EXISTS, id=identity) is not None


def kept(connection: Connection, identity: int) -> int | None:
    """The identity that this one was merged into, by whatever steps; None if it was merged into none that is left."""
    for _ in range(MOST_MERGES):
        found = row(connection, KEPT, id=identity)
        if found is None:
            return None
        identity = int(found[0])
        if exists(connection, identity):
            return identity
    return None


def head(connection: Connection, identity: int) -> Head | None:
    """What is told of this identity apart from its words; None if no article means it."""
    found = row(connection, HEAD, id=identity)
    if found is None:
        return None
    newest = _articles(connection, identity, Wanted(), None, CHUNK)
    pairs = [(a.article_id, entity) for a in newest for entity in a.entities]
    of_newest = {"articles": [a for a, _ in pairs], "entities": [entity for _, entity in pairs]}
    of_articles = {"id": identity, "articles": [a.article_id for a in newest]}
    return Head(
        named=Named(str(identity), found.name, found.kind),
        articles=found.article_count,
        quotations=_count(connection, identity),
        names=_counted(connection, NAMES, id=identity),
        roles=_counted(connection, ROLES, **of_newest),
        links=tuple(filter(None, (register(link.scheme, link.id) for link in rows(connection, LINKS, **of_newest)))),
        publishers=_counted(connection, PUBLISHERS, **of_articles),
        beside=_counted(connection, BESIDE, **of_articles),
        newest=tuple(a.article_id for a in newest),
    )


def read(connection: Connection, of: Head, wanted: Wanted) -> Person:
    """The person with a page of what they said."""
    identity = int(of.named.key)
    page, last = said_by(connection, identity, wanted, of.newest if wanted == Wanted() else None)
    return Person(
        named=of.named,
        articles=of.articles,
        quotations=of.quotations,
        names=of.names,
        roles=of.roles,
        links=of.links,
        publishers=of.publishers,
        beside=of.beside,
        said=tuple(page),
        decisions=decisions(connection, identity),
        next_page=None if last is None else str(last),
        is_sample=of.articles > CHUNK,
    )


def said_by(
    connection: Connection, identity: int, wanted: Wanted, newest: Sequence[int] | None = None
) -> tuple[list[Said], int | None]:
    """A page of what this identity said, and its last article if more follows; `newest` are its articles if known."""
    page: list[Said] = []
    before = wanted.before
    while True:
        articles = newest or [a.article_id for a in _articles(connection, identity, wanted, before, CHUNK)]
        newest = None
        for at in range(0, len(articles), FEW):
            few = articles[at : at + FEW]
            found = rows(connection, SAID, id=identity, articles=list(few))
            for number, article in enumerate(few, at + 1):
                page += [said(each) for each in found if each.article_id == article]
                if len(page) >= PAGE and (number < len(articles) or number == CHUNK):
                    return page, article
        if len(articles) < CHUNK:
            return page, None
        before = articles[-1]


def decisions(connection: Connection, identity: int) -> tuple[Decision, ...]:
    """The newest decisions about this identity."""
    return tuple(
        Decision(d.outcome, d.by, d.score, d.reason, d.name, d.uri, _other(d, identity), d.at)
        for d in rows(connection, DECISIONS, id=identity)
    )


def find(connection: Connection, name: str, kind: str | None) -> tuple[Counted, ...]:
    """Identities whose names hold these letters, those in most articles first."""
    like = "%" + name.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
    return tuple(
        Counted(i.name, i.article_count, str(i.identity_id), i.kind)
        for i in rows(connection, FIND, like=like, kind=kind)
    )


def _articles(
    connection: Connection, identity: int, wanted: Wanted, before: int | None, most: int
) -> Sequence[Row[Any]]:
    return rows(connection, ARTICLES, id=identity, publisher=wanted.publisher, since=_moment(wanted.since),
                until=_moment(wanted.until), before=before, most=most)  # fmt: skip


def _moment(day: date | None) -> datetime | None:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None


def _other(found: Row[Any], identity: int) -> Named | None:
    other = found.identity_id if found.other_id == identity else found.other_id
    return None if other is None else Named(str(other), f"identity {other}")


def _counted(connection: Connection, query: str, **values: object) -> tuple[Counted, ...]:
    found = (each._mapping for each in rows(connection, query, **values))
    return tuple(Counted(each["name"], each["n"], _key(each.get("key"))) for each in found)


def _key(identity: int | None) -> str | None:
    return None if identity is None else str(identity)


def _count(connection: Connection, identity: int) -> int:
    found = row(connection, COUNT, id=identity)
    return int(found[0]) if found else 0
