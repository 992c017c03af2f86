"""What people ask of identities reads by an index, not through all there are."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from tests.contract.recipes import explain

FILLED = """
    INSERT INTO core.identity (kind, name)
        SELECT 'person', 'Person ' || md5(n::text) FROM generate_series(1, 20000) AS n;
    INSERT INTO core.identity_decision (outcome, by, reason, identity_id)
        SELECT CASE WHEN id % 1000 = 0 THEN 'proposed' ELSE 'same' END, 'rule', 'generated', id FROM core.identity
"""


@pytest.fixture
def many(database_url: str) -> Iterator[psycopg.Connection]:
    """A connection to 20,000 generated identities, of which twenty wait for a decision."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(FILLED)
        connection.execute("VACUUM ANALYZE core.identity, core.identity_decision")
        yield connection


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("SELECT * FROM onrecord_v1.identity_decision WHERE outcome = 'proposed'", "ix_identity_decision_proposed"),
        ("SELECT id FROM core.identity WHERE name = 'Person 7'", "ix_identity_name_trgm"),
        ("SELECT id FROM core.identity WHERE name ILIKE '%%a87ff67%%'", "ix_identity_name_trgm"),
    ],
)
def test_who_waits_and_who_bears_a_name(many: psycopg.Connection, query: str, index: str) -> None:
    plan = explain(many, query, {})
    assert index in plan.indexes, str(plan)
    assert plan.whole_tables.isdisjoint({"identity", "identity_decision"}), str(plan)
