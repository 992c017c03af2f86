"""The recipes of docs/recipes.md do what they say, as they stand, run by a reader."""

from __future__ import annotations

import json
import re
import runpy
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import psycopg
import pytest
import yaml

from shared.settings import Servers
from shared.store import retracting
from shared.store.engine import make_engine
from tests.contract.recipes import ROOT, SQL, run
from tests.integration.store import given

CONSUMERS = ROOT / "deploy" / "consumers"
DASHBOARD = ROOT / "deploy" / "grafana" / "dashboards" / "quotations.json"
PUBLISHER, SPEAKER = "Lokalpresse-Agentur", "Anna Berg"
PUBLISHED = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
ARTICLES = 3
SHOWN = 2
"""One of the three is retracted."""


def as_reader(url: str) -> str:
    """The same database, as other systems have it."""
    return f"{url}{'&' if '?' in url else '?'}options=-c%20role%3Donrecord_reader"


@pytest.fixture(scope="module")
def dsn(module_servers: Servers) -> str:
    """A store with three articles of four quotations each, one of them retracted."""
    engine = make_engine(module_servers.database_url)
    for n in range(ARTICLES):
        given.finished(engine, f"lpa:{n}")
    retracting.retract(engine, "lpa:2")
    engine.dispose()
    return as_reader(module_servers.database_url)


@pytest.fixture
def contract(dsn: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection as other systems have it."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        yield connection


ANSWERS: dict[str, tuple[dict[str, str], list[tuple[Any, ...]]]] = {
    "most_quoted.sql": ({"since": "2026-02-23"}, [(SPEAKER, 2 * SHOWN, SHOWN, 1)]),
    "said_about.sql": (
        {"speaker": SPEAKER, "about": "centuries OR ferries"},
        [(PUBLISHED, PUBLISHER, f"lpa:{n}", "It will last, for a century.") for n in range(SHOWN)],
    ),
    "articles_about.sql": (
        {"about": "welders"},
        [(PUBLISHED, PUBLISHER, "Harbour bridge opens 🌉")] * SHOWN,
    ),
    "names_like.sql": ({"name": "Ana Bergh"}, [(SPEAKER, 2 * SHOWN)]),
    "named_in.sql": (
        {"name": "BERG"},
        [(PUBLISHED, PUBLISHER, "Harbour bridge opens 🌉", SPEAKER, "person", 2)] * SHOWN,
    ),
    "shares.sql": (
        {"since": "2026-03-01", "until": "2026-03-02"},
        [
            (date(2026, 3, 1), PUBLISHER, role, n * SHOWN)
            for role, n in {"harbour master": 1, "nobody named": 2, "person": 1}.items()
        ],
    ),
    "newest_of.sql": (
        {"publisher": PUBLISHER},
        [(PUBLISHED, "Harbour bridge opens 🌉", f"lpa:{n}") for n in range(SHOWN)],
    ),
    "new_since.sql": (
        {"cursor": "1"},
        [(2, "processed", "lpa:1", n, SPEAKER if n < 2 else None) for n in range(4)]
        + [(3, "processed", "lpa:2", None, None), (4, "retracted", "lpa:2", None, None)],
    ),
}
"""Recipe: its variables, and the first columns of what it answers."""


def test_every_recipe_is_documented_and_tried() -> None:
    page = (ROOT / "docs" / "recipes.md").read_text("utf-8")

    assert {path.name for path in SQL.iterdir()} == set(ANSWERS)
    files = [
        p for folder in (CONSUMERS, DASHBOARD.parents[1], ROOT / "deploy" / "metabase") for p in folder.rglob("*.*")
    ]
    assert [p.name for p in files if p.is_file() and "__pycache__" not in p.parts and p.name not in page] == []


@pytest.mark.parametrize("name", ANSWERS)
def test_a_recipe_answers_what_it_asks(contract: psycopg.Connection[Any], name: str) -> None:
    variables, expected = ANSWERS[name]

    answered = run(contract, name, variables)

    assert sorted((row[: len(expected[0])] for row in answered), key=repr) == sorted(expected, key=repr)


def test_shares_are_of_one_publisher_and_day(contract: psycopg.Connection[Any]) -> None:
    rows = run(contract, "shares.sql", {"since": "2026-03-01", "until": "2026-03-02"})

    assert [float(row[-1]) for row in rows] == [50.0, 25.0, 25.0]


def test_psql_runs_a_recipe_as_it_stands(dsn: str) -> None:
    psql = shutil.which("psql")
    if psql is None:
        pytest.skip("psql is not installed here")
    variables = ["-v", f"speaker={SPEAKER}", "-v", "about=century"]

    command = [psql, dsn, "-X", "-At", *variables, "-f", str(SQL / "said_about.sql")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert done.returncode == 0, done.stderr
    assert done.stdout.count("It will last, for a century.") == SHOWN


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("read_pandas.py", r"2026-W09 +50.0 +25.0 +25.0"),
        ("read_polars.py", rf"{SPEAKER}\t1\t{2 * SHOWN}\t0\.5\t0\.5"),
        ("read_duckdb.py", rf"{PUBLISHER}\t{4 * SHOWN}\t1\t\d+\.\d"),
    ],
)
def test_dataframes_hold_what_the_views_show(
    dsn: str, capsys: pytest.CaptureFixture[str], name: str, line: str
) -> None:
    runpy.run_path(str(CONSUMERS / name))["main"](dsn)

    assert re.search(line, capsys.readouterr().out)


