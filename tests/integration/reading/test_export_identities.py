"""Who is who across articles, exported: whole each time, for the feed does not tell when it changes."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from psycopg.rows import dict_row
from sqlalchemy import Engine

from shared.export import What, row_schema
from shared.export.errors import ExportNotFollowed
from shared.export.identities import identity_batches
from shared.export.tables import table
from shared.settings import settings
from shared.store import retracting
from tests.integration.reading.exported import Row
from tests.integration.store.peopled import peopled, resolve
from workers.cli import onrecord

OF_IDENTITIES = [what for what in What if not what.followed]
KEYS = {
    What.IDENTITIES: ("identity_id",),
    What.IDENTITY_ALIASES: ("identity_id", "name"),
    What.IDENTITY_MEMBERS: ("article_id", "entity"),
}


@pytest.fixture
def people(engine: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two namesakes, their neighbours, and one whose article was retracted, all resolved."""
    monkeypatch.setenv("ONRECORD_DATABASE_URL", database_url)
    settings.cache_clear()
    for uri, neighbour in (("a", "Ivo Stahl"), ("b", "Rosa Ferri"), ("c", "Ivo Stahl")):
        peopled(engine, uri, "Ana Moreau", neighbour)
    peopled(engine, "gone", "Otto Brandt")
    resolve(engine)
    retracting.retract(engine, "gone")


def export(*arguments: str) -> Result:
    return CliRunner().invoke(onrecord, ["export", *arguments])


def rows_of(database_url: str, what: What) -> list[Row]:
    with psycopg.connect(database_url, row_factory=dict_row) as connection:
        connection.execute("SET TIME ZONE 'UTC'")
        keys = ", ".join(KEYS[what])
        return [r["row"] for r in connection.execute(
            f"SELECT to_json(v) AS row FROM onrecord_v1.{what.view} AS v ORDER BY {keys}"  # type: ignore[call-overload]
        )]  # fmt: skip


@pytest.mark.parametrize("what", OF_IDENTITIES)
def test_identities_are_exported_as_their_views_show_them(people: None, database_url: str, what: What) -> None:
    # When exported
    done = export("--what", what.value)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    # Then the rows are those of the view, in the order of its key, without the retracted article's, and valid
    moments = {"first_received_at", "last_received_at", "created_at"}
    own = [{name: row[name] for name in row if name not in {"position", "change", "gone", *moments}} for row in rows]
    expected = [{name: row[name] for name in row if name not in moments} for row in rows_of(database_url, what)]
    assert own == expected
    assert {(row["change"], row["gone"]) for row in rows} == {(None, False)}
    assert "Otto Brandt" not in done.stdout
    assert f"{len(rows)} rows" in done.stderr
    validator = Draft202012Validator(json.loads(row_schema(database_url, what)))
    assert [error.message for row in rows for error in validator.iter_errors(row)] == []


def test_the_three_join(people: None) -> None:
    # When all are exported
    identities, aliases, members = (
        [json.loads(line) for line in export("--what", what.value).stdout.splitlines()] for what in OF_IDENTITIES
    )
    # Then every name and every entity leads to an identity, and the two articles with a shared neighbour to one
    numbers = {row["identity_id"] for row in identities}
    assert {row["identity_id"] for row in aliases} == {row["identity_id"] for row in members} == numbers
    anas = {row["uri"]: row["identity_id"] for row in members if row["name"] == "Ana Moreau"}
    assert anas["a"] == anas["c"] != anas["b"]


@pytest.mark.parametrize("what", OF_IDENTITIES)
def test_what_the_feed_does_not_tell_is_not_followed(people: None, tmp_path: Path, what: What) -> None:
    for arguments in (("--since", "0"), ("--to", str(tmp_path / "out"))):
        refused = export("--what", what.value, *arguments)
        assert refused.exit_code == ExportNotFollowed.exit_code
        assert ExportNotFollowed.code in refused.stderr
    assert not (tmp_path / "out").exists()


def test_windows_of_identities_miss_nothing(people: None, database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        of = table(connection, What.IDENTITIES)
        whole, small = ([r for b in identity_batches(connection, of, 1, size) for r in b] for size in (1000, 2))

    assert small == whole != []
