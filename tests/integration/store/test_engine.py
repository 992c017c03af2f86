"""Connections: their URLs, their bounds, and failures in the house's own words."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, func, select, text

from shared.errors import BadSettings, DatabaseUnreachable, NotAllowed, SchemaOutdated, Transient
from shared.store import migrate, reading, tables
from shared.store.engine import make_engine, ping, reader, sqlalchemy_url
from shared.store.revisions import check_schema
from tests.integration.store import given


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg", "postgresql+psycopg2"])
def test_every_spelling_of_the_scheme_gets_our_driver(scheme: str) -> None:
    url = sqlalchemy_url(f"{scheme}://me:p%40ss@db:5433/onrecord?sslmode=require")

    assert url.drivername == "postgresql+psycopg"
    assert (url.username, url.password, url.host, url.port) == ("me", "p@ss", "db", 5433)
    assert (url.database, url.query["sslmode"]) == ("onrecord", "require")


@pytest.mark.parametrize("url", ["", "secret", "mysql://me:secret@db/onrecord", "postgresql://me:secret@db:port/x"])
def test_other_urls_are_refused_without_being_shown(url: str) -> None:
    with pytest.raises(BadSettings) as refusal:
        make_engine(url)

    assert "secret" not in str(refusal.value)


def test_a_server_that_is_not_there_is_unreachable_and_its_password_is_not_told(tmp_path: Path) -> None:
    engine = make_engine(f"postgresql://me:secret@/onrecord?host={tmp_path}")

    with pytest.raises(DatabaseUnreachable) as refusal:
        ping(engine)

    assert "secret" not in str(refusal.value)


def test_a_database_that_is_not_there_is_unreachable(database_url: str) -> None:
    engine = make_engine(sqlalchemy_url(database_url).set(database="missing").render_as_string(hide_password=False))

    with pytest.raises(DatabaseUnreachable, match="missing"):
        ping(engine)


def test_a_connection_that_was_cut_between_two_calls_is_replaced_unnoticed(engine: Engine, database_url: str) -> None:
    ping(engine)

    cut_all(database_url)

    ping(engine)
    assert reading.status(engine).position == 0


def test_a_statement_stays_prepared_while_a_process_reads_and_writes(engine: Engine) -> None:
    def prepared() -> int:
        with reader(engine) as connection:
            mine = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%feed_head%'")
            return int(connection.execute(mine).scalar_one())

    for _ in range(8):
        with reader(engine) as connection:
            connection.execute(select(tables.feed_head.c.n))
        with engine.begin() as connection:
            connection.execute(select(func.count()).select_from(tables.article))

    assert prepared() == 1


def test_a_connection_that_is_cut_in_a_transaction_is_unreachable_and_nothing_was_written(
    engine: Engine, database_url: str
) -> None:
    with engine.connect() as connection:
        connection.execute(tables.article.insert().values(uri="lost"))
        cut_all(database_url)
        with pytest.raises(DatabaseUnreachable):
            connection.commit()

    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(tables.article)).scalar_one() == 0


def cut_all(database_url: str) -> None:
    """Ends all connections of our engines to this database, as a restart of the server does."""
    others = "datname = current_database() AND application_name = 'onrecord-tests'"
    with psycopg.connect(database_url) as connection:
        connection.execute(f"SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE {others}")


def test_a_statement_that_takes_too_long_is_tried_again_later(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.execute(text("SET LOCAL statement_timeout = '10ms'"))
        with pytest.raises(Transient, match="statement timeout"):
            connection.execute(text("SELECT pg_sleep(30)"))


def test_a_lock_that_is_not_given_is_tried_again_later(engine: Engine) -> None:
    given.accepted(engine)
    with engine.begin() as holder, engine.connect() as other:
        holder.execute(select(tables.article).with_for_update())
        other.execute(text("SET LOCAL lock_timeout = '10ms'"))
        with pytest.raises(Transient, match="lock timeout"):
            other.execute(select(tables.article).with_for_update())


def test_connections_have_their_bounds_and_their_name(engine: Engine) -> None:
    names = ["statement_timeout", "lock_timeout", "application_name", "timezone", "transaction_isolation"]

    with engine.connect() as connection:
        values = [connection.execute(text(f"SHOW {name}")).scalar_one() for name in names]

    assert values == ["1min", "30s", "onrecord-tests", "UTC", "read committed"]


def test_an_engine_may_act_as_a_role(database_url: str) -> None:
    engine = make_engine(database_url, role="onrecord_writer")

    with engine.connect() as connection:
        assert connection.execute(text("SELECT current_user")).scalar_one() == "onrecord_writer"
    engine.dispose()


def test_the_schema_is_checked(engine: Engine, database_url: str) -> None:
    check_schema(engine)

    migrate.downgrade(database_url, "0001")

    with pytest.raises(SchemaOutdated, match="it is at 0001"):
        check_schema(engine)


def test_an_empty_database_is_outdated(empty_database_url: str) -> None:
    engine = make_engine(empty_database_url)
    with pytest.raises(SchemaOutdated, match="it is at nothing"):
        check_schema(engine)
    engine.dispose()


def test_what_the_login_may_not_do_is_told(database_url: str) -> None:
    # Given a role that may read the views alone, When it asks for more, Then it is told who may
    engine = make_engine(database_url, role="onrecord_reader")
    with engine.connect() as connection, pytest.raises(NotAllowed, match="permission denied"):
        connection.execute(select(tables.article))
    engine.dispose()


def test_tables_that_are_not_there_are_a_matter_of_the_schema(empty_database_url: str) -> None:
    engine = make_engine(empty_database_url)
    with engine.connect() as connection, pytest.raises(SchemaOutdated, match="onrecord db upgrade"):
        connection.execute(select(tables.article))
    engine.dispose()


def test_a_newer_schema_is_good_enough(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE core.alembic_version SET version_num = '9999'"))

    check_schema(engine)
