"""Rows as a store in use holds them, made by the database itself: no pipeline, no foreign keys checked, no triggers.

Numbers decide everything, so that the same call makes the same rows. Every fifth article has an older version, whose
results are superseded and still there. Words are syllables; the few that tests look for are real. Speakers are quoted
as in life: the first of 5,000 has 6 of 100 quotations, most have a few.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import psycopg

OLDER = 1_000_000_000
"""Added to an article's number it is the run of its older version."""

OWN = 2_000_000_000
"""Added to an article's number it is the identity that only this article names; the sequence never comes so far."""


@dataclass(frozen=True)
class Shape:
    """How much hangs off each article."""

    quotations: int = 10
    entities: int = 3
    mentions: int = 0
    segments: int = 0
    spans: bool = False
    sentences: int = 2
    """Of six words each, in the text."""


def fill(connection: psycopg.Connection, shape: Shape, first: int, last: int) -> None:
    """Adds the articles with these numbers, in the transaction that is open. Needs a superuser."""
    connection.execute("SET LOCAL session_replication_role = replica")
    connection.execute(WORDS)
    connection.execute(passages(first, last))
    for statement in (*WORK, *([parsed(shape.sentences)] if shape.sentences else []), *found(shape)):
        connection.execute(statement)
    connection.execute("DROP TABLE pg_temp.sentence, pg_temp.speaker, pg_temp.passage")


def announce(connection: psycopg.Connection) -> None:
    """The feed tells of all articles that it has not told of."""
    connection.execute(
        """
        INSERT INTO core.change (position, kind, article_id, uri, version, run_id)
        SELECT id, 'processed', id, uri, 1, id FROM core.article WHERE id > (SELECT n FROM core.feed_head);
        UPDATE core.feed_head SET n = (SELECT max(position) FROM core.change)
        """
    )


WORDS = """
    CREATE TEMPORARY TABLE sentence AS
    SELECT n, string_agg(
        (ARRAY['bo','da','fe','gi','ho','ka','le','mi','no','pu'])[1 + h % 10]
        || (ARRAY['bran','clen','dorf','grim','holt','kest','lund','mark','nest','polt'])[1 + h / 10 % 10]
        || (ARRAY['a','er','ik','o','um','us','ent','ol'])[1 + h / 100 % 8], ' ' ORDER BY k) AS words
    FROM generate_series(0, 4095) AS n, generate_series(1, 6) AS k,
        LATERAL (SELECT abs(hashint4(n * 6 + k)::bigint) AS h) AS hashed
    GROUP BY n;

    CREATE TEMPORARY TABLE speaker AS
    SELECT i AS n, CASE i WHEN 0 THEN 'Ingrid Solheim' WHEN 1000 THEN 'Anna-Lena Bäcker'
        ELSE initcap(split_part(words, ' ', 1 + i / 4096)) || ' ' || initcap(split_part(words, ' ', 3)) END AS name,
        (ARRAY['minister','mayor','spokesman','chief executive','judge','coach','analyst','farmer'])[1 + i % 8] AS role
    FROM generate_series(0, 4999) AS i JOIN sentence AS s ON s.n = i % 4096;
    ANALYZE sentence, speaker
"""


def passages(first: int, last: int) -> str:
    """One row for each run."""
    return f"""
        CREATE TEMPORARY TABLE passage AS
        SELECT i AS article, i AS run_id, CASE WHEN i % 5 = 0 THEN 2 ELSE 1 END AS version, true AS is_newest
        FROM generate_series({first}::bigint, {last}) AS i
        UNION ALL
        SELECT i, i + {OLDER}, 1, false FROM generate_series({first}::bigint, {last}) AS i WHERE i % 5 = 0;
        ANALYZE passage
    """


WORK = (
    """
    INSERT INTO core.article (id, uri, publisher, visible_run_id) OVERRIDING SYSTEM VALUE
    SELECT article, 'generated:' || article, 'Publisher ' || article % 40, run_id FROM passage WHERE is_newest
    """,
    """
    INSERT INTO core.version (id, article_id, version, content_sha256, submission) OVERRIDING SYSTEM VALUE
    SELECT run_id, article, version, md5(run_id::text), '{"uri":"generated:' || article || '"}' FROM passage
    """,
    """
    INSERT INTO core.run (id, version_id, pipeline_version, state, finished_at, superseded_at, model)
    OVERRIDING SYSTEM VALUE
    SELECT run_id, run_id, '1', 'done', now(), CASE WHEN NOT is_newest THEN now() END, 'generated 1.0' FROM passage
    """,
)


def parsed(sentences: int) -> str:
    """The texts. One article in 1,000 is on the salt works; they came in over the year 2026."""
    text = " || '. ' || ".join(f"s{k}.words" for k in range(sentences))
    joins = " ".join(
        f"JOIN sentence AS s{k} ON s{k}.n = abs(hashint8(run_id * 31 + {k})::bigint) % 4096" for k in range(sentences)
    )
    return f"""
        INSERT INTO core.parsed
            (run_id, headline, authors, published_at, publisher, language, text, text_sha256, warnings)
        SELECT run_id, 'Article ' || article || CASE article % 1000 WHEN 1 THEN ' on salt works' ELSE '' END, '{{}}',
            timestamptz '2026-01-01 UTC' + article * 7919 % (365 * 1440) * interval '1 min',
            'Publisher ' || article % 40, 'en', {text}, md5(run_id::text), '[]'
        FROM passage {joins}
    """


