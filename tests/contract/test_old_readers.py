"""Readers of every minor version find in the schema as it is now what they were promised then."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from shared.store import accepting, runs
from shared.store.records import Rejection
from tests.integration.store import given

FOLDER = Path(__file__).parent
PROMISES = sorted(FOLDER.glob("onrecord_v1.[0-9]*.json"))
QUERIES = sorted(FOLDER.glob("onrecord_v1.[0-9]*.sql"))


@pytest.fixture
def filled(engine: Engine) -> None:
    """A store with something in every view."""
    given.finished(engine)
    runs.quarantine(engine, given.accepted(engine, "bad").run_id, code="c", reason="r")
    accepting.reject(engine, Rejection(stream_id="1-0", uri="odd", code="c", reason="r", payload=b""))


@pytest.mark.parametrize("promised", PROMISES, ids=lambda path: path.stem)
def test_every_promised_column_can_be_read(filled: None, reader: Engine, promised: Path) -> None:
    with reader.connect() as connection:
        for view, columns in json.loads(promised.read_text("utf-8")).items():
            typed = ", ".join(f'"{name}"::{kind}' for name, kind in columns)
            connection.execute(text(f"SELECT {typed} FROM onrecord_v1.{view}".replace("::", r"\:\:")))


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_every_query_of_then_gives_rows(filled: None, reader: Engine, path: Path) -> None:
    script = "\n".join(line for line in path.read_text("utf-8").splitlines() if not line.startswith("--"))
    queries = [query for query in script.split(";") if query.strip()]
    assert len(queries) > 10
    with reader.connect() as connection:
        empty = [q for q in queries if not connection.exec_driver_sql(q.replace("%", "%%")).all()]
    assert empty == []
