"""Each role can do its work, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import ProgrammingError

from shared.store import accepting, migrate, reading, results, runs, sweeping
from shared.store.engine import make_engine, sqlalchemy_url
from shared.store.records import Rejection, Stage
from shared.store.scripts import run_script
from shared.store.tables import metadata
from tests.integration.store import given

TABLES = sorted(metadata.tables)
VIEWS = ["article", "segment", "entity", "mention", "quotation", "quotation_span"]
VIEWS += ["identity", "identity_alias", "identity_decision", "identity_member"]
VIEWS += ["run", "quarantined", "rejected", "change", "feed_bounds", "contract"]


def refused(engine: Engine, statement: str) -> None:
    """The statement is refused for want of rights."""
    with engine.connect() as connection, pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        connection.execute(text(statement))


@pytest.mark.parametrize("view", VIEWS)
def test_a_reader_reads_every_view(reader: Engine, view: str) -> None:
    with reader.connect() as connection:
        connection.execute(text(f"SELECT * FROM onrecord_v1.{view}"))


@pytest.mark.parametrize("table", [*TABLES, "core.alembic_version", "core.visible"])
def test_a_reader_reads_no_table(reader: Engine, table: str) -> None:
    refused(reader, f"SELECT 1 FROM {table}")


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
    ],
)
def test_a_reader_writes_nothing(reader: Engine, statement: str) -> None:
    refused(reader, statement)


def test_a_reader_who_logs_in_is_read_only_and_bounded(engine: Engine) -> None:
    query = "SELECT rolconfig, rolcanlogin, rolsuper FROM pg_roles WHERE rolname = 'onrecord_reader'"

    with engine.connect() as connection:
        [(settings, can_login, is_super)] = connection.execute(text(query)).all()

    assert {"default_transaction_read_only=on", "statement_timeout=60s"} <= set(settings)
    assert not can_login
    assert not is_super


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
def test_a_writer_changes_neither_history_nor_schema(writer: Engine, statement: str) -> None:
    refused(writer, statement)


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
