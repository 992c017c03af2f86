"""Each role can do its work, and nothing else."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import Connection, Engine, text

from shared.errors import NotAllowed
from shared.export import Format, What, into_file
from shared.feed import read, snapshot
from shared.store import accepting, migrate, reading, results, runs, sweeping
from shared.store.engine import make_engine, sqlalchemy_url
from shared.store.records import Rejection, Stage
from shared.store.scripts import run_script
from shared.store.tables import metadata
from tests.integration.store import given

TABLES = sorted(metadata.tables)
VIEWS = ["article", "segment", "entity", "mention", "quotation", "quotation_span", "quotation_speaker"]
VIEWS += ["identity", "identity_alias", "identity_decision", "identity_member"]
VIEWS += ["field_source", "provenance", "warning", "near_duplicate", "version", "version_text"]
VIEWS += ["run", "quarantined", "rejected", "change", "feed_bounds", "contract"]
EngineOf = Callable[[str], Engine]


def refused(engine: Engine, statement: str) -> None:
    """The statement is refused for want of rights."""
    with engine.connect() as connection, pytest.raises(NotAllowed, match=r"permission denied|must be owner"):
        connection.execute(text(statement))


@pytest.mark.parametrize("view", VIEWS)
def test_a_reader_reads_every_view(untouched: EngineOf, view: str) -> None:
    with untouched("onrecord_reader").connect() as connection:
        connection.execute(text(f"SELECT * FROM onrecord_v1.{view}"))


@pytest.mark.parametrize("table", [*TABLES, "core.alembic_version", "core.visible"])
def test_a_reader_reads_no_table(untouched: EngineOf, table: str) -> None:
    refused(untouched("onrecord_reader"), f"SELECT 1 FROM {table}")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM onrecord_v1.rejected",
        "UPDATE onrecord_v1.rejected SET reason = ''",
        "INSERT INTO onrecord_v1.change (position) VALUES (1)",
        "DELETE FROM core.article",
        "CREATE TABLE onrecord_v1.mine ()",
        "CREATE TABLE public.mine ()",
        "CREATE SCHEMA mine",
        "CREATE OR REPLACE VIEW onrecord_v1.contract AS SELECT 1",
        "SELECT core.forget_changes(interval '0', 1)",
    ],
)
def test_a_reader_writes_nothing(untouched: EngineOf, statement: str) -> None:
    refused(untouched("onrecord_reader"), statement)


def test_a_reader_reads_the_views_of_one_schema_and_nothing_else(engine: Engine, reader: Engine) -> None:
    # Given a table of somebody else in a schema of its own, and one in the schema that all may use
    with engine.begin() as connection:
        connection.execute(
            text("CREATE SCHEMA elsewhere; CREATE TABLE elsewhere.other (); CREATE TABLE public.other ()")
        )
    # Then the reader gets at neither
    refused(reader, "SELECT * FROM elsewhere.other")
    refused(reader, "SELECT * FROM public.other")
    # And of all there is in this database, it may read just the views of the contract
    query = """
        SELECT c.oid::regclass::text FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
            AND c.relkind IN ('r', 'v', 'm', 'p', 'S')
            AND has_schema_privilege(n.oid, 'USAGE')
            AND CASE c.relkind WHEN 'S' THEN has_sequence_privilege(c.oid, 'USAGE, SELECT')
                ELSE has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER') END
    """
    with reader.connect() as connection:
        found = set(connection.execute(text(query)).scalars())
    assert found == {f"onrecord_v1.{view}" for view in VIEWS}


def test_a_reader_who_logs_in_is_read_only_and_bounded(engine: Engine) -> None:
    query = "SELECT rolconfig, rolcanlogin, rolsuper FROM pg_roles WHERE rolname = 'onrecord_reader'"

    with engine.connect() as connection:
        [(settings, can_login, is_super)] = connection.execute(text(query)).all()

    assert {"default_transaction_read_only=on", "statement_timeout=60s"} <= set(settings)
    assert not can_login
    assert not is_super


@pytest.fixture
def reader_url(engine: Engine, database_url: str) -> Iterator[str]:
    """The database's URL as a reader who logs in has it."""
    with engine.begin() as connection:
        connection.execute(text("ALTER ROLE onrecord_reader LOGIN PASSWORD 'reads'"))
    url = sqlalchemy_url(database_url).set(username="onrecord_reader", password="reads", drivername="postgresql")
    yield url.render_as_string(hide_password=False)
    with engine.begin() as connection:
        connection.execute(text("ALTER ROLE onrecord_reader NOLOGIN PASSWORD NULL"))


