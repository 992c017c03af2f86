"""An export is what the views show, in every format; a later one is what has changed; retractions are told."""

from __future__ import annotations

import io
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pyarrow.parquet
import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from psycopg.rows import dict_row
from sqlalchemy import Engine, text

from shared.errors import DatabaseUnreachable, FeedBehind, FeedPruned
from shared.export import Exported, Format, What, into_file, row_schema
from shared.export.errors import ParquetMissing
from shared.settings import settings
from shared.store import epochs, results, retracting, runs
from shared.store.records import Stage
from tests.integration.reading.exported import Row, keys, rows_of, shown, standing
from tests.integration.store import given
from workers.cli import onrecord


def exported(url: str, what: What = What.QUOTATIONS, since: int | datetime | None = None) -> tuple[Exported, list[Row]]:
    """An export as lines of JSON."""
    file = io.BytesIO()
    told = into_file(url, file, format=Format.JSONL, what=what, since=since)
    return told, [json.loads(line) for line in file.getvalue().splitlines()]


def silent(engine: Engine, uri: str, words: str) -> None:
    """A version of an article in which nobody says anything."""
    run = given.accepted(engine, uri, words)
    results.save_quotations(engine, given.up_to(engine, run.run_id, Stage.QUOTATIONS, uri), ())


@pytest.mark.parametrize("what", [what for what in What if what.followed])
def test_a_snapshot_is_the_view_and_keeps_to_its_schema(engine: Engine, database_url: str, what: What) -> None:
    # Given two articles, and one that was retracted
    for uri in "abc":
        given.finished(engine, uri)
    retracting.retract(engine, "b")
    # When exported
    told, rows = exported(database_url, what)
    # Then the rows are those of the view, and valid
    with psycopg.connect(database_url, row_factory=dict_row) as connection:
        connection.execute("SET TIME ZONE 'UTC'")
        found = connection.execute(f"SELECT to_json(v) AS row FROM onrecord_v1.{what.view} AS v").fetchall()
    moments = {"received_at", "finished_at", "published_at"}  # written as ...Z here, as ...+00:00 there

    def plain(row: Row) -> Row:
        return {name: value for name, value in row.items() if name not in {"position", "change", "gone", *moments}}

    def key(row: Row) -> tuple[object, ...]:
        return row["uri"], row.get("quotation", 0), row.get("ordinal", 0)

    expected = sorted((dict(each["row"]) for each in found), key=key)
    assert [plain(row) for row in sorted(rows, key=key)] == [plain(row) for row in expected]
    assert list(rows[0]) == [*expected[0], "position", "change", "gone"]
    assert (told.position, told.articles, told.rows) == (4, 2, len(rows))
    assert {(row["position"], row["change"], row["gone"]) for row in rows} == {(4, None, False)}
    validator = Draft202012Validator(json.loads(row_schema(database_url, what)))
    assert [error.message for row in rows for error in validator.iter_errors(row)] == []
    broken = rows[0] | {"version": "1", "other": 1}
    assert len(list(validator.iter_errors(broken))) == 2


def test_a_later_export_tells_what_changed_and_what_is_gone(engine: Engine, database_url: str) -> None:
    # Given an export, and after it a new article, a new version, one without quotations, a retraction, a failure
    for uri in ["same", "updated", "silent", "retracted", "failed"]:
        given.finished(engine, uri)
    first, _ = exported(database_url)
    given.finished(engine, "new")
    given.finished(engine, "updated", given.TEXT + "More.")
    silent(engine, "silent", given.TEXT + "More.")
    retracting.retract(engine, "retracted")
    runs.quarantine(engine, given.accepted(engine, "failed", "Another.").run_id, code="c", reason="r")
    # When what changed is exported
    told, rows = exported(database_url, since=first.position)
    # Then each changed article is told once, with its rows or that it has none; the failure changed nothing
    assert [(r["uri"], r["version"], r["ordinal"], r["change"], r["gone"], r["position"]) for r in rows] == [
        *(("new", 1, n, "processed", False, 6) for n in range(4)),
        *(("updated", 2, n, "updated", False, 7) for n in range(4)),
        ("silent", 2, None, "updated", True, 8),
        ("retracted", 1, None, "retracted", True, 9),
    ]
    assert (told.position, told.articles, told.rows) == (10, 4, 10)
    validator = Draft202012Validator(json.loads(row_schema(database_url, What.QUOTATIONS)))
    assert all(validator.is_valid(row) for row in rows)
    # And after that nothing
    assert exported(database_url, since=told.position) == (Exported(position=10, articles=0, rows=0), [])


def test_an_article_that_changed_often_is_told_at_its_last_change(engine: Engine, database_url: str) -> None:
    given.finished(engine, "a")
    retracting.retract(engine, "a")
    given.finished(engine, "b")
    given.finished(engine, "a", given.TEXT + "More.")

    _, rows = exported(database_url, What.ARTICLES, since=0)

    assert [(row["uri"], row["version"], row["position"], row["change"]) for row in rows] == [
        ("b", 1, 3, "processed"),
        ("a", 2, 4, "updated"),
    ]


def test_a_stream_that_broke_off_goes_on_before_its_last_row(engine: Engine, database_url: str) -> None:
    # Given changes, and a reader of their stream who got only so far
    for uri in "abc":
        given.finished(engine, uri)
    retracting.retract(engine, "b")
    given.finished(engine, "a", given.TEXT + "More.")
    _, whole = exported(database_url, since=0)
    for got in range(1, len(whole)):
        # When it asks for the rest, from before the last row that it has
        _, rest = exported(database_url, since=whole[got - 1]["position"] - 1)
        # Then both together say what the view shows
        kept = [row for row in whole[:got] if row["article_id"] not in {later["article_id"] for later in rest}]
        assert keys(standing(kept + rest)) == shown(database_url)


