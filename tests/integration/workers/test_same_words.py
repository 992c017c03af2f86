"""The whole way of a page that comes again with other teasers, and of an article in another language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from celery.exceptions import Ignore
from click.testing import CliRunner
from sqlalchemy import Engine, text

from shared.model import PIPELINE_VERSION, Submission
from shared.store import accepting, answering, reading
from shared.store.engine import make_engine
from workers import base, resources
from workers.cli import onrecord
from workers.models import Models
from workers.pipeline import entities_task as entities
from workers.pipeline import parse_task as parse
from workers.pipeline import quotations_task as quotations

MILL = """Mill to close in March

The weavers of Tarn Mill were told on Monday that the looms would stop in March, after ninety years.

“It is the end of the river,” said Dora Lindqvist, a weaver, who has worked there since she was sixteen.

The owners said that orders had fallen by half since the autumn, and that no buyer had been found for the works.

Recent News

{teasers}
"""
GERMAN = """Die neue Brücke über den Hafen ist am Dienstag eröffnet worden, neun Monate nach dem Unfall.

„Wir haben lange genug gewartet“, sagte die Vorsitzende der Hafenbehörde, Ada Lund, vor vielen hundert Menschen.
"""


@pytest.fixture
def engine(database_url: str, models: Models, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The engine that the tasks and the command line use in this test."""
    engine = make_engine(database_url)
    monkeypatch.setattr(base, "database", lambda: engine)
    monkeypatch.setattr(base, "language_models", lambda: models)
    monkeypatch.setattr(resources, "database", lambda: engine)
    monkeypatch.setattr(resources, "reading_database", lambda: engine)
    yield engine
    engine.dispose()


def submitted(engine: Engine, uri: str, content: str) -> int:
    """The run of a submission."""
    return accepting.accept(engine, Submission(uri=uri, text=content), PIPELINE_VERSION).run_id


def through(run_id: int) -> None:
    for task in (parse, entities, quotations):
        task.run(run_id)


def rows(engine: Engine, query: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_a_changed_block_of_teasers_is_no_new_version(engine: Engine) -> None:
    # Given an article on record, When its page is sent again with other teasers
    through(submitted(engine, "tag:mill", MILL.format(teasers="Tolls to rise on the harbour bridge\nFerry late again")))
    again = submitted(engine, "tag:mill", MILL.format(teasers="Rain all week\nCouncil meets\nWhat the dredger found"))
    with pytest.raises(Ignore):
        parse.run(again)
    # Then its chain ends there, the feed tells of one change, and the answer is the article that stands
    assert rows(engine, "SELECT kind, version FROM onrecord_v1.change") == [("processed", 1)]
    assert rows(engine, "SELECT version, same_as FROM onrecord_v1.version ORDER BY version") == [(1, None), (2, 1)]
    answer = answering.answer(engine, again)
    assert answer is not None
    assert answer.article == reading.article(engine, "tag:mill")
    assert answer.article is not None
    assert "Dora Lindqvist" in [q.speaker.name for q in answer.article.quotations if q.speaker]
    # And a changed paragraph is a new version
    through(submitted(engine, "tag:mill", MILL.format(teasers="Rain").replace("ninety", "ninety-one")))
    assert rows(engine, "SELECT kind, version FROM onrecord_v1.change") == [("processed", 1), ("updated", 3)]


def test_the_same_words_under_another_uri_are_linked(engine: Engine) -> None:
    for uri in ("https://a.example/mill?utm_source=feed", "https://B.example/mill#top"):
        through(submitted(engine, uri, MILL.format(teasers=uri)))

    assert set(rows(engine, "SELECT other_uri, similarity, same_text FROM onrecord_v1.near_duplicate")) == {
        ("https://a.example/mill?utm_source=feed", 1, True),
        ("https://B.example/mill#top", 1, True),
    }
    assert rows(engine, "SELECT canonical_url FROM onrecord_v1.provenance ORDER BY 1") == [
        ("https://a.example/mill",),
        ("https://b.example/mill",),
    ]


def test_an_article_in_another_language_is_stored_and_said_to_be_unread(engine: Engine) -> None:
    # Given an article in German, When it has gone the whole way
    through(submitted(engine, "tag:bruecke", GERMAN))
    # Then it is on record with its segments, without entities and quotations
    article = reading.article(engine, "tag:bruecke")
    assert article is not None
    assert (article.language, article.entities, article.quotations) == ("de", (), ())
    assert len(article.language_segments()) == 2
    # And views, status and command line say so
    assert rows(engine, "SELECT code FROM onrecord_v1.warning") == [("language_not_supported",)]
    assert rows(engine, "SELECT source FROM onrecord_v1.field_source WHERE field = 'language'") == [("detected",)]
    assert reading.status(engine).not_supported == 1
    assert "1 of them in another language" in CliRunner().invoke(onrecord, ["status"]).output
    assert '"language_not_supported"' in CliRunner().invoke(onrecord, ["show", "--json"]).output