def found(shape: Shape) -> list[str]:
    """What the stages found. One quotation in 500 is about dredging."""
    rows = {
        "segment (run_id, ordinal, kind, start_char, end_char, rule, confidence)": (
            shape.segments,
            "SELECT run_id, k, 'paragraph', 100 * k, 100 * k + 100, 'generated', 1",
            "",
        ),
        "entity (run_id, ordinal, kind, name, mention_count)": (
            shape.entities,
            "SELECT run_id, k, 'person', s.name, 1",
            "JOIN speaker AS s ON s.n = abs(hashint8(run_id * 17 + k)::bigint) % 5000",
        ),
        "mention (run_id, ordinal, start_char, end_char, exact, form, entity, label)": (
            shape.mentions,
            f"SELECT run_id, k, 50 * k, 50 * k + 7, 'Solheim', 'name', k % {shape.entities}, 'PERSON'",
            "",
        ),
        (
            "quotation (run_id, ordinal, kind, content, start_char, end_char, is_split, cue_start_char, cue_end_char, "
            "cue_exact, speaker_exact, speaker_entity, speaker_name, speaker_type, speaker_role, method, confidence)"
        ): (
            shape.quotations,
            "SELECT run_id, k, 'direct', w.words || CASE (run_id * 9 + k) % 500 WHEN 7 THEN ' by dredging' ELSE '' END"
            ", 90 * k, 90 * k + 80, false, 90 * k + 82, 90 * k + 86, 'said', s.name, 0, s.name, 'person', s.role, "
            "'explicit', 0.9",
            "JOIN sentence AS w ON w.n = abs(hashint8(run_id * 37 + k)::bigint) % 4096 "
            "JOIN speaker AS s "
            "ON s.n = (5000 * power(abs(hashint8(run_id * 41 + k)::bigint) % 9973 / 9973.0::float8, 3))::integer",
        ),
        "quotation_span (run_id, quotation, ordinal, start_char, end_char, exact)": (
            shape.quotations if shape.spans else 0,
            "SELECT run_id, k, 0, 90 * k, 90 * k + 80, repeat('x', 80)",
            "",
        ),
    }
    return [
        f"INSERT INTO core.{table} {columns} FROM passage CROSS JOIN generate_series(0, {count - 1}) AS k {joins}"
        for table, (count, columns, joins) in rows.items()
        if count
    ]


def identify(connection: psycopg.Connection, first: int, last: int) -> None:
    """Gives the articles with these numbers fingerprints and identities, as the last stages do. Needs a superuser.

    Each article brings one person of its own; its other entities are of 5,000 identities that come with the first.
    """
    connection.execute("SET LOCAL session_replication_role = replica")
    if first == 1:
        connection.execute(KNOWN)
    named = {":first": first, ":last": last, ":own": OWN}
    connection.execute(re.sub(r":(?:first|last|own)\b", lambda name: str(named[name[0]]), RESOLVED))


KNOWN = """
    INSERT INTO core.identity (id, kind, name) OVERRIDING SYSTEM VALUE
    SELECT n, 'person', 'Known ' || n FROM generate_series(1, 5000) AS n;
    INSERT INTO core.identity_key (key, identity_id)
    SELECT 'p:known' || n || ':k', n FROM generate_series(1, 5000) AS n;
    SELECT setval(pg_get_serial_sequence('core.identity', 'id'), 5000)
"""

RESOLVED = """
    INSERT INTO core.identity (id, kind, name) OVERRIDING SYSTEM VALUE
    SELECT :own + i, 'person', 'Own ' || i FROM generate_series(:first::bigint, :last) AS i;
    INSERT INTO core.identity_key (key, identity_id)
    SELECT unnest(ARRAY['p:own' || i || ':o', 'p=own' || i]), :own + i FROM generate_series(:first::bigint, :last) AS i;
    INSERT INTO core.identity_member (run_id, entity, article_id, identity_id, kind, name, names, profile)
    SELECT i, e.ordinal, i, CASE e.ordinal WHEN 0 THEN :own + i ELSE 1 + (i * 7 + e.ordinal) % 5000 END, e.kind,
        e.name, ARRAY[e.name], jsonb_build_object('names', jsonb_build_array(e.name))
    FROM generate_series(:first::bigint, :last) AS i JOIN core.entity AS e ON e.run_id = i;
    INSERT INTO core.fingerprint (run_id, signature, keys)
    SELECT i, ARRAY(SELECT hashint8(i * 128 + k) FROM generate_series(0, 127) AS k),
        ARRAY(SELECT hashint8extended(i * 33 + k, 7) FROM generate_series(0, 32) AS k)
    FROM generate_series(:first::bigint, :last) AS i;
    UPDATE core.article SET identified_run_id = visible_run_id WHERE id BETWEEN :first AND :last
"""
