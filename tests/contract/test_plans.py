"""Searches and recipes stay quick on a million quotations: which rows they read, and by which index, never how fast."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy.dialects import postgresql

from shared.settings import Servers
from shared.store import migrate, pruning
from tests.contract.recipes import Plan, explain, recipe
from tests.generated import OLDER, Shape, announce, fill

ARTICLES = 100_000
"""With nine quotations each; a fifth of them has an older version too: 1,080,000 rows."""

QUOTATIONS = 900_000
ABOUT_DREDGING = 2_160
"""Rows of core.quotation, superseded ones included: one in 500."""


@pytest.fixture(scope="module")
def million(module_servers: Servers) -> Iterator[psycopg.Connection]:
    """A store of the release before with a million quotations, migrated; seen by a reader."""
    url = module_servers.database_url
    migrate.downgrade(url, "0004")
    with psycopg.connect(url) as connection:
        fill(connection, Shape(quotations=9), 1, ARTICLES)
        announce(connection)
    with psycopg.connect(url, autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(f"ALTER DATABASE \"{name}\" SET maintenance_work_mem = '256MB'")
    migrate.upgrade(url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE core.article, core.run, core.version, core.parsed, core.entity")
        connection.execute("VACUUM ANALYZE core.quotation, core.change")
        connection.execute("SET max_parallel_workers_per_gather = 0")
        connection.execute("SET ROLE onrecord_reader")
        yield connection


def count(connection: psycopg.Connection, query: str) -> int:
    return connection.execute(query).fetchone()[0]


def test_there_are_as_many_as_we_say(million: psycopg.Connection) -> None:
    assert count(million, "SELECT count(*) FROM onrecord_v1.quotation") == QUOTATIONS
    assert count(million, "SELECT count(*) FROM onrecord_v1.article") == ARTICLES
    assert count(million, f"SELECT count(*) FROM onrecord_v1.run WHERE run_id > {OLDER}") == ARTICLES / 5


RECIPES = {
    # A week of 52 has 17,300 quotations.
    "most_quoted.sql": ({"since": "2026-03-02"}, {"ix_parsed_published_at", "pk_quotation"}, {"quotation": 22_000}),
    # The speaker has 50,000 quotations, so that the words are looked up first.
    "said_about.sql": (
        {"speaker": "Ingrid Solheim", "about": "dredging"},
        {"ix_quotation_search"},
        {"quotation": ABOUT_DREDGING},
    ),
    "articles_about.sql": ({"about": "salt works"}, {"ix_parsed_search"}, {"parsed": 120}),
    "names_like.sql": ({"name": "Anna-Lena Baecker"}, {"ix_quotation_speaker_name_trgm"}, {"quotation": 60_000}),
    "named_in.sql": (
        {"name": "bäcker"},
        {"ix_entity_name_trgm", "uq_article_visible_run_id"},
        {"entity": 200, "parsed": 200},
    ),
    "shares.sql": (
        {"since": "2026-03-02", "until": "2026-03-09"},
        {"ix_parsed_published_at", "pk_quotation"},
        {"quotation": 22_000},
    ),
    "newest_of.sql": ({"publisher": "Publisher 7"}, {"ix_parsed_publisher_published_at"}, {"parsed": 40}),
    "new_since.sql": (
        {"cursor": "5000"},
        {"pk_change", "pk_article", "pk_quotation"},
        {"change": 100, "quotation": 900},
    ),
}
"""Recipe: its variables, the indexes it must use, and how many rows of a table it may look at."""


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_reads_by_its_indexes_and_little_more_than_it_shows(million: psycopg.Connection, name: str) -> None:
    given, indexes, bounds = RECIPES[name]

    plan = explain(million, recipe(name), given)

    assert indexes <= plan.indexes, str(plan)
    assert plan.whole_tables.isdisjoint({"quotation", "entity", "parsed", "version", "change"}), str(plan)
    for table, bound in bounds.items():
        assert 0 < plan.rows_read(table) <= bound, str(plan)


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("SELECT * FROM onrecord_v1.quotation WHERE speaker_name = 'Anna-Lena Bäcker'", "ix_quotation_speaker_name"),
        (
            "SELECT uri FROM onrecord_v1.quotation WHERE speaker_name ILIKE '%na-lena b%'",
            "ix_quotation_speaker_name_trgm",
        ),
        ("SELECT uri FROM onrecord_v1.entity WHERE name = 'Anna-Lena Bäcker'", "ix_entity_name_trgm"),
        (
            "SELECT uri FROM onrecord_v1.quotation "
            "WHERE onrecord_v1.search(content) @@ onrecord_v1.words('\"by dredging\"')",
            "ix_quotation_search",
        ),
        ("SELECT * FROM onrecord_v1.quotation WHERE uri = 'generated:5'", "uq_article_uri"),
        # An act that no quotation has: by the index of dates, the newest ones would be looked for among all.
        (
            "SELECT uri FROM onrecord_v1.quotation WHERE act = 'denial' AND published_at IS NOT NULL "
            "ORDER BY published_at DESC LIMIT 2001",
            "ix_quotation_act",
        ),
    ],
)
def test_a_search_reads_no_whole_table(million: psycopg.Connection, query: str, index: str) -> None:
    plan = explain(million, query.replace("%", "%%"), {})

    assert index in plan.indexes, str(plan)
    assert plan.whole_tables.isdisjoint({"quotation", "entity", "parsed"}), str(plan)
    assert plan.rows_read("quotation") + plan.rows_read("entity") < 3_000, str(plan)


@pytest.mark.parametrize(
    ("query", "tables"),
    [
        ("SELECT speaker_name, count(*) FROM onrecord_v1.quotation GROUP BY 1", {"article", "quotation"}),
        ("SELECT count(*) FROM onrecord_v1.mention", {"article", "mention"}),
        ("SELECT publisher, count(*) FROM onrecord_v1.article GROUP BY 1", {"article", "parsed"}),
        ("SELECT version FROM onrecord_v1.mention", {"article", "mention", "run", "version"}),
    ],
)
def test_tables_that_add_nothing_are_not_read(million: psycopg.Connection, query: str, tables: set[str]) -> None:
    plan: Plan = explain(million, query, {})

    assert {node["Relation Name"] for node in plan.scans if "Relation Name" in node} == tables


@pytest.mark.parametrize("name", ["most_quoted.sql", "shares.sql"])
def test_where_random_reads_are_cheap_a_week_costs_a_week(million: psycopg.Connection, name: str) -> None:
    # Given the cost of random reads on a solid-state disk, which docs/contract.md tells operators to set
    with million.transaction():
        million.execute("SET LOCAL random_page_cost = 1.1")
        # When a recipe asks for one week of 52
        plan = explain(million, recipe(name), RECIPES[name][0])
    # Then no table is read whole, articles included
    assert plan.whole_tables == set(), str(plan)
    assert plan.rows_read("article") <= ARTICLES / 25, str(plan)


def test_pruning_looks_at_no_more_runs_than_it_deletes(million: psycopg.Connection) -> None:
    # Given 20,000 superseded runs beside 100,000 that are seen
    statement = pruning.superseded(0, 200).compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True})
    # When the sweeper looks for the 200 oldest
    with million.transaction(force_rollback=True):
        million.execute("RESET ROLE")
        plan = explain(million, str(statement), {})
        million.execute("SET ROLE onrecord_reader")
    # Then it finds them by their index, and looks at no others
    assert plan.indexes == {"ix_run_superseded_at"}, str(plan)
    assert plan.rows_read("run") <= 200, str(plan)
