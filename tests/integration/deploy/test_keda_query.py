"""The query by which KEDA asks for the oldest open article runs with the worker's rights."""

from __future__ import annotations

from pathlib import Path

import psycopg
import yaml

WORKER = Path(__file__).parents[3] / "deploy" / "kubernetes" / "keda" / "worker.yaml"


def test_the_oldest_open_article_has_an_age(untouched_url: str) -> None:
    # Given the query of the manifest, and a database without articles
    triggers = yaml.safe_load(WORKER.read_text())["spec"]["triggers"]
    query = next(trigger["metadata"]["query"] for trigger in triggers if trigger["type"] == "postgresql")
    with psycopg.connect(untouched_url) as connection:
        # When a worker's login asks, Then nothing is old
        connection.execute("SET ROLE onrecord_worker")
        assert connection.execute(query).fetchall() == [(0.0,)]
        # When an article has been open for an hour, Then it is an hour old, and one of a backfill counts for nothing
        connection.execute("RESET ROLE")
        connection.execute(
            "WITH a AS (INSERT INTO core.article (uri) VALUES ('tag:a') RETURNING id), v AS (INSERT INTO core.version"
            " (article_id, version, content_sha256, submission)"
            " SELECT id, 1, repeat('0', 64), '{}' FROM a RETURNING id)"
            " INSERT INTO core.run (version_id, pipeline_version, stage, created_at)"
            " SELECT id, '5', 'parse', now() - interval '1 hour' FROM v"
        )
        connection.execute("SET ROLE onrecord_worker")
        ((age,),) = connection.execute(query).fetchall()
        assert round(age) == 3600
        connection.rollback()
