"""The migrations lead to what the tables say, there and back, and leave nothing unexplained."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, text

from shared.store import migrate, reading, revisions
from shared.store.engine import make_engine
from shared.store.tables import SCHEMA, metadata
from tests.integration.store import given

CATALOGUE = {
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'core'::regnamespace AND conrelid <> 'core.alembic_version'::regclass
    """,
    "indexes": """
        SELECT tablename, indexname, indexdef FROM pg_indexes
        WHERE schemaname = 'core' AND tablename <> 'alembic_version'
    """,
    "columns": """
        SELECT table_name, column_name, ordinal_position, data_type, is_nullable, column_default, identity_generation
        FROM information_schema.columns
        WHERE table_schema = 'core' AND table_name IN (SELECT tablename FROM pg_tables)
            AND table_name <> 'alembic_version'
    """,
}


@pytest.fixture
def empty(empty_database_url: str) -> Iterator[Engine]:
    """An engine on a database with nothing in it."""
    engine = make_engine(empty_database_url)
    yield engine
    engine.dispose()


def catalogue(connection: Connection) -> dict[str, set[tuple[object, ...]]]:
    return {name: {tuple(row) for row in connection.execute(text(query))} for name, query in CATALOGUE.items()}


def test_the_way_back_leaves_a_newer_schema_as_it_is(empty: Engine, empty_database_url: str) -> None:
    # Given a database that the next release has upgraded, with a view that this one would replace
    migrate.upgrade(empty_database_url)
    with empty.begin() as connection:
        connection.execute(text("UPDATE core.alembic_version SET version_num = '9999'"))
        connection.execute(text("COMMENT ON SCHEMA onrecord_v1 IS 'views of the next release'"))
    # When this release upgrades, as docker compose lets it before each start
    migrate.upgrade(empty_database_url)
    # Then nothing has changed
    assert revisions.current(empty_database_url) == "9999"
    with empty.connect() as connection:
        said = connection.execute(text("SELECT obj_description(to_regnamespace('onrecord_v1'))")).scalar_one()
        assert said == "views of the next release"


def test_up_down_up_leaves_a_store_that_works(empty: Engine, empty_database_url: str) -> None:
    assert revisions.current(empty_database_url) is None
    migrate.upgrade(empty_database_url)
    given.finished(empty)

    migrate.downgrade(empty_database_url, "base")
    with empty.connect() as connection:
        left = connection.execute(text("SELECT relname FROM pg_class WHERE relnamespace = 'core'::regnamespace"))
        functions = connection.execute(text("SELECT proname FROM pg_proc WHERE pronamespace = 'core'::regnamespace"))
        assert {name for name in left.scalars() if "alembic" not in name} == set()
        assert functions.all() == []
    assert revisions.current(empty_database_url) is None

    migrate.upgrade(empty_database_url)
    given.finished(empty)
    assert revisions.current(empty_database_url) == revisions.head()
    assert reading.article(empty, "lpa:1") == given.article()


def test_each_migration_goes_down_and_up_by_itself(database_url: str) -> None:
    for revision in sorted(revisions.known(), reverse=True)[1:]:
        migrate.downgrade(database_url, revision)
        assert revisions.current(database_url) == revision

    migrate.upgrade(database_url)

    assert revisions.current(database_url) == revisions.head()


def test_four_upgrades_at_once_are_one_upgrade(empty: Engine, empty_database_url: str) -> None:
    given.all_at_once([partial(migrate.upgrade, empty_database_url)] * 4)

    given.finished(empty)
    assert reading.article(empty, "lpa:1") == given.article()


def test_an_upgrade_of_a_store_in_use_keeps_its_articles(engine: Engine, database_url: str) -> None:
    given.finished(engine)

    migrate.upgrade(database_url)

    assert reading.article(engine, "lpa:1") == given.article()


def test_an_upgrade_that_changes_nothing_does_not_wait_for_readers(engine: Engine, database_url: str) -> None:
    with engine.connect() as reader:
        reader.execute(text("SELECT * FROM onrecord_v1.quotation, onrecord_v1.change"))

        migrate.upgrade(database_url)


def test_an_upgrade_replaces_the_views_of_another_version(engine: Engine, database_url: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("DROP VIEW onrecord_v1.contract"))
        connection.execute(text("COMMENT ON SCHEMA onrecord_v1 IS 'Views of another version.'"))

    migrate.upgrade(database_url)

    with engine.connect() as connection:
        found = connection.execute(text("SELECT migration FROM onrecord_v1.contract")).scalar_one()
    assert found == revisions.head()


def test_the_tables_say_what_the_migrations_made(engine: Engine) -> None:
    options = {"include_schemas": True, "include_name": lambda name, kind, _: kind != "schema" or name == SCHEMA}
    options |= {"version_table_schema": SCHEMA, "compare_type": True, "compare_server_default": True}

    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def test_the_migrations_made_what_the_tables_say_to_the_last_check(engine: Engine, empty: Engine) -> None:
    with empty.begin() as connection:
        connection.execute(text("CREATE SCHEMA core; CREATE TABLE core.alembic_version (); CREATE EXTENSION pg_trgm"))
        metadata.create_all(connection)
        wanted = catalogue(connection)

    with engine.connect() as connection:
        assert catalogue(connection) == wanted


def test_every_table_view_and_column_is_commented(engine: Engine) -> None:
    uncommented = """
        SELECT c.oid::regclass || coalesce('.' || a.attname, '')
        FROM pg_class AS c
        LEFT JOIN LATERAL (
            SELECT attname, attnum FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped
            UNION ALL SELECT NULL, 0
        ) AS a ON true
        WHERE c.relnamespace IN ('core'::regnamespace, 'onrecord_v1'::regnamespace) AND c.relkind IN ('r', 'v')
            AND length(trim(coalesce(
                CASE a.attnum WHEN 0 THEN obj_description(c.oid, 'pg_class') ELSE col_description(c.oid, a.attnum) END,
                ''))) < 5
    """
    with engine.connect() as connection:
        assert connection.execute(text(uncommented)).scalars().all() == []
