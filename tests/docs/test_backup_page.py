"""The lines of docs/backup.md, typed one after the other: a dump, fresh servers, and everything as it was there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import Engine, text

from shared.errors import FeedRestored, NotAllowed, RestoreUnfinished
from shared.feed import Position, read
from shared.model import Record
from shared.store import epochs, migrate, owners, retracting
from shared.store.engine import make_engine
from shared.store.revisions import check_schema
from tests.docs.commands import ROOT
from tests.faults.servers import Postgres
from tests.folders import server_folder
from tests.integration.store import given
from workers.machine import pgtools

PAGE = (ROOT / "docs" / "backup.md").read_text("utf-8")
TRIED = dict(re.findall(r"^<!-- tried: ([a-z ]+) -->\n\n((?:    .*\n)+)", PAGE, re.MULTILINE))
VIEWS = ("article", "segment", "entity", "mention", "quotation", "quotation_span", "run", "version", "rejected")


class Move(Record):
    """The database that was dumped, those that were restored, and where a follower stood."""

    old: str
    new: str
    by_hand: str
    folder: Path
    reached: int
    epoch: str


def typed(name: str, folder: Path, databases: dict[str, str]) -> str:
    """What the lines of a block print."""
    binaries = pgtools.fitting("pg_dump", pgtools.Database.of(databases["OLD"]).major()).path.parent
    path = f"{Path(sys.executable).parent}:{binaries}:{os.environ['PATH']}"
    here = {"PATH": path, "ONRECORD_REDIS_URL": "redis://127.0.0.1:1", **databases}
    lines = "set -eu\n" + "".join(line[4:] + "\n" for line in TRIED[name].splitlines())
    done = subprocess.run(
        ["bash", "-c", lines], cwd=folder, env=os.environ | here, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def move(real_server: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Move]:
    """A store in use, dumped while a follower was ahead of the dump, and restored on two servers that knew nothing."""
    with ExitStack() as stack, server_folder("onrecord-backup-") as folder:
        folder.chmod(0o755)
        urls = {}
        for name in ("OLD", "NEW", "BY_HAND"):
            server = Postgres(folder / name.lower())
            stack.callback(server.stop)
            urls[name] = server.uri
        migrate.upgrade(urls["OLD"])
        engine = make_engine(urls["OLD"])
        for n in range(35):
            given.finished(engine, f"before:{n}")
        files = tmp_path_factory.mktemp("backup")
        typed("dump", files, urls)
        for n in range(5):
            given.finished(engine, f"lost:{n}")
        *_, last = read(urls["OLD"])
        typed("restore", files, urls)
        retracting.retract(engine, "before:0")
        engine.dispose()
        epoch = str(last.position.epoch)
        yield Move(
            old=urls["OLD"], new=urls["NEW"], by_hand=urls["BY_HAND"], folder=files, reached=last.position, epoch=epoch
        )


@pytest.fixture
def restored(move: Move) -> Iterator[Engine]:
    engine = make_engine(move.new)
    yield engine
    engine.dispose()


def rows(url: str, view: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url) as connection:
        query = f"SELECT v::text FROM onrecord_v1.{view} AS v WHERE v::text NOT LIKE '%lost:%' ORDER BY 1"
        return connection.execute(query).fetchall()  # type: ignore[arg-type]


def test_owners_rights_and_schema_are_right_and_work_goes_on(move: Move, restored: Engine) -> None:
    # Given the restored store, Then everything belongs to its owner, and a worker may start
    assert owners.strays(restored) == []
    worker = make_engine(move.new, role="onrecord_worker")
    check_schema(worker)
    # And it may do its work and no more: what a superuser owned could delete from the feed
    with pytest.raises(NotAllowed), worker.begin() as connection:
        connection.execute(text("SELECT core.forget_changes(interval '0', 1)"))
    new = given.accepted(restored, "after")
    given.finish(worker, new.run_id, "after")
    worker.dispose()
    # And a further upgrade has nothing to do
    before = epochs.current(restored)
    migrate.upgrade(move.new)
    assert epochs.current(restored) == before


@pytest.mark.parametrize("view", VIEWS)
def test_the_rows_are_those_of_the_dump(move: Move, view: str) -> None:
    theirs, ours = rows(move.new, view), rows(move.old, view)

    assert {row for row in theirs if "after" not in row[0]} >= {row for row in ours if "before:0" not in row[0]}


def test_a_follower_of_the_lost_line_is_told(move: Move, restored: Engine) -> None:
    # Given a follower at 40 of a feed that is restored to 35, and ten later articles
    assert move.reached == 40
    for n in range(10):
        given.finished(restored, f"later:{n}")
    # When it goes on, Then it is told
    with pytest.raises(FeedRestored, match="snapshot"):
        next(read(move.new, after=Position(move.reached, UUID(move.epoch))))


def test_the_commands_say_what_they_did(move: Move) -> None:
    # Given a store that holds articles, When it is restored again, Then it is refused, unless they may go
    urls = {"OLD": move.old, "NEW": move.new}
    here = os.environ | {"ONRECORD_DATABASE_URL": urls["NEW"], "ONRECORD_REDIS_URL": "redis://127.0.0.1:1"}
    command = [sys.executable, "-m", "workers.cli", "db", "restore", "onrecord.dump"]

    def restore(*options: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*command, *options], env=here, cwd=move.folder, capture_output=True, text=True, check=False
        )

    refused = restore()
    assert (refused.returncode, "database_not_empty" in refused.stderr) == (78, True)
    said = json.loads(restore("--replace", "--json").stdout)
    assert (said["articles"], said["epoch"]["position"], said["revision"]) == (35, 35, said["dumped_at"])
    # And a file that is no dump is told, and leaves what can be replaced
    (move.folder / "onrecord.dump").rename(move.folder / "kept.dump")
    (move.folder / "onrecord.dump").write_text("nothing")
    failed = restore("--replace")
    assert (failed.returncode, "dump_failed" in failed.stderr) == (74, True)
    # And no upgrade takes what is there in part for a store
    with pytest.raises(RestoreUnfinished):
        migrate.upgrade(move.new)
    (move.folder / "kept.dump").rename(move.folder / "onrecord.dump")
    again = restore()
    assert (again.returncode, "35 articles" in again.stderr) == (0, True)
    migrate.upgrade(move.new)


def test_a_store_at_work_is_not_restored_over(move: Move) -> None:
    # Given a process that works with the store, When a dump is restored there, Then that is refused, and it works on
    process = make_engine(move.new, role="onrecord_worker")
    with process.connect() as connection:
        here = os.environ | {"ONRECORD_DATABASE_URL": move.new, "ONRECORD_REDIS_URL": "redis://127.0.0.1:1"}
        command = [sys.executable, "-m", "workers.cli", "db", "restore", "--replace", "onrecord.dump"]
        refused = subprocess.run(command, env=here, cwd=move.folder, capture_output=True, text=True, check=False)
        assert (refused.returncode, "database_in_use" in refused.stderr) == (78, True)
        assert connection.execute(text("SELECT count(*) FROM core.article")).scalar_one() >= 35
    process.dispose()


def test_an_embedded_server_that_does_not_run_is_started_for_it(move: Move) -> None:
    # Given a folder from which nothing ever ran, When it is to be dumped, Then there is nothing to dump
    with server_folder("onrecord-stopped-") as folder:
        folder.chmod(0o755)
        settings = {"ONRECORD_DATABASE_URL", "ONRECORD_REDIS_URL", "ONRECORD_MIGRATION_URL"}
        here = {name: value for name, value in os.environ.items() if name not in settings}

        def db(*words: str) -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                [sys.executable, "-m", "workers.cli", "db", *words],
                env=here | {"ONRECORD_HOME": str(folder / "home")}, cwd=move.folder, capture_output=True, text=True,
                check=False,
            )  # fmt: skip

        assert "not_running" in db("dump", "again.dump").stderr
        # When a dump is restored there, and dumped again, Then both work without `up`, and leave no server behind
        assert "35 articles" in db("restore", "onrecord.dump").stderr
        dumped = db("dump", "again.dump")
        assert (dumped.returncode, (move.folder / "again.dump").exists()) == (0, True), dumped.stderr
        assert not (folder / "home" / "postgres" / "postmaster.pid").exists()


def test_postgres_own_tools_lead_to_the_same(move: Move) -> None:
    # Given a fresh server, When the page's lines are typed
    typed("by hand", move.folder, {"OLD": move.old, "BY_HAND": move.by_hand})
    # Then owners are right and the epoch is new
    engine = make_engine(move.by_hand)
    assert owners.strays(engine) == []
    assert str(epochs.current(engine).epoch) != move.epoch
    engine.dispose()


def test_a_dump_that_was_restored_without_the_roles_is_found_and_mended(move: Move, tmp_path: Path) -> None:
    # Given a server that knows no role of ours, and what pg_restore leaves there, with errors
    with server_folder("onrecord-careless-") as folder:
        folder.chmod(0o755)
        server = Postgres(folder / "postgres")
        try:
            tool = pgtools.fitting("pg_restore", pgtools.Database.of(server.uri).major())
            done = subprocess.run(
                [tool.path, f"--dbname={server.uri}", move.folder / "onrecord.dump"], capture_output=True, check=False
            )
            assert b'role "onrecord_owner" does not exist' in done.stderr
            engine = make_engine(server.uri)
            # When an upgrade is run, Then what was wrong is right
            assert len(owners.strays(engine)) > 50
            migrate.upgrade(server.uri)
            assert owners.strays(engine) == []
            assert str(epochs.current(engine).epoch) != move.epoch
            check_schema(engine)
            engine.dispose()
        finally:
            server.stop()
