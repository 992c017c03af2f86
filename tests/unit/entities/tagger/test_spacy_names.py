"""A spaCy pipeline in the recogniser's place: its labels are ours, its offsets are the lines'."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from workers.entities.records import KIND_OF_LABEL
from workers.entities.spacy_names import LABEL, MAX_CHUNK_CHARS, SpacyNames, _chunks


@pytest.fixture(scope="module")
def pipeline() -> Language:
    """A pipeline that knows a few names by heart."""
    pipeline = spacy.blank("en")
    known = {"Jean-Luc Roe": "PERSON", "Vale": "GPE", "Elm Hall": "FAC", "Monday": "DATE", "Storm Ada": "EVENT"}
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": name} for name, label in known.items()])
    return pipeline


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ([], []),
        ([""], [[]]),
        (["They met in Vale.", "", "Vale slept."], [[("Vale", "LOC")], [], [("Vale", "LOC")]]),
        # Behind a hyphen of another kind all offsets stay the line's.
        (["Jean‑Luc Roe saw Vale."], [[("Jean‑Luc Roe", "PERSON"), ("Vale", "LOC")]]),
        (["😀 Jean–Luc Roe", "of Vale"], [[("Jean–Luc Roe", "PERSON")], [("Vale", "LOC")]]),
        # Places of all kinds are one, works and events are others; days name nothing.
        (["Elm Hall shut on Monday in Storm Ada."], [[("Elm Hall", "LOC"), ("Storm Ada", "MISC")]]),
    ],
)
def test_names_of_lines(lines: list[str], found: list[list[tuple[str, str]]], pipeline: Language) -> None:
    # Given lines, When the pipeline reads them
    names = SpacyNames(pipeline)(lines)

    # Then each has its own names, as its own text writes them
    assert [[(line[n.start : n.end], n.label) for n in each] for line, each in zip(lines, names, strict=True)] == found


def test_a_chunk_ends_and_names_go_on(pipeline: Language) -> None:
    # Given more lines than the pipeline is given at once
    lines = ["so it went " * 2000 + "in Vale."] * 5

    # When it reads them, Then the names of all are found
    assert [
        [line[n.start : n.end] for n in each] for line, each in zip(lines, SpacyNames(pipeline)(lines), strict=True)
    ] == [["Vale"]] * 5


@given(lengths=st.lists(st.integers(0, 2 * MAX_CHUNK_CHARS), max_size=20))
def test_chunks_hold_every_line_once_and_fit(lengths: list[int]) -> None:
    # Given lines of any length, When they are put together
    chunks = [*_chunks(["x" * length for length in lengths])]

    # Then each line is in one chunk, in order, and only a line alone is longer than a chunk
    assert [at for chunk in chunks for at in chunk] == list(range(len(lengths)))
    assert all(len(chunk) == 1 or sum(lengths[at] for at in chunk) <= MAX_CHUNK_CHARS for chunk in chunks)
    assert all(chunks)


def test_every_label_is_one_of_ours() -> None:
    assert set(LABEL.values()) <= set(KIND_OF_LABEL)
