"""The views keep their contract: their columns stay, and they show whole articles only."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text

from shared.store import accepting, retracting, runs
from shared.store.records import Rejection, Stage
from tests.integration.store import given

SNAPSHOT = Path(__file__).with_name("onrecord_v1.json")
"""The contract. Columns may be added to it at the end of a view, together with `minor` of the view `contract`."""

RELEASED = sorted(SNAPSHOT.parent.glob("onrecord_v1.[0-9]*.json"))
"""The contract as minor versions promised it. These files are never edited; a new `minor` adds one."""

COLUMNS = """
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
    FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
    WHERE c.relnamespace = 'onrecord_v1'::regnamespace ORDER BY c.relname, a.attnum
"""

RESULTS = ["article", "segment", "entity", "mention", "quotation", "quotation_span", "quotation_speaker"]


@pytest.fixture
def contract(reader: Engine) -> Connection:
    """A connection as other systems have it."""
    with reader.connect() as connection:
        yield connection


def rows(connection: Connection, query: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in connection.execute(text(query))]


def test_the_views_and_their_columns_are_those_of_the_contract(contract: Connection) -> None:
    found: dict[str, list[list[str]]] = {}
    for view, column, kind in contract.execute(text(COLUMNS)):
        found.setdefault(view, []).append([column, kind])

    assert found == json.loads(SNAPSHOT.read_text("utf-8"))


def broken(promised: dict[str, list[list[str]]], found: dict[str, list[list[str]]]) -> list[str]:
    """The views that are gone, or whose first columns are no longer the promised ones."""
    return [view for view, columns in promised.items() if found.get(view, [])[: len(columns)] != columns]


@pytest.mark.parametrize("released", RELEASED, ids=lambda path: path.stem)
def test_the_contract_only_grows(released: Path) -> None:
    promised = json.loads(released.read_text("utf-8"))

    assert promised
    assert broken(promised, json.loads(SNAPSHOT.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    ("found", "wrong"),
    [
        ({"a": [["x", "text"], ["y", "text"]]}, []),
        ({"a": [["x", "text"], ["y", "text"], ["z", "text"]], "b": []}, []),
        ({"a": [["x", "text"]]}, ["a"]),
        ({"a": [["x", "text"], ["y", "integer"]]}, ["a"]),
        ({"a": [["x", "text"], ["new", "text"], ["y", "text"]]}, ["a"]),
        ({"b": []}, ["a"]),
    ],
    ids=["the same", "added at the end", "removed", "retyped", "moved", "view removed"],
)
def test_what_breaks_a_contract(found: dict[str, list[list[str]]], wrong: list[str]) -> None:
    assert broken({"a": [["x", "text"], ["y", "text"]]}, found) == wrong


def test_every_minor_version_is_kept(contract: Connection) -> None:
    [(minor,)] = rows(contract, "SELECT minor FROM onrecord_v1.contract")

    assert [path.stem for path in RELEASED] == [f"onrecord_v1.{n}" for n in range(minor + 1)]


def test_an_article_is_shown_with_all_that_was_found_in_it(engine: Engine, contract: Connection) -> None:
    given.finished(engine)
    article = given.article()

    assert rows(contract, "SELECT uri, version, headline, authors, dateline_place, text FROM onrecord_v1.article") == [
        ("lpa:1", 1, article.headline, list(article.authors), "Hamburg", article.text)
    ]
    assert rows(contract, "SELECT ordinal, kind, start_char, end_char, duplicate_of FROM onrecord_v1.segment") == [
        (s.ordinal, s.kind, s.start_char, s.end_char, s.duplicate_of) for s in article.segments
    ]
    assert rows(contract, "SELECT name, kind, mention_count, roles, links FROM onrecord_v1.entity") == [
        (e.name, e.kind, e.mention_count, [dict(r) for r in e.roles], [dict(n) for n in e.links])
        for e in article.entities
    ]
    assert rows(contract, "SELECT ordinal, exact, form, entity, label FROM onrecord_v1.mention") == [
        (m.ordinal, m.exact, m.form, m.entity, m.label) for m in article.mentions
    ]
    assert rows(contract, "SELECT quotation, ordinal, exact FROM onrecord_v1.quotation_span") == [
        (q.ordinal, n, span.exact) for q in article.quotations for n, span in enumerate(q.spans)
    ]


def test_quotations_are_flat(engine: Engine, contract: Connection) -> None:
    given.finished(engine)

    flat = """
        SELECT uri, speaker_name, speaker_exact, speaker_type, content, kind, cue, medium_type, medium_name,
            is_split, method, confidence, publisher, headline, medium
        FROM onrecord_v1.quotation WHERE ordinal = 0
    """
    assert rows(contract, flat) == [
        (
            *("lpa:1", "Anna Berg", "harbour master Anna Berg", "person", "It will last, for a century.", "direct"),
            *("said", "platform", "Mastodon", True, "explicit", 0.9, "Lokalpresse-Agentur", "Harbour bridge opens 🌉"),
            "Mastodon",
        )
    ]


def test_every_decision_shows_the_rule_that_made_it_or_null(engine: Engine, contract: Connection) -> None:
    # Given an article of which some decisions name their rule, and some do not
    given.finished(engine)
    # Then the views show the rules that there are
    assert rows(contract, "SELECT rule FROM onrecord_v1.segment ORDER BY ordinal") == [("half",), ("half",)]
    assert rows(contract, "SELECT kind_rule FROM onrecord_v1.entity ORDER BY ordinal") == [("given.kind",), (None,)]
    assert rows(contract, "SELECT rule FROM onrecord_v1.mention ORDER BY ordinal") == [
        (None,),
        (None,),
        ("given.mention",),
    ]
    assert rows(contract, "SELECT rule, speaker_rule FROM onrecord_v1.quotation ORDER BY ordinal") == [
        ("given.attribution", "given.speaker"),
        *[(None, None)] * 3,
    ]
    assert rows(contract, "SELECT quotation, ordinal, rule FROM onrecord_v1.quotation_speaker ORDER BY 1, 2") == [
        (0, 0, "given.speaker"),
        (1, 0, None),
        (3, 0, "given.speaker"),
        (3, 1, None),
    ]


@pytest.mark.parametrize(
    ("view", "start", "end", "exact"),
    [
        ("mention", "start_char", "end_char", "exact"),
        ("quotation_span", "start_char", "end_char", "exact"),
        ("quotation", "cue_start_char", "cue_end_char", "cue"),
        ("quotation", "speaker_start_char", "speaker_end_char", "speaker_exact"),
    ],
)
def test_offsets_point_at_the_words(
    engine: Engine, contract: Connection, view: str, start: str, end: str, exact: str
) -> None:
    given.finished(engine)

    wrong = f"""
        SELECT count(*) FILTER (WHERE substr(text, {start} + 1, {end} - {start}) <> {exact}), count({start}) > 0
        FROM onrecord_v1.{view} JOIN onrecord_v1.article USING (article_id, uri, version)
    """
    assert rows(contract, wrong) == [(0, True)]


@pytest.mark.parametrize("view", RESULTS)
def test_nothing_of_an_unfinished_or_retracted_article_is_shown(
    engine: Engine, contract: Connection, view: str
) -> None:
    for stage in Stage:
        given.up_to(engine, given.accepted(engine, stage).run_id, stage, stage)
    given.finished(engine, "retracted")
    retracting.retract(engine, "retracted")

    assert rows(contract, f"SELECT uri FROM onrecord_v1.{view}") == []


def test_what_was_decided_about_a_retracted_article_is_shown_no_more(engine: Engine, contract: Connection) -> None:
    # Given decisions about what two articles name, and one about two identities
    made = (
        "INSERT INTO core.identity (kind, name) VALUES ('person', 'Malin Aster'), ('person', 'M. Aster') RETURNING id"
    )
    decided = """
        INSERT INTO core.identity_decision (outcome, by, reason, article_id, name, identity_id, other_id)
        SELECT 'same', 'rule', 'beside dora lindqvist', a.id, 'Malin Aster', :one, :other FROM core.article AS a
        UNION ALL SELECT 'apart', 'hand', 'set apart by hand', NULL, NULL, :one, :other
    """
    given.finished(engine, "stays")
    given.finished(engine, "goes")
    with engine.begin() as connection:
        one, other = connection.execute(text(made)).scalars()
        connection.execute(text(decided), {"one": one, "other": other})
    # When one of the articles is retracted
    retracting.retract(engine, "goes")
    # Then readers hear neither its names nor who stood beside them
    shown = "SELECT uri, by FROM onrecord_v1.identity_decision LEFT JOIN onrecord_v1.article USING (article_id)"
    assert sorted(rows(contract, shown), key=str) == [("stays", "rule"), (None, "hand")]


@pytest.mark.parametrize("view", RESULTS)
def test_all_of_an_article_is_of_one_version(engine: Engine, contract: Connection, view: str) -> None:
    given.finished(engine)
    second = given.accepted(engine, text="Another text.")
    given.up_to(engine, second.run_id, Stage.QUOTATIONS)
    versions = f"SELECT DISTINCT version FROM onrecord_v1.{view}"

    assert rows(contract, versions) == [(1,)]

    contract.rollback()
    third = given.finished(engine, text="A third text.")
    assert rows(contract, versions) == [(third.version,)]


def test_runs_quarantine_and_rejections_tell_what_became_of_everything(engine: Engine, contract: Connection) -> None:
    given.finished(engine, "done")
    bad = given.accepted(engine, "bad")
    runs.quarantine(engine, bad.run_id, code="empty_text", reason="no words")
    accepting.reject(engine, Rejection(stream_id="1-0", uri="odd", code="invalid", reason="no text", payload=b"{}"))

    assert rows(contract, "SELECT uri, state, stage, is_visible FROM onrecord_v1.run ORDER BY run_id") == [
        ("done", "done", None, True),
        ("bad", "quarantined", "parse", False),
    ]
    assert rows(contract, "SELECT uri, version, stage, code, reason FROM onrecord_v1.quarantined") == [
        ("bad", 1, "parse", "empty_text", "no words")
    ]
    assert rows(contract, "SELECT stream_id, uri, code, reason FROM onrecord_v1.rejected") == [
        ("1-0", "odd", "invalid", "no text")
    ]


def test_the_feed_tells_its_bounds_before_and_after_the_first_change(engine: Engine, contract: Connection) -> None:
    bounds = "SELECT first_position, last_position FROM onrecord_v1.feed_bounds"
    assert rows(contract, bounds) == [(1, 0)]

    given.finished(engine, "a")
    given.finished(engine, "b")

    assert rows(contract, bounds) == [(1, 2)]
    assert rows(contract, "SELECT position, kind, uri, version FROM onrecord_v1.change ORDER BY position") == [
        (1, "processed", "a", 1),
        (2, "processed", "b", 1),
    ]
    epoch = rows(contract, "SELECT epoch FROM onrecord_v1.feed_bounds")
    assert rows(contract, "SELECT DISTINCT epoch FROM onrecord_v1.change") == epoch


def test_the_contract_says_which_one_it_is(contract: Connection) -> None:
    assert rows(contract, "SELECT name, major, minor FROM onrecord_v1.contract") == [("onrecord_v1", 1, 5)]