def test_since_a_date(engine: Engine, database_url: str) -> None:
    for uri in "abc":
        given.finished(engine, uri)
    with engine.begin() as connection:
        connection.execute(text("UPDATE core.change SET at = at - interval '9 days' WHERE position < 3"))
    now = datetime.now(UTC)

    assert {row["uri"] for row in exported(database_url, since=now - timedelta(days=1))[1]} == {"c"}
    assert {row["uri"] for row in exported(database_url, since=now - timedelta(days=99))[1]} == {"a", "b", "c"}
    assert exported(database_url, since=now + timedelta(days=1))[1] == []


def test_changes_that_are_forgotten_are_told(engine: Engine, database_url: str) -> None:
    for uri in "abc":
        given.finished(engine, uri)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM core.change WHERE position = 1"))

    for since in (0, datetime(2020, 1, 1, tzinfo=UTC)):
        with pytest.raises(FeedPruned, match="without --since"):
            exported(database_url, since=since)
    with pytest.raises(FeedBehind):
        exported(database_url, since=4)
    assert {row["uri"] for row in exported(database_url, since=1)[1]} == {"b", "c"}


def test_all_formats_hold_the_same(engine: Engine, database_url: str, tmp_path: Path) -> None:
    given.finished(engine, "a")
    found: dict[Format, list[Row]] = {}
    for form in Format:
        path = tmp_path / f"{form}.{form.ending}"
        with path.open("wb") as file:
            into_file(database_url, file, format=form, what=What.ARTICLES)
        found[form] = rows_of(path)

    [line], [cells], [typed] = found[Format.JSONL], found[Format.CSV], found[Format.PARQUET]
    assert list(line) == list(cells) == list(typed)
    # Types: Parquet has them, JSON most of them, CSV none
    assert typed["published_at"] == datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
    assert line["published_at"] == "2026-03-01T12:30:00Z"
    assert cells["published_at"] == "2026-03-01T12:30:00+00:00"
    assert typed["authors"] == line["authors"] == json.loads(cells["authors"]) == ["Jo Kern", "Li Wu"]
    assert json.loads(typed["warnings"]) == line["warnings"] == json.loads(cells["warnings"])
    assert typed["text"] == line["text"] == cells["text"] == given.TEXT
    assert (typed["change"], line["change"], cells["change"]) == (None, None, "")
    assert (typed["gone"], line["gone"], cells["gone"]) == (False, False, "false")
    fields = pyarrow.parquet.read_schema(tmp_path / "parquet.parquet")
    assert fields.field("text").metadata[b"description"].startswith(b"The canonical text")


def test_nothing_is_a_valid_file_too(database_url: str, tmp_path: Path) -> None:
    for form in Format:
        path = tmp_path / f"{form}.{form.ending}"
        with path.open("wb") as file:
            assert into_file(database_url, file, format=form, what=What.QUOTATIONS).rows == 0
        assert rows_of(path) == []


def test_a_database_that_does_not_answer_is_our_own_error() -> None:
    with pytest.raises(DatabaseUnreachable):
        exported("postgresql://localhost:1/none")


@pytest.fixture
def chosen(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings that name the database alone: who reads needs no broker."""
    monkeypatch.setenv("ONRECORD_DATABASE_URL", database_url)
    settings.cache_clear()


def run(*arguments: str) -> Any:
    return CliRunner().invoke(onrecord, ["export", *arguments])


def test_without_pyarrow_the_cure_is_told(chosen: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "shared.export.parquet", raising=False)

    done = run("--format", "parquet")

    assert (done.exit_code, done.stdout) == (78, "")
    assert "pip install 'pyarrow" in done.stderr
    assert ParquetMissing.code in done.stderr


def test_the_command_writes_rows_and_tells_the_position(engine: Engine, chosen: None, tmp_path: Path) -> None:
    for uri in "ab":
        given.finished(engine, uri)

    lines, sheet = run("--since", "1"), run("--format", "csv", "--what", "entities")
    assert [json.loads(line)["uri"] for line in lines.stdout.splitlines()] == ["b"] * 4
    epoch = epochs.current(engine).epoch
    assert lines.stderr == f"onrecord: 4 rows of 1 articles, up to position 2, epoch {epoch}\n"
    assert sheet.stdout.splitlines()[0].startswith("article_id,uri,version,ordinal,kind,name")
    assert json.loads(run("--schema").stdout)["properties"]["gone"] == {
        "type": "boolean",
        "description": "True: the article no longer has such rows, and all columns but the key are null.",
    }
    # A folder goes on by itself
    folder = str(tmp_path / "out")
    assert run("--what", "articles", "--what", "quotations", "--to", folder).stderr.endswith(
        f"position 2, epoch {epoch}\n"
    )
    given.finished(engine, "c")
    assert "5 rows of 1 articles, up to position 3" in run("--to", folder).stderr
    # What cannot be is refused
    assert run("--what", "articles", "--what", "quotations").exit_code == 2
    assert run("--since", "soon").exit_code == 2
    assert (run("--to", folder, "--format", "csv").exit_code, run("--to", folder, "--since", "1").exit_code) == (78, 78)
