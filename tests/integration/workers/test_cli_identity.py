"""`onrecord identity` and `onrecord registry`: what people read, and how they put it right."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from shared.store.engine import make_engine
from shared.store.tables import identity
from tests.integration.store.peopled import identities_of, peopled, resolve
from workers import resources
from workers.cli import onrecord


@pytest.fixture
def engine(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The database that the command line uses, with two namesakes on record."""
    engine = make_engine(database_url, role="onrecord_writer")
    monkeypatch.setattr(resources, "database", lambda: engine)
    yield engine
    engine.dispose()


def run(*arguments: object) -> Result:
    """Runs a command that must go well."""
    done = CliRunner().invoke(onrecord, [str(a) for a in arguments])
    assert done.exit_code == 0, done.output
    return done


def test_namesakes_are_listed_merged_split_and_set_apart(engine: Engine) -> None:
    # Given two namesakes
    first, second = (
        peopled(engine, uri, "Ana Moreau", name) for uri, name in (("a", "Ivo Stahl"), ("b", "Rosa Ferri"))
    )
    assert "2 articles resolved" in run("identity", "resolve", "--failed").stderr
    one, two = (identities_of(engine, number)["Ana Moreau"] for number in (first, second))
    listed = [json.loads(line) for line in run("identity", "list", "moreau", "--json").stdout.splitlines()]
    assert [(row["identity_id"], row["articles"]) for row in listed] == [(one, 1), (two, 1)]
    assert "Ana Moreau" in run("identity", "list", "--proposed", "--kind", "person").stdout
    # When they are merged, Then one is shown with both articles, and the other number leads there
    run("identity", "merge", one, two)
    shown = json.loads(run("identity", "show", two, "--json").stdout)
    assert (shown["identity_id"], [m["uri"] for m in shown["members"]]) == (one, ["a", "b"])
    assert "merged by hand" in run("identity", "show", one).stdout
    # When one article is split off and set apart, Then nothing is proposed any more
    assert "1 moved" in run("identity", "split", one, "--article", "b").stderr
    run("identity", "apart", one, identities_of(engine, second)["Ana Moreau"])
    assert run("identity", "list", "--proposed", "--json").stdout == ""


def test_one_identity_is_too_few_and_an_unknown_one_is_not_found(engine: Engine) -> None:
    peopled(engine, "a", "Ana Moreau")
    resolve(engine)
    assert CliRunner().invoke(onrecord, ["identity", "merge", "1", "1"]).exit_code == 2
    assert CliRunner().invoke(onrecord, ["identity", "show", "99"]).exit_code == 66


def test_things_of_two_kinds_are_not_made_one(engine: Engine) -> None:
    # Given a person and what an article took for an organisation
    peopled(engine, "a", "Ana Moreau", "Ivo Stahl")
    resolve(engine)
    with engine.begin() as connection:
        connection.execute(identity.update().where(identity.c.id == 2).values(kind="organization"))
    # When they are to be merged, Then nothing is, and it is said why
    done = CliRunner().invoke(onrecord, ["identity", "merge", "1", "2"])
    assert (done.exit_code, "kinds_differ" in done.stderr) == (65, True)


def test_a_registry_is_checked_before_it_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given a table in which two people bear a name
    table = tmp_path / "people.csv"
    table.write_text("name,scheme,id\nTim Roe,staff,8\nTim Roe,staff,9\nJoan Hale,staff,7\n")
    # When it is checked, Then it says so
    told = run("registry", "check", table).stderr
    assert "3 entries, 2 names" in told
    assert "tim roe: several entries have this name" in told
    # When it is the one in use, Then its names are found, and others are not
    monkeypatch.setenv("ONRECORD_REGISTRY", str(table))
    assert json.loads(run("registry", "find", "Joan Hale").stdout) == {"scheme": "staff", "id": "7"}
    assert CliRunner().invoke(onrecord, ["registry", "find", "Tim Roe"]).exit_code == 66
    # When a country is no code, Then that is said
    assert CliRunner().invoke(onrecord, ["registry", "find", "Joan Hale", "--country", "france"]).exit_code == 2
    # When it is no table, Then the error says what one is
    table.write_text("just words\n")
    done = CliRunner().invoke(onrecord, ["registry", "check", str(table)])
    assert (done.exit_code, "bad_registry" in done.stderr) == (78, True)
