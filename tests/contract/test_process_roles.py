"""Intake and workers have a database role each, which can do that process's work, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text

from shared.errors import BadSettings, NotAllowed
from shared.store import accepting, answering, migrate, reading, retracting, runs, watching
from shared.store.engine import make_engine, sqlalchemy_url
from shared.store.records import Outcome, Rejection, Stage
from shared.store.revisions import check_schema
from tests.integration.store import given


@pytest.fixture
def intake(database_url: str) -> Iterator[Engine]:
    """An engine as intake has it."""
    engine = make_engine(database_url, role="onrecord_intake")
    yield engine
    engine.dispose()


@pytest.fixture
def worker(database_url: str) -> Iterator[Engine]:
    """An engine as a worker's children have it."""
    engine = make_engine(database_url, role="onrecord_worker")
    yield engine
    engine.dispose()


def test_intake_and_worker_do_their_work_together(intake: Engine, worker: Engine) -> None:
    # Given what intake does with the inbox
    check_schema(intake)
    new = accepting.accept(intake, given.submission(publisher="Gazette"), "1", stream_id="1-0")
    runs.mark_sent(intake, [new.run_id])
    assert accepting.accept(intake, given.submission(publisher="Gazette"), "1", stream_id="2-0").outcome is (
        Outcome.UNCHANGED
    )
    accepting.reject(intake, Rejection(stream_id="3-0", code="c", reason="r", payload=b""))
    assert watching.open_runs(intake) == 1
    # When a worker does the rest
    check_schema(worker)
    given.finish(worker, new.run_id)
    # Then it is done, and the one can answer and retract it, and the other one bring it back
    assert answering.answer(intake, new.run_id) == answering.answer(worker, new.run_id)
    retracting.retract(intake, "lpa:1", stream_id="4-0")
    given.finish(worker, given.accepted(intake).run_id)
    assert reading.status(worker).position == 3


def test_a_worker_hands_back_and_quarantines(intake: Engine, worker: Engine) -> None:
    run_id = given.accepted(intake).run_id
    assert runs.release(worker, given.up_to(worker, run_id, Stage.ENTITIES))
    runs.quarantine(worker, given.claimed(worker, run_id, Stage.ENTITIES), code="c", reason="r")
    assert reading.run_states(worker, ["lpa:1"])[0].code == "c"


ALWAYS_REFUSED = [
    "DELETE FROM core.article",
    "DELETE FROM core.run",
    "UPDATE core.version SET submission = ''",
    "UPDATE core.change SET kind = 'updated'",
    "DELETE FROM core.change",
    "DELETE FROM core.quarantined",
    "DELETE FROM core.rejected",
    "INSERT INTO core.backfill (pipeline_version, from_stage) VALUES ('2', 'parse')",
    "UPDATE core.article SET uri = ''",
    "UPDATE core.run SET pipeline_version = ''",
    "TRUNCATE core.mention",
    "CREATE TABLE core.mine ()",
]


@pytest.mark.parametrize(
    "statement",
    [
        *ALWAYS_REFUSED,
        "UPDATE core.run SET state = 'done', stage = NULL",
        "UPDATE core.article SET visible_run_id = 1",
        "INSERT INTO core.parsed (run_id) VALUES (1)",
        "DELETE FROM core.quotation",
        "INSERT INTO core.quarantined (code, reason) VALUES ('c', 'r')",
    ],
)
def test_intake_touches_no_results(untouched: Callable[[str], Engine], statement: str) -> None:
    refused(untouched("onrecord_intake"), statement)


@pytest.mark.parametrize(
    "statement",
    [
        *ALWAYS_REFUSED,
        "INSERT INTO core.article (uri) VALUES ('x')",
        "INSERT INTO core.version (article_id, version, content_sha256, submission) VALUES (1, 1, '', '')",
        "INSERT INTO core.run (version_id, pipeline_version) VALUES (1, '1')",
        "INSERT INTO core.rejected (stream_id, code, reason, payload) VALUES ('1-0', 'c', 'r', '')",
        "UPDATE core.article SET publisher = ''",
        "UPDATE core.mention SET exact = ''",
    ],
)
def test_a_worker_takes_nothing_in(untouched: Callable[[str], Engine], statement: str) -> None:
    refused(untouched("onrecord_worker"), statement)


def refused(engine: Engine, statement: str) -> None:
    with engine.connect() as connection, pytest.raises(NotAllowed, match="permission denied"):
        connection.execute(text(statement))


@pytest.fixture
def login(database_url: str) -> Iterator[str]:
    """A user who may log in, and nothing else."""
    name = f"onrecord_login_{uuid4().hex[:8]}"
    engine = make_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE ROLE {name} LOGIN PASSWORD 'login'"))
    yield name
    with engine.begin() as connection:
        connection.execute(text(f"DROP ROLE {name}"))
    engine.dispose()


@pytest.mark.parametrize(
    ("granted", "role", "may"),
    [
        ("onrecord_worker", "onrecord_worker", True),
        ("onrecord_worker", "onrecord_intake", False),
        ("onrecord_intake", "onrecord_worker", False),
        ("onrecord_writer", "onrecord_intake", True),
        ("onrecord_writer", "onrecord_worker", True),
        ("onrecord_reader", "onrecord_writer", False),
    ],
)
def test_who_logs_in_acts_as_what_was_granted(
    engine: Engine, database_url: str, login: str, granted: str, role: str, may: bool
) -> None:
    # Given a login with one role, as a deployment makes it
    with engine.begin() as connection:
        connection.execute(text(f"GRANT {granted} TO {login}"))
    url = sqlalchemy_url(database_url).set(username=login, password="login")
    acting = make_engine(url.render_as_string(hide_password=False), role=role)
    # Then it can act as that, and as nothing else
    try:
        if may:
            check_schema(acting)
        else:
            with pytest.raises(BadSettings, match=f'permission denied to set role "{role}"; GRANT'):
                check_schema(acting)
    finally:
        acting.dispose()


def test_a_store_of_the_release_before_gets_the_roles(database_url: str, engine: Engine) -> None:
    # Given a server on which the processes' roles were never made
    with engine.begin() as connection:
        for role in ("onrecord_intake", "onrecord_worker"):
            connection.execute(text(f"ALTER ROLE {role} RENAME TO {role}_elsewhere"))
    try:
        # When it is upgraded, Then they are there, and the writer may act as them
        migrate.upgrade(database_url)
        with engine.connect() as connection:
            member = text("SELECT pg_has_role('onrecord_writer', 'onrecord_intake', 'MEMBER')")
            assert connection.execute(member).scalar_one()
    finally:
        with engine.begin() as connection:
            for role in ("onrecord_intake", "onrecord_worker"):
                connection.execute(text(f"DROP OWNED BY {role}"))
                connection.execute(text(f"DROP ROLE {role}"))
                connection.execute(text(f"ALTER ROLE {role}_elsewhere RENAME TO {role}"))
