"""What must hold after every fault: all ended, nothing lost, nothing doubled, the rows as without the fault."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, text

from shared.store.records import RunState
from tests.faults.world import World

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
WHERE s.{of}start_char IS NOT NULL
    AND substr(p.text, s.{of}start_char + 1, s.{of}end_char - s.{of}start_char) IS DISTINCT FROM s.{of}exact
"""
"""Rows whose offsets do not lead to their words."""

SPANS = [
    ("mention", ""),
    ("quotation_span", ""),
    ("entity_role", ""),
    ("quotation", "cue_"),
    ("quotation", "speaker_"),
]

DOUBLED = """
SELECT count(*) FROM (
    SELECT a.uri FROM core.article AS a
    JOIN core.version AS v ON v.article_id = a.id JOIN core.run AS r ON r.version_id = v.id
    LEFT JOIN core.change AS c ON c.run_id = r.id
    WHERE a.uri = ANY (:uris)
    GROUP BY a.uri HAVING count(*) > 1
) AS twice
"""

WITHOUT_REASON = """
SELECT count(*)
FROM core.run AS r JOIN core.version AS v ON v.id = r.version_id JOIN core.article AS a ON a.id = v.article_id
LEFT JOIN core.quarantined AS q ON q.run_id = r.id
WHERE r.state = 'quarantined' AND a.uri = ANY (:uris) AND (q.code = '' OR q.reason = '') IS NOT FALSE
"""


@dataclass(frozen=True)
class Found:
    """The state of one batch after a fault."""

    done: int
    quarantined: int
    without_reason: int
    doubled: int
    different: int
    """Articles that are done, with other rows than without a fault."""
    feed: list[int]
    off: int
    said: Counter[str]
    """How many disposition lines the logs have for each article."""

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


def look(world: World, uris: list[str], expected: dict[str, str]) -> Found:
    """Everything that is promised, counted."""
    seen = fingerprints(world.engine, uris)
    ended = {state.uri: state.state for state in world.states(uris)}
    done = [uri for uri in uris if ended.get(uri) is RunState.DONE]
    with world.engine.connect() as connection:

        def count(query: str) -> int:
            return int(connection.execute(text(query), {"uris": uris}).scalar_one())

        return Found(
            done=len(done),
            quarantined=sum(state is RunState.QUARANTINED for state in ended.values()),
            without_reason=count(WITHOUT_REASON),
            doubled=count(DOUBLED),
            different=sum(uri not in seen or seen[uri] != expected.get(uri, seen[uri]) for uri in done),
            feed=[p for (p,) in connection.execute(text("SELECT position FROM core.change ORDER BY position"))],
            off=sum(count(OFF.format(table=table, of=of)) for table, of in SPANS),
            said=dispositions(world.supervisor.log_file("worker"), uris),
        )


def dispositions(log: Path, uris: list[str]) -> Counter[str]:
    """How many lines of the log tell what became of each article."""
    said = Counter(dict.fromkeys(uris, 0))
    for line in log.read_text("utf-8", "replace").splitlines():
        # A process that was killed may have left half a line.
        with suppress(ValueError):
            event = json.loads(line)
            if event["event"] == "disposition" and event["uri"] in said:
                said[event["uri"]] += 1
    return said


def untold(world: World, uris: list[str]) -> list[str]:
    """The articles of which no line of the log tells what became of them."""
    return [uri for uri, lines in dispositions(world.supervisor.log_file("worker"), uris).items() if not lines]
