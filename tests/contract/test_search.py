"""Searching the views in SQL, as a reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text

from shared.model import FoundEntities
from shared.store import accepting, results
from shared.store.engine import make_engine
from shared.store.records import Stage
from tests.integration.store import given

HEADLINES = "SELECT uri FROM onrecord_v1.article WHERE onrecord_v1.search(headline, text) @@ onrecord_v1.words(:words)"
SAID = "SELECT content FROM onrecord_v1.quotation WHERE onrecord_v1.search(content) @@ onrecord_v1.words(:words)"
LONGEST_WORDS = 100_000
"""Characters that are searched."""


@pytest.fixture
def contract(reader: Engine) -> Connection:
    """A connection as other systems have it."""
    with reader.connect() as connection:
        yield connection


@pytest.fixture(scope="module")
def readers(module_database_url: str) -> Iterator[Engine]:
    """An engine as other systems have it, on a store with our article."""
    owner = make_engine(module_database_url)
    given.finished(owner)
    owner.dispose()
    engine = make_engine(module_database_url, role="onrecord_reader")
    yield engine
    engine.dispose()


@pytest.fixture
def ours(readers: Engine) -> Iterator[Connection]:
    """A reader's connection to a store with our article."""
    with readers.connect() as connection:
        yield connection


def found(connection: Connection, query: str, **parameters: str) -> list[str]:
    return list(connection.execute(text(query), parameters).scalars())


def finish_without_findings(engine: Engine, run_id: int) -> None:
    """Ends a run that is parsed."""
    results.save_entities(engine, given.claimed(engine, run_id, Stage.ENTITIES), FoundEntities())
    results.save_quotations(engine, given.claimed(engine, run_id, Stage.QUOTATIONS), [])


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("harbour", True),
        ("Bridges opening", True),  # stems
        ("welders -ferry", True),
        ("welders -harbour", False),
        ('"harbour master"', True),
        ('"master harbour"', False),
        ("ferry OR century", True),
        ("ferry", False),
        ("the", False),  # a word that says nothing
        ("' & ! ( \\ :*", False),  # whatever is typed is a query
    ],
)
def test_articles_are_found_by_their_words(ours: Connection, words: str, is_found: bool) -> None:
    assert found(ours, HEADLINES, words=words) == (["lpa:1"] if is_found else [])


def test_a_headline_counts_more_than_the_text(engine: Engine, contract: Connection) -> None:
    # Given one article with the word in its text, and one with the same text and the word in its headline
    for uri, headline in (("text", "Nothing new"), ("headline", "Welders at work")):
        claim = given.claimed(engine, given.accepted(engine, uri).run_id, Stage.PARSE)
        results.save_parsed(engine, claim, given.parsed(uri, headline=headline))
        finish_without_findings(engine, claim.run_id)
    # When they are ranked
    ranked = f"{HEADLINES} ORDER BY ts_rank(onrecord_v1.search(headline, text), onrecord_v1.words(:words)) DESC"
    # Then the headline comes first
    assert found(contract, ranked, words="welders") == ["headline", "text"]


def test_quotations_are_found_by_what_was_said_and_by_nothing_else(ours: Connection) -> None:
    assert found(ours, SAID, words="lasting centuries") == ["It will last, for a century."]
    assert found(ours, SAID, words="Hamburg") == []


@pytest.mark.parametrize("setting", ["simple", "german", "english"])
def test_the_servers_own_language_changes_nothing(ours: Connection, setting: str) -> None:
    ours.execute(text(f"SET default_text_search_config = '{setting}'"))

    assert found(ours, SAID, words="centuries") == ["It will last, for a century.", "a century"]


def test_only_the_visible_version_is_found(engine: Engine, contract: Connection) -> None:
    # Given an article whose second version says something else, and a third that is not done
    given.finished(engine)
    second = given.accepted(engine, text="Ferries stop.")
    claim = given.up_to(engine, second.run_id, Stage.QUOTATIONS)
    words = given.quotations()[2].model_copy(update={"content": "ferries will stop"})
    results.save_quotations(engine, claim, [words.model_copy(update={"ordinal": 0})])
    given.up_to(engine, given.accepted(engine, text="A third text.").run_id, Stage.QUOTATIONS)
    # When both are looked for, Then only what the second version says is found
    assert found(contract, SAID, words="century") == []
    assert found(contract, SAID, words="ferry") == ["ferries will stop"]
    assert found(contract, HEADLINES, words="welders") == ["lpa:1"]