# --- dbt ------------------------------------------------------------------------------------------------------------


def test_dbts_sources_are_those_of_the_database(dsn: str) -> None:
    committed = (CONSUMERS / "dbt" / "models" / "sources.yml").read_text("utf-8")

    assert committed == runpy.run_path(str(CONSUMERS / "dbt" / "generate.py"))["sources"](dsn), "run `make contract`"


def test_dbts_sources_know_views_comments_and_keys() -> None:
    [source] = yaml.safe_load((CONSUMERS / "dbt" / "models" / "sources.yml").read_text("utf-8"))["sources"]
    tables = {table["name"]: {c["name"]: c for c in table["columns"]} for table in source["tables"]}

    assert source["schema"] == "onrecord_v1"
    assert tables["quotation"]["content"]["description"] == "The quoted words: all spans, joined."
    assert tables["article"]["uri"]["data_tests"] == ["unique", "not_null"]
    assert tables["quotation"]["ordinal"]["data_tests"] == ["not_null"]
    assert "data_tests" not in tables["quotation"]["content"]


# --- dashboards -----------------------------------------------------------------------------------------------------


def grafana(statement: str) -> str:
    """What Grafana makes of it, for the publishers and times of our articles."""
    statement = re.sub(r"\$__timeFilter\((\w+)\)", r"\1 BETWEEN '2026-02-01T00:00:00Z' AND '2026-04-01Z'", statement)
    return statement.replace("${publisher:sqlstring}", f"'{PUBLISHER}','Other'").replace(
        "${about:sqlstring}", "'century'"
    )


def dashboard_queries() -> dict[str, tuple[str, int]]:
    """Each panel's statement, and how many rows it has here; and that of the variable."""
    board = json.loads(DASHBOARD.read_text("utf-8"))
    rows = {"Quotations a day, by kind": 2, "Who speaks, by type": 2, "What was said about $about": 2 * SHOWN}
    found = {p["title"]: (p["targets"][0]["rawSql"], rows.get(p["title"], 1)) for p in board["panels"]}
    return found | {"publisher": (board["templating"]["list"][0]["query"], 1)}


@pytest.mark.parametrize("title", dashboard_queries())
def test_a_dashboards_query_has_an_answer(contract: psycopg.Connection[Any], title: str) -> None:
    statement, rows = dashboard_queries()[title]

    cursor = contract.execute(grafana(statement))

    assert "$" not in grafana(statement)
    assert len(cursor.fetchall()) == rows
    assert "time_series" not in statement or cursor.description[0].name == "time"


def test_grafana_is_provisioned_with_the_reader_and_the_dashboard() -> None:
    folder = DASHBOARD.parents[1] / "provisioning"
    [source] = yaml.safe_load((folder / "datasources" / "onrecord.yml").read_text("utf-8"))["datasources"]
    board = json.loads(DASHBOARD.read_text("utf-8"))

    assert source["user"] == "onrecord_reader"
    assert {panel["datasource"]["uid"] for panel in board["panels"]} == {source["uid"]}
    assert {panel["datasource"]["type"] for panel in board["panels"]} == {source["type"]}


FILLED = {
    "since": "'2026-02-01'::date",
    "until": "'2026-04-01'::date",
    "publisher": f"'{PUBLISHER}'",
    "speaker": f"'{SPEAKER}'",
    "about": "'century'",
}


def metabase(statement: str, *, optional: bool) -> str:
    """What Metabase makes of it, with the variables in [[ ]] filled in or left empty."""
    statement = re.sub(r"\[\[(.*?)\]\]", r"\1" if optional else "", statement, flags=re.DOTALL)
    return re.sub(r"\{\{(\w+)\}\}", lambda variable: FILLED[variable[1]], statement)


@pytest.mark.parametrize("optional", [True, False], ids=["all variables", "only the required ones"])
@pytest.mark.parametrize(
    ("name", "rows"), [("most_quoted.sql", (1, 1)), ("shares_by_role.sql", (3, 3)), ("said_by.sql", (2, 4))]
)
def test_a_metabase_question_has_an_answer(
    contract: psycopg.Connection[Any], name: str, rows: tuple[int, int], optional: bool
) -> None:
    statement = metabase((ROOT / "deploy" / "metabase" / name).read_text("utf-8"), optional=optional)

    assert len(contract.execute(statement).fetchall()) == rows[0 if optional else 1]
