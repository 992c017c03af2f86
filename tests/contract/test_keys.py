"""Every view says what tells its rows apart, and what its columns refer to; and both are true of what is in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text

from shared.store import accepting, retracting, runs
from shared.store.records import Rejection
from tests.integration.store import given

COMMENTS = """
    SELECT c.relname, a.attname, coalesce(col_description(c.oid, a.attnum), ''), obj_description(c.oid, 'pg_class')
    FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
    WHERE c.relnamespace = 'onrecord_v1'::regnamespace AND c.relkind = 'v' ORDER BY 1, a.attnum
"""
KEY = re.compile(r"\bKey: ([a-z_, ]+?)(?:; also ([a-z_]+))?\.")
REFERENCE = re.compile(r"\bsee ([a-z_]+)\.([a-z_]+)")
CONTRACT_PAGE = Path(__file__).parents[2] / "docs" / "contract.md"
WITHIN_AN_ARTICLE = {"ordinal"}
"""Columns that count within an article: who refers to them means those of the same article."""


@pytest.fixture
def contract(engine: Engine, reader: Engine) -> Connection:
    """A reader's connection to a store with rows in every view, some of them of the same article."""
    given.finished(engine, "a")
    given.finished(engine, "a", given.TEXT + "More.")
    given.finished(engine, "b")
    retracting.retract(engine, "b")
    for uri in ("bad", "worse"):
        runs.quarantine(engine, given.accepted(engine, uri).run_id, code="c", reason="r")
    for stream_id in ("1-0", "2-0"):
        accepting.reject(engine, Rejection(stream_id=stream_id, uri="odd", code="c", reason="r", payload=b""))
    given.finished(engine, "c")
    with reader.connect() as connection:
        yield connection


def views(connection: Connection) -> dict[str, tuple[str, dict[str, str]]]:
    """Each view's comment, and those of its columns."""
    found: dict[str, tuple[str, dict[str, str]]] = {}
    for view, column, comment, of_view in connection.execute(text(COMMENTS)):
        found.setdefault(view, (of_view, {}))[1][column] = comment
    return found


def test_every_view_has_the_key_that_it_names(contract: Connection) -> None:
    wrong = []
    for view, (comment, columns) in views(contract).items():
        found = KEY.search(comment)
        if found is None:
            [(count,)] = contract.execute(text(f"SELECT count(*) FROM onrecord_v1.{view}"))
            wrong += [] if "one row" in comment and count == 1 else [f"{view} names no key"]
            continue
        for key in filter(None, found.groups()):
            if not set(key.split(", ")) <= set(columns):
                wrong.append(f"{view} has no {key}")
                continue
            doubled = f"SELECT 1 FROM onrecord_v1.{view} GROUP BY {key} HAVING count(*) > 1"
            wrong += [f"{view} has {key} twice" for _ in contract.execute(text(doubled)).fetchmany(1)]
    assert wrong == []


def test_every_reference_leads_somewhere(contract: Connection) -> None:
    found, wrong = views(contract), []
    references = [
        (view, column, *target)
        for view, (_, columns) in found.items()
        for column, comment in columns.items()
        for target in REFERENCE.findall(comment)
    ]
    assert {("mention", "entity", "entity", "ordinal"), ("change", "run_id", "run", "run_id")} <= set(references)
    for view, column, target, of_target in references:
        if of_target not in found.get(target, ("", {}))[1]:
            wrong.append(f"{view}.{column}: there is no {target}.{of_target}")
            continue
        if view in ("change", "quarantined", "version") and target == "article":
            continue  # these also tell of articles that are not shown
        same = " AND t.article_id = v.article_id" if of_target in WITHIN_AN_ARTICLE else ""
        lost = f"""
            SELECT 1 FROM onrecord_v1.{view} AS v WHERE v.{column} IS NOT NULL AND NOT EXISTS (
                SELECT FROM onrecord_v1.{target} AS t WHERE t.{of_target} = v.{column}{same})
        """
        wrong += [f"{view}.{column} leads nowhere" for _ in contract.execute(text(lost)).fetchmany(1)]
    assert wrong == []


def test_the_page_of_the_contract_names_every_view_with_its_key(contract: Connection) -> None:
    rows = [line.split("|")[1:3] for line in CONTRACT_PAGE.read_text("utf-8").splitlines() if line.startswith("| `")]
    told = {view: keys for views_of, keys in rows for view in re.findall(r"`([a-z_]+)`", views_of)}
    wrong = []
    for view, (comment, _) in views(contract).items():
        found = KEY.search(comment)
        expected = f"`{found[1]}`" if found else "one row"
        wrong += [] if expected in told.get(view, "") else [f"{view}: {expected}, not {told.get(view)}"]
    assert not wrong