@pytest.mark.parametrize(
    "name", ["Anna Berg", "anna berg", "%Berg", "Ana Bergh"], ids=["exact", "case", "part", "misspelt"]
)
def test_names_are_found_by_parts_and_when_misspelt(ours: Connection, name: str) -> None:
    like = "(speaker_name ILIKE :name OR speaker_name % :name)"
    assert set(found(ours, f"SELECT speaker_name FROM onrecord_v1.quotation WHERE {like}", name=name)) == {"Anna Berg"}
    assert found(ours, "SELECT name FROM onrecord_v1.entity WHERE name ILIKE :name OR name % :name", name=name)


@pytest.mark.parametrize(
    "word",
    ["{n:x} ", "𐌰𐌱{n:x}-𐍂{n:x}-𐌲𐌳 ", "http://a{n:x}.example/𐌰{n:x}/b{n:x} ", "\U00020000{n}-"],
    ids=["short", "compound", "addresses", "no blanks"],
)
def test_no_text_is_too_rich_in_words_to_be_stored(engine: Engine, contract: Connection, word: str) -> None:
    # Given a text of more different words than a tsvector holds
    long = "".join(word.format(n=n) for n in range(3 * LONGEST_WORDS // len(word)))
    # When it is saved, Then it is on record, with its first words to be found
    run_id = given.accepted(engine).run_id
    results.save_parsed(engine, given.claimed(engine, run_id, Stage.PARSE), given.parsed(text="Ferries " + long))
    finish_without_findings(engine, run_id)
    assert found(contract, HEADLINES, words="ferry") == ["lpa:1"]


def test_what_is_too_long_for_a_name_is_none_and_no_article_is_lost(engine: Engine, contract: Connection) -> None:
    # Given a page whose "publisher" and "speaker" are pages themselves, of words that do not compress
    endless = " ".join(f"{n * 7919:x}" for n in range(3000))
    claim = given.claimed(engine, given.accepted(engine).run_id, Stage.PARSE)
    results.save_parsed(engine, claim, given.parsed(publisher=endless))
    results.save_entities(engine, given.claimed(engine, claim.run_id, Stage.ENTITIES), given.found())
    speaker = given.quotations()[0].speaker.model_copy(update={"name": endless})
    said = given.quotations()[0].model_copy(update={"speaker": speaker})
    # When it is saved
    results.save_quotations(engine, given.claimed(engine, claim.run_id, Stage.QUOTATIONS), [said])
    # Then the names are null, and a warning tells of the publisher
    both = "onrecord_v1.quotation AS q JOIN onrecord_v1.article AS a USING (uri)"
    row = contract.execute(text(f"SELECT q.speaker_name, a.publisher, a.warnings FROM {both}")).one()
    assert tuple(row[:2]) == (None, None)
    assert "publisher_too_long" in [warning["code"] for warning in row.warnings]


def test_a_publisher_that_a_later_version_does_not_name_is_inherited(engine: Engine, contract: Connection) -> None:
    # Given an article whose first submission declares a publisher
    first = accepting.accept(engine, given.submission(publisher="Lokalpresse"), "1")
    given.finish(engine, first.run_id)
    # When a version comes that names none
    second = given.accepted(engine, text="Another text.")
    results.save_parsed(
        engine, given.claimed(engine, second.run_id, Stage.PARSE), given.parsed(text="Another text.", publisher=None)
    )
    finish_without_findings(engine, second.run_id)
    # Then it is the same publisher's
    assert found(contract, "SELECT publisher FROM onrecord_v1.article WHERE version = 2") == ["Lokalpresse"]


def test_functions_are_commented_and_on_the_contracts_page(ours: Connection) -> None:
    page = (Path(__file__).parents[2] / "docs" / "contract.md").read_text("utf-8")
    query = """
        SELECT proname || '(' || pg_get_function_arguments(oid) || ')', obj_description(oid, 'pg_proc')
        FROM pg_proc WHERE pronamespace = 'onrecord_v1'::regnamespace
    """
    functions = ours.execute(text(query)).all()

    assert len(functions) >= 3
    assert [name for name, comment in functions if f"`{name}`" not in page or not comment] == []
