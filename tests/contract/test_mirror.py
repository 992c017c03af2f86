"""deploy/consumers/mirror.py keeps a copy of the quotations, however often it is killed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from shared.settings import Servers
from shared.store import retracting
from shared.store.engine import make_engine
from tests.contract.recipes import ROOT
from tests.contract.test_recipes import as_reader
from tests.generated import Shape, announce, fill
from tests.integration.store import given
from workers.machine.background import wait_until

MIRROR = ROOT / "deploy" / "consumers" / "mirror.py"
ARTICLES = 300
COLUMNS = "article_id, ordinal, uri, speaker_name, content"


@pytest.fixture(scope="module")
def source(module_servers: Servers) -> str:
    """A store with 300 articles of four quotations, of which the feed tells one by one."""
    with psycopg.connect(module_servers.database_url) as connection:
        fill(connection, Shape(quotations=4, entities=1, sentences=1), 1, ARTICLES)
        newest = "SELECT setval(pg_get_serial_sequence('core.{0}', 'id'), 2000000000)"
        for table in ("article", "version", "run"):
            connection.execute(newest.format(table))
        announce(connection)
    return module_servers.database_url


@pytest.fixture
def target(empty_database_url: str) -> Iterator[psycopg.Connection[Any]]:
    """A database of somebody else's."""
    with psycopg.connect(empty_database_url, autocommit=True) as connection:
        yield connection


def command(source: str, target: psycopg.Connection[Any], *options: str) -> list[str]:
    dsn = f"host={target.info.host} port={target.info.port} user={target.info.user} dbname={target.info.dbname}"
    password = f" password={target.info.password}" if target.info.password else ""
    return [sys.executable, str(MIRROR), as_reader(source), dsn + password, *options]


@contextmanager
def killed(source: str, target: psycopg.Connection[Any]) -> Iterator[subprocess.Popen[bytes]]:
    """A mirror that is killed, not ended, at the end of the block."""
    process = subprocess.Popen(command(source, target))
    try:
        yield process
        assert process.poll() is None
    finally:
        process.kill()
        process.wait(30)


def position(target: psycopg.Connection[Any]) -> int:
    """Where the mirror stands; -1 before it has begun."""
    if target.execute("SELECT to_regclass('onrecord_cursor')").fetchone() == (None,):
        return -1
    row = target.execute("SELECT position FROM onrecord_cursor").fetchone()
    return -1 if row is None else row[0]


def rows(dsn: str, table: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(dsn) as connection:
        return connection.execute(f"SELECT {COLUMNS} FROM {table} ORDER BY article_id, ordinal").fetchall()


def test_a_mirror_that_is_killed_loses_nothing_and_doubles_nothing(
    source: str, target: psycopg.Connection[Any], empty_database_url: str
) -> None:
    # Given a mirror that was empty when it began to read the feed
    target.execute("CREATE TABLE onrecord_cursor (reader text PRIMARY KEY, position bigint NOT NULL)")
    target.execute("INSERT INTO onrecord_cursor VALUES ('mirror', 0)")
    # When it is killed on its way
    with killed(source, target):
        assert wait_until(lambda: position(target) >= 5, 60)
    # And again within a transaction: after the rows, before the cursor
    stuck = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'onrecord_cursor'::regclass"
    with target.transaction():
        target.execute("LOCK TABLE onrecord_cursor IN EXCLUSIVE MODE")
        with killed(source, target):
            assert wait_until(lambda: target.execute(stuck).fetchone() == (1,), 60)
    # Then rows and cursor agree: the mirror holds the articles up to its cursor, whole, and no others
    reached = position(target)
    held = "SELECT max(article_id), count(DISTINCT article_id), count(*) FROM my_quotation"
    assert target.execute(held).fetchone() == (reached, reached, 4 * reached)
    assert 5 <= reached < ARTICLES
    # And when articles come, change and go, and it is run to the end
    engine = make_engine(source)
    given.finished(engine, "new")
    retracting.retract(engine, "generated:1")
    retracting.retract(engine, f"generated:{ARTICLES}")
    given.finished(engine, "generated:2", "Another text.")
    engine.dispose()
    subprocess.run(command(source, target, "--once"), check=True, timeout=100)
    # Then it is the same as the view
    assert rows(empty_database_url, "my_quotation") == rows(source, "onrecord_v1.quotation")
    assert position(target) == ARTICLES + 4


def test_a_new_mirror_begins_with_a_snapshot(
    source: str, target: psycopg.Connection[Any], empty_database_url: str
) -> None:
    subprocess.run(command(source, target, "--once"), check=True, timeout=100)
    subprocess.run(command(source, target, "--once"), check=True, timeout=100)

    assert rows(empty_database_url, "my_quotation") == rows(source, "onrecord_v1.quotation")
    assert position(target) >= ARTICLES


def test_it_has_no_more_than_forty_lines() -> None:
    assert sum(bool(line.strip()) for line in MIRROR.read_text("utf-8").splitlines()) <= 40
