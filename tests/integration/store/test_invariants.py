"""Offsets that do not fit the text are refused by the database itself, whoever writes them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from shared.model import Entity, FoundEntities, Mention, Segment, Span
from shared.store import results, tables
from shared.store.engine import make_engine
from shared.store.records import Stage
from tests.integration.store import given

LONG = "".join(random.Random(7).choices("abc défß—“”🌉\n", k=60_000))
"""Longer than three of the pages in which the trigger reads a text, in characters of one to four bytes."""


@pytest.fixture(scope="module")
def finished(module_database_url: str) -> Iterator[Engine]:
    """An engine on a database with our article done as run 1."""
    engine = make_engine(module_database_url, application_name="onrecord-tests")
    assert given.finished(engine).run_id == 1
    yield engine
    engine.dispose()


@pytest.fixture
def connection(finished: Engine) -> Iterator[Connection]:
    """A connection to a database with our article done as run 1, in a transaction that is taken back."""
    with finished.connect() as connection:
        yield connection


@contextmanager
def refused_by(*constraints: str) -> Iterator[None]:
    """The database refuses, by one of these constraints."""
    with pytest.raises(IntegrityError) as refusal:
        yield
    name = refusal.value.orig.diag.constraint_name
    assert name.endswith(constraints), name


@pytest.mark.parametrize(
    ("start", "end", "exact", "constraint"),
    [
        (0, 7, "harbour", "exact_is_text"),
        (1, 8, "Harbour", "exact_is_text"),
        (0, 8, "Harbour", "exact_length"),
        (0, 6, "Harbour", "exact_length"),
        (-7, 0, "Harbour", "_offsets"),
        (7, 0, "Harbour", "exact_length"),
        (3, 3, "", "_offsets"),
        (10**6, 10**6 + 3, "abc", "exact_is_text"),
        (len(given.TEXT) - 1, len(given.TEXT) + 1, ".?", "exact_is_text"),
    ],
)
@pytest.mark.parametrize("table", ["mention", "entity_role", "quotation_span", "quotation_speaker"])
def test_a_span_must_be_the_text_at_its_offsets(
    connection: Connection, table: str, start: int, end: int, exact: str, constraint: str
) -> None:
    span = {"run_id": 1, "ordinal": 9, "start_char": start, "end_char": end, "exact": exact}
    keys = {
        "mention": {"entity": 0, "form": "name", "label": "PERSON"},
        "entity_role": {"entity": 0, "former": False},
        "quotation_span": {"quotation": 0},
        "quotation_speaker": {"quotation": 0, "type": "person"},
    }

    with refused_by(constraint):
        connection.execute(insert(tables.metadata.tables[f"core.{table}"]).values(span | keys[table]))


@pytest.mark.parametrize("part", ["cue", "speaker"])
@pytest.mark.parametrize(
    ("start", "end", "exact", "constraint"),
    [
        (0, 4, "said", ("exact_is_text",)),
        (0, 5, "said", ("exact_length",)),
        (0, 0, "", ("_offsets",)),
        (0, 4, None, ("quotation_cue", "speaker_exact")),
        (0, None, "Harb", ("quotation_cue", "quotation_speaker")),
    ],
)
def test_cues_and_speakers_are_spans_too(
    connection: Connection, part: str, start: int, end: int | None, exact: str | None, constraint: tuple[str, ...]
) -> None:
    row = dict(connection.execute(select(tables.quotation).where(tables.quotation.c.ordinal == 0)).one()._mapping)
    row |= {"ordinal": 9, f"{part}_start_char": start, f"{part}_end_char": end, f"{part}_exact": exact}

    with refused_by(*constraint):
        connection.execute(insert(tables.quotation).values(row))


@pytest.mark.parametrize(
    "tiles",
    [
        [(0, 10), (11, len(given.TEXT))],
        [(0, 10), (9, len(given.TEXT))],
        [(1, len(given.TEXT))],
        [(0, len(given.TEXT) - 1)],
        [(0, len(given.TEXT) + 1)],
        [(10, len(given.TEXT)), (0, 10)],
    ],
    ids=["gap", "overlap", "late start", "early end", "overrun", "wrong order"],
)
def test_segments_tile_the_text(engine: Engine, tiles: list[tuple[int, int]]) -> None:
    segments = [
        Segment(ordinal=n, kind="gap", start_char=start, end_char=end, rule="r", confidence=1)
        for n, (start, end) in enumerate(tiles)
    ]
    claim = given.up_to(engine, given.accepted(engine).run_id, Stage.PARSE)

    with refused_by("segments_tile"):
        results.save_parsed(engine, claim, given.parsed(segments=tuple(segments)))

    results.save_parsed(engine, claim, given.parsed())  # the refused save has left the claim as it was


@pytest.mark.parametrize("column", ["start_char", "end_char", "is_split"])
def test_a_quotation_begins_and_ends_with_its_spans(connection: Connection, column: str) -> None:
    [whole] = connection.execute(select(tables.quotation).where(tables.quotation.c.ordinal == 2))
    differing = dict(whole._mapping) | {"ordinal": 9}
    differing[column] = not whole.is_split if column == "is_split" else getattr(whole, column) + 1
    connection.execute(insert(tables.quotation).values(differing))

    span = {"run_id": 1, "quotation": 9, "ordinal": 0} | dict(given.at("bridge"))
    with refused_by("spans_are_whole"):
        connection.execute(insert(tables.quotation_span).values(span))


@pytest.mark.parametrize(
    "table", ["segment", "mention", "entity_role", "quotation", "quotation_span", "quotation_speaker"]
)
def test_results_are_never_updated(connection: Connection, table: str) -> None:
    rows = tables.metadata.tables[f"core.{table}"]

    with refused_by("results_stay"):
        connection.execute(update(rows).values(start_char=rows.c.start_char))


def test_the_text_is_never_updated_but_what_is_said_about_it_may_be(connection: Connection) -> None:
    connection.execute(update(tables.parsed).values(headline="Another"))

    with refused_by("results_stay"):
        connection.execute(update(tables.parsed).values(text="Another"))


@pytest.mark.parametrize(
    "states",
    [
        {"state": "done"},
        {"stage": None},
        {"stage": "translate"},
        {"state": "lost"},
        {"finished_at": "now"},
        {"lease_until": "now"},
        {"attempts": -1},
    ],
    ids=str,
)
def test_a_run_is_in_one_of_its_states(engine: Engine, states: dict[str, object]) -> None:
    given.accepted(engine)

    with (
        engine.connect() as connection,
        refused_by("_done_has_no_stage", "_stage", "_state", "_open_is_not_finished", "_lease", "_attempts"),
    ):
        connection.execute(update(tables.run).values(states))


def mentions_of(spans: list[Span]) -> FoundEntities:
    entity = Entity(ordinal=0, kind="other", name="it", mention_count=len(spans))
    mentions = [Mention(ordinal=n, form="name", entity=0, label="X", **dict(span)) for n, span in enumerate(spans)]
    return FoundEntities(entities=(entity,), mentions=tuple(mentions))


def random_spans(seed: int) -> list[Span]:
    chance, spans = random.Random(seed), []
    for length in [1, 2, 5, 50, 4_000, 16_384, 16_385, 40_000] * 40:
        start = chance.randrange(len(LONG) - length + 1)
        spans.append(Span(start_char=start, end_char=start + length, exact=LONG[start : start + length]))
    chance.shuffle(spans)
    return spans


def test_a_long_text_is_read_in_pages_and_every_true_span_is_found_true(engine: Engine) -> None:
    claim = given.claimed(engine, given.accepted(engine).run_id, Stage.PARSE)
    results.save_parsed(engine, claim, given.parsed(text=LONG))
    found = mentions_of(random_spans(1))

    results.save_entities(engine, given.claimed(engine, claim.run_id, Stage.ENTITIES), found)

    assert results.load_entities(engine, claim.run_id) == found


def test_a_long_text_is_read_in_pages_and_one_false_span_among_many_is_refused(engine: Engine) -> None:
    claim = given.claimed(engine, given.accepted(engine).run_id, Stage.PARSE)
    results.save_parsed(engine, claim, given.parsed(text=LONG))
    claim = given.claimed(engine, claim.run_id, Stage.ENTITIES)
    spans = random_spans(2)

    for wrong in range(0, len(spans), 107):
        false = spans[wrong].model_copy(update={"exact": spans[wrong].exact[:-1] + "X"})
        with refused_by("exact_is_text"):
            results.save_entities(engine, claim, mentions_of([*spans[:wrong], false, *spans[wrong + 1 :]]))
