"""Linking articles that say nearly the same under different uris. Both stay on record: the link tells of it.

The keys of a run are committed by its first stage, and looked up in its last: of two runs that go through side by side,
at least one looks after the other's keys are there. So no lock is needed, and no pair is missed.
"""

from __future__ import annotations

from sqlalchemy import Connection, insert, text

from shared.model import Fingerprint
from shared.store.records import Claim
from shared.store.tables import fingerprint

LEAST = 0.5
"""Similarity of the least alike that are linked: of two versions of a text, every sixth word may be another."""

COMPARED = 1000
"""Runs compared with one: the newest that share a key. The ten-thousandth copy of a notice is linked to these."""

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
""")


def insert_fingerprint(connection: Connection, run_id: int, found: Fingerprint) -> None:
    """Saves what finds a run's article; its parsed article must be there."""
    row = {"run_id": run_id, "signature": list(found.signature), "keys": list(found.keys)}
    connection.execute(insert(fingerprint).values(row))


def link(connection: Connection, claim: Claim) -> int:
    """Links the run's article to those that say nearly the same, and returns how many were new."""
    given = {"run_id": claim.run_id, "article_id": claim.article_id, "compared": COMPARED, "least": LEAST}
    return connection.execute(_LINK, given).rowcount
