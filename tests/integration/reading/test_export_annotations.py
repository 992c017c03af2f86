"""The annotations of a database are those of the articles in it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from sqlalchemy import Engine

from shared.errors import DatabaseUnreachable
from shared.export import Exported, annotations_into_file
from shared.settings import settings
from shared.standards import web_annotations
from shared.store import retracting
from tests.integration.store import given
from workers.cli import onrecord

SCHEMA = Path(__file__).parents[2] / "unit" / "shared" / "standards" / "web_annotation.schema.json"


@pytest.fixture
def named(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The settings name the database."""
    monkeypatch.setenv("ONRECORD_DATABASE_URL", database_url)
    settings.cache_clear()
    yield database_url
    settings.cache_clear()


def test_the_annotations_of_a_database_are_those_of_its_articles(engine: Engine, database_url: str) -> None:
    # Given two articles, and one that was retracted
    for uri in ("lpa:1", "lpa:2", "lpa:3"):
        given.finished(engine, uri)
    retracting.retract(engine, "lpa:2")
    # When exported
    file = io.BytesIO()
    told = annotations_into_file(database_url, file)
    # Then each line is what the article itself gives
    expected = [each.json_ld() for uri in ("lpa:1", "lpa:3") for each in web_annotations(given.article(uri))]
    assert file.getvalue().decode().splitlines() == expected
    assert told == Exported(position=4, articles=2, rows=8)


def test_a_database_that_does_not_answer_is_told() -> None:
    # Given no server, When exported, Then
    with pytest.raises(DatabaseUnreachable):
        annotations_into_file("postgresql://localhost:1/none", io.BytesIO())


def test_the_command_prints_annotations_that_are_valid(engine: Engine, named: str) -> None:
    # Given an article
    given.finished(engine)
    # When exported from the command line
    done = CliRunner().invoke(onrecord, ["export", "--format", "annotations"])
    # Then each line is a valid annotation, by the Recommendation and by our own schema
    assert done.exit_code == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    own = json.loads(CliRunner().invoke(onrecord, ["export", "--format", "annotations", "--schema"]).stdout)
    assert len(lines) == 4
    for schema in (json.loads(SCHEMA.read_text()), own):
        assert [error.message for line in lines for error in Draft202012Validator(schema).iter_errors(line)] == []
    assert "4 rows of 1 articles" in done.stderr


@pytest.mark.parametrize("extra", [["--since", "1"], ["--to", "folder"], ["--part", "5"], ["--what", "articles"]])
def test_annotations_are_exported_whole(extra: list[str], named: str) -> None:
    # Given an option that annotations cannot keep to, When asked for, Then the command says so
    done = CliRunner().invoke(onrecord, ["export", "--format", "annotations", *extra])
    assert done.exit_code == 2
    assert "annotations are all quotations" in done.stderr