def test_a_reader_who_has_logged_in_reads_and_is_held_to_its_bounds(engine: Engine, reader_url: str) -> None:
    given.finished(engine)
    with psycopg.connect(reader_url, autocommit=True) as connection:
        assert connection.execute("SELECT uri FROM onrecord_v1.article").fetchall() == [("lpa:1",)]
        assert connection.execute("SHOW statement_timeout").fetchone() == ("1min",)
        for statement, error in [
            ("CREATE TEMPORARY TABLE mine ()", psycopg.errors.ReadOnlySqlTransaction),
            ("SET ROLE onrecord_writer", psycopg.errors.InsufficientPrivilege),
            ("SET ROLE onrecord_owner", psycopg.errors.InsufficientPrivilege),
        ]:
            with pytest.raises(error):
                connection.execute(statement)
        # A shorter time-out of the same kind stops a statement that goes on for ever.
        connection.execute("SET statement_timeout = '50ms'")
        with pytest.raises(psycopg.errors.QueryCanceled):
            connection.execute("SELECT count(*) FROM generate_series(1, 1000000000)")
    # And its own doors work with these rights: the feed, a snapshot, an export
    assert [change.uri for change in read(reader_url)] == ["lpa:1"]
    with snapshot(reader_url) as (position, _):
        assert position == 1
    assert into_file(reader_url, io.BytesIO(), format=Format.CSV, what=What.ARTICLES).rows == 1


def test_a_writer_does_all_the_work_of_the_pipeline(writer: Engine) -> None:
    done = given.finished(writer, "done")
    given.finished(writer, "done", "Another text.")
    assert accepting.accept(writer, given.submission("done"), "1").version == 3
    runs.release(writer, given.up_to(writer, given.accepted(writer, "released").run_id, Stage.ENTITIES, "released"))
    runs.mark_sent(writer, [done.run_id])
    runs.quarantine(writer, given.accepted(writer, "bad").run_id, code="c", reason="r")
    accepting.reject(writer, Rejection(stream_id="1-0", code="c", reason="r", payload=b""))

    assert len(sweeping.due(writer, limit=10, sent_before_seconds=0)) == 2
    assert results.load_parsed(writer, done.run_id).uri == "done"
    assert reading.status(writer).position == 3


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM core.article",
        "DELETE FROM core.run",
        "DELETE FROM core.change",
        "UPDATE core.change SET kind = 'updated'",
        "INSERT INTO core.feed_head DEFAULT VALUES",
        "UPDATE core.quotation SET content = ''",
        "UPDATE core.alembic_version SET version_num = ''",
        "TRUNCATE core.mention",
        "ALTER TABLE core.mention DISABLE TRIGGER ALL",
        "DROP TRIGGER check_exact ON core.mention",
        "CREATE TABLE core.mine ()",
        "SELECT * FROM onrecord_v1.article",
    ],
)
def test_a_writer_changes_neither_history_nor_schema(untouched: EngineOf, statement: str) -> None:
    refused(untouched("onrecord_writer"), statement)


def test_new_databases_belong_to_the_owner_role(empty_database_url: str) -> None:
    migrate.upgrade(empty_database_url)

    engine = make_engine(empty_database_url)
    with engine.connect() as connection:
        assert set(owners(connection)) == {"onrecord_owner"}
    engine.dispose()


def owners(connection: Connection) -> list[str]:
    query = """
        SELECT relowner::regrole::text FROM pg_class
        WHERE relnamespace IN ('core'::regnamespace, 'onrecord_v1'::regnamespace)
        UNION SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname IN ('core', 'onrecord_v1')
    """
    return list(connection.execute(text(query)).scalars())


@pytest.fixture
def plain_user(empty_database_url: str) -> Iterator[str]:
    """A user who owns an empty database and may do nothing else."""
    name = f"onrecord_plain_{uuid4().hex[:8]}"
    engine = make_engine(empty_database_url)
    database = sqlalchemy_url(empty_database_url).database
    with engine.begin() as connection:
        connection.execute(text(f"CREATE ROLE {name} LOGIN PASSWORD 'plain'"))
        connection.execute(text(f'ALTER DATABASE "{database}" OWNER TO {name}'))
    yield name
    with engine.begin() as connection:
        connection.execute(text(f"REASSIGN OWNED BY {name} TO CURRENT_USER"))
        connection.execute(text(f"DROP OWNED BY {name}"))
        connection.execute(text(f"DROP ROLE {name}"))
    engine.dispose()


def test_a_user_without_special_rights_can_migrate_a_database_of_its_own(
    empty_database_url: str, plain_user: str
) -> None:
    url = sqlalchemy_url(empty_database_url).set(username=plain_user, password="plain")

    migrate.upgrade(url.render_as_string(hide_password=False))
    migrate.upgrade(url.render_as_string(hide_password=False))

    reader = make_engine(empty_database_url, role="onrecord_reader")
    with reader.connect() as connection:
        assert set(owners(connection)) == {plain_user}
        connection.execute(text("SELECT * FROM onrecord_v1.article"))
    reader.dispose()


def test_roles_that_cannot_be_made_are_named_and_nothing_fails(empty_database_url: str, plain_user: str) -> None:
    engine = make_engine(empty_database_url)
    notices: list[str] = []
    with engine.connect() as connection:
        connection.connection.driver_connection.add_notice_handler(lambda said: notices.append(said.message_primary))
        connection.execute(text("ALTER ROLE onrecord_reader RENAME TO onrecord_reader_elsewhere"))
        connection.execute(text(f"SET LOCAL ROLE {plain_user}"))

        run_script(connection, "sql", "roles.sql")
        connection.rollback()
    engine.dispose()

    [notice] = [said for said in notices if "roles not created" in said]
    assert plain_user in notice
    assert "onrecord_reader" in notice
