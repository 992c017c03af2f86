"""A restored dump leaves tables with whoever restored it: that is found at each start, and mended by an upgrade."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, text

from shared.errors import WrongOwner
from shared.settings import settings
from shared.store import migrate, owners
from shared.store.engine import make_engine, sqlalchemy_url
from shared.store.revisions import check_schema
from tests.integration.store import given
from workers.cli import onrecord

EVERYTHING = {
    "SCHEMA core",
    "SCHEMA onrecord_v1",
    "TABLE core.article",
    "VIEW onrecord_v1.article",
    "VIEW core.visible",
}
EVERYTHING |= {"ROUTINE core.forget_changes(kept interval, at_most integer)", "ROUTINE onrecord_v1.words(query text)"}


def run(engine: Engine, statements: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(statements.replace(":", r"\:")))


def give_all_to(engine: Engine, role: str) -> None:
    """What pg_restore does as this role, where the dump's own role does not exist."""
    with engine.begin() as connection:
        for stray in owners.find(connection):
            connection.execute(text(stray.cure.replace(":", r"\:")))
        connection.execute(text("ALTER SCHEMA core OWNER TO CURRENT_USER"))
        everything = [stray.model_copy(update={"wanted": role}).cure for stray in all_but(connection, role)]
        for statement in everything:
            connection.execute(text(statement.replace(":", r"\:")))


def all_but(connection: object, role: str) -> list[owners.Stray]:
    rows = connection.execute(text(owners.OWNED), {"wanted": role})  # type: ignore[attr-defined]
    return [owners.Stray(kind=row.kind, name=row.name, owner=row.owner, wanted=role) for row in rows]


@pytest.fixture
def superuser(engine: Engine) -> str:
    with engine.connect() as connection:
        return str(connection.execute(text("SELECT current_user")).scalar_one())


def test_a_store_as_it_is_made_belongs_to_its_owner(engine: Engine) -> None:
    assert owners.strays(engine) == []


def test_an_empty_database_has_no_owners(empty_database_url: str) -> None:
    engine = make_engine(empty_database_url)
    assert owners.strays(engine) == []
    engine.dispose()


def test_a_restored_store_is_refused_at_the_start_and_mended_by_an_upgrade(
    engine: Engine, database_url: str, superuser: str
) -> None:
    # Given a store that belongs to the superuser, as pg_restore leaves it on a fresh server
    given.finished(engine)
    give_all_to(engine, superuser)
    # When a process starts, with its own rights alone, Then it says what is wrong, and the cure
    worker = make_engine(database_url, role="onrecord_worker")
    with pytest.raises(
        WrongOwner, match=rf"core and \d+ more belong to {superuser}, not to onrecord_owner.*db upgrade"
    ):
        check_schema(worker)
    assert {f"{stray.kind} {stray.name}" for stray in owners.strays(engine)} >= EVERYTHING
    # And an upgrade mends it
    migrate.upgrade(database_url)
    check_schema(worker)
    assert owners.strays(engine) == []
    worker.dispose()


def test_one_table_of_somebody_else_is_found(engine: Engine, superuser: str) -> None:
    run(engine, f"ALTER TABLE core.change OWNER TO {superuser}")

    [stray] = owners.strays(engine)

    assert stray.cure == 'ALTER TABLE core.change OWNER TO "onrecord_owner"'


@pytest.fixture
def plain_user(engine: Engine, database_url: str) -> Iterator[str]:
    """A user without special rights to whom the whole store belongs: a deployment without the role onrecord_owner."""
    name = f"onrecord_plain_{uuid4().hex[:8]}"
    run(engine, f"CREATE ROLE {name} LOGIN PASSWORD 'plain'")
    run(engine, f'ALTER DATABASE "{sqlalchemy_url(database_url).database}" OWNER TO {name}')
    give_all_to(engine, name)
    yield name
    run(engine, f"REASSIGN OWNED BY {name} TO CURRENT_USER; DROP OWNED BY {name}; DROP ROLE {name}")


def test_a_store_of_a_plain_user_is_legitimate(engine: Engine, database_url: str, plain_user: str) -> None:
    # Given a store that belongs to somebody who may not act as onrecord_owner, Then nothing is wrong with it
    assert owners.strays(engine) == []
    # And what belongs to another one is given to that user, by whoever may
    run(engine, "ALTER VIEW onrecord_v1.run OWNER TO CURRENT_USER")
    assert [stray.wanted for stray in owners.strays(engine)] == [plain_user]


def test_an_upgrade_that_may_not_mend_says_what_to_do(engine: Engine, database_url: str, plain_user: str) -> None:
    # Given a table that belongs to the superuser, and an upgrade by the plain user
    run(engine, "ALTER TABLE core.change OWNER TO CURRENT_USER")
    url = sqlalchemy_url(database_url).set(username=plain_user, password="plain")
    # Then it is refused with the cure
    with pytest.raises(WrongOwner, match=r"core.change belong to .* must be owner of table change.*onrecord db owners"):
        migrate.upgrade(url.render_as_string(hide_password=False))


def test_the_command_prints_the_statements(
    engine: Engine, database_url: str, superuser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_DATABASE_URL", database_url)
    settings.cache_clear()
    run(engine, f"ALTER TABLE core.change OWNER TO {superuser}")

    printed = CliRunner().invoke(onrecord, ["db", "owners"], catch_exceptions=False).stdout
    assert printed == 'ALTER TABLE core.change OWNER TO "onrecord_owner";\n'
    run(engine, printed.strip().rstrip(";"))
    assert CliRunner().invoke(onrecord, ["db", "owners", "--json"]).stdout == ""
