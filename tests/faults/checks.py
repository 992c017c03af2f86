"""What must hold after every fault: all ended, nothing lost, nothing doubled, the rows as without the fault."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine, text

RESULT_TABLES = ("parsed", "segment", "entity", "entity_role", "entity_link", "mention", "quotation", "quotation_span")

ROWS = " UNION ALL ".join(
    f"SELECT run_id, '{table}' || (to_jsonb(r) - 'run_id')::text AS row FROM core.{table} AS r"
    for table in RESULT_TABLES
)

FINGERPRINTS = f"""
SELECT a.uri, md5(string_agg(rows.row, E'\n' ORDER BY rows.row))
FROM core.article AS a JOIN ({ROWS}) AS rows ON rows.run_id = a.visible_run_id
WHERE a.uri = ANY (:uris) GROUP BY a.uri
"""

OFF = """
SELECT count(*) FROM core.parsed AS p JOIN core.{table} AS s USING (run_id)
WHERE {exact} IS NOT NULL AND substr(p.text, {start} + 1, {end} - {start}) IS DISTINCT FROM {exact}
"""

SPANS = {
    "mention": ("s.exact", "s.start_char", "s.end_char"),
    "quotation_span": ("s.exact", "s.start_char", "s.end_char"),
    "entity_role": ("s.exact", "s.start_char", "s.end_char"),
    "quotation": ("s.cue_exact", "s.cue_start_char", "s.cue_end_char"),
}

DOUBLED = """
SELECT count(*) FROM (
    SELECT a.uri FROM core.article AS a
    JOIN core.version AS v ON v.article_id = a.id JOIN core.run AS r ON r.version_id = v.id
    LEFT JOIN core.change AS c ON c.run_id = r.id
    WHERE a.uri = ANY (:uris)
    GROUP BY a.uri HAVING count(*) > 1
) AS twice
"""


OF_OURS = """
FROM core.run AS r JOIN core.version AS v ON v.id = r.version_id JOIN core.article AS a ON a.id = v.article_id
"""


@dataclass(frozen=True)
class Found:
    """The state of one batch after a fault."""

    done: int
    quarantined: int
    without_reason: int
    doubled: int
    different: int
    feed: list[int]
    off: int

    @property
    def ended(self) -> int:
        return self.done + self.quarantined


def fingerprints(engine: Engine, uris: list[str]) -> dict[str, str]:
    """One digest of all result rows of each of these articles that is on record."""
    with engine.connect() as connection:
        return {row[0]: row[1] for row in connection.execute(text(FINGERPRINTS), {"uris": uris})}


def foreign_payloads(engine: Engine) -> set[bytes]:
    """The bytes in the quarantine that came over a queue and name no run."""
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT payload FROM core.quarantined WHERE code = 'foreign_message'"))
        return {bytes(row.payload) for row in rows}


def look(engine: Engine, uris: list[str], expected: dict[str, str]) -> Found:
    """Everything that is promised, counted."""
    seen = fingerprints(engine, uris)
    with engine.connect() as connection:

        def count(query: str) -> int:
            return int(connection.execute(text(query), {"uris": uris}).scalar_one())

        return Found(
            done=count(f"SELECT count(*) {OF_OURS} WHERE r.state = 'done' AND a.uri = ANY (:uris)"),
            quarantined=count(f"SELECT count(*) {OF_OURS} WHERE r.state = 'quarantined' AND a.uri = ANY (:uris)"),
            without_reason=count(
                f"SELECT count(*) {OF_OURS} LEFT JOIN core.quarantined q ON q.run_id = r.id"
                " WHERE r.state = 'quarantined' AND a.uri = ANY (:uris)"
                " AND coalesce(q.code, '') || coalesce(q.reason, '') = ''"
            ),
            doubled=count(DOUBLED),
            different=sum(seen[uri] != expected.get(uri, seen[uri]) for uri in seen),
            feed=[p for (p,) in connection.execute(text("SELECT position FROM core.change ORDER BY position"))],
            off=sum(count(OFF.format(table=t, exact=e, start=s, end=n)) for t, (e, s, n) in SPANS.items()),
        )
