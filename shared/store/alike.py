"""Links articles with nearly the same text under different uris, for readers. Both articles stay on record.

The first stage of a run commits its keys, and the last stage looks them up: of two runs at the same time, at least one
looks after the other's keys are committed. So no lock is needed, and no pair is missed.
"""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, text

from shared.store.records import Claim

LEAST = 0.5
"""The smallest similarity that is linked: between two such texts, one word in six may differ."""

COMPARED = 1000
"""Runs that one run is compared with: the newest that share a key. A notice may have ten thousand copies."""

_LINK = text("""
    WITH mine AS (
        SELECT f.run_id, f.keys, f.signature, p.own_text_sha256
        FROM core.fingerprint AS f JOIN core.parsed AS p ON p.run_id = f.run_id
        WHERE f.run_id = :run_id
    ), candidate AS (
        SELECT mine.run_id AS mine, f.run_id, p.own_text_sha256 = mine.own_text_sha256 AS same_text,
            (SELECT avg((ours = theirs)::int) FROM unnest(mine.signature, f.signature) AS place(ours, theirs)) AS alike
        FROM mine
        JOIN core.fingerprint AS f ON f.keys && mine.keys
        JOIN core.run AS r ON r.id = f.run_id AND r.superseded_at IS NULL
        JOIN core.version AS v ON v.id = r.version_id AND v.article_id <> :article_id
        JOIN core.parsed AS p ON p.run_id = f.run_id
        ORDER BY f.run_id DESC LIMIT :compared
    )
    INSERT INTO core.near_duplicate (run_id, other_run_id, similarity, same_text)
    SELECT least(mine, run_id), greatest(mine, run_id), CASE WHEN same_text THEN 1 ELSE alike END, same_text
    FROM candidate
    WHERE same_text OR alike >= :least
    ORDER BY 1, 2
    ON CONFLICT DO NOTHING
""").bindparams(bindparam("compared", COMPARED, literal_execute=True))  # a plan for any limit would not rely on it


def link(connection: Connection, claim: Claim) -> int:
    """Links the run's article to those with nearly the same text, and returns the number of new links."""
    given = {"run_id": claim.run_id, "article_id": claim.article_id, "least": LEAST}
    return connection.execute(_LINK, given).rowcount
