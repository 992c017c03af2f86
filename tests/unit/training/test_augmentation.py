"""A document that is written otherwise keeps its names: each label still stands on its own name."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from random import Random

import pytest
from documents_at_hand import marked, recipe, unchanged
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from training.augmentation import WAYS, written_otherwise
from training.documents import Document
from training.furniture import Draft, Mention, mentions

RECIPE = recipe()
NAMES = [
    Mention("Jane Roe", "PERSON"),
    Mention("Mary-Ann O'Doe", "PERSON"),
    Mention("Elmland", "LOC"),
    Mention("New Oakford", "LOC"),
    Mention("Elm United", "ORG"),
    Mention("Oak City", "ORG"),
    Mention("Straße Groß", "LOC"),
]
WORDS = ["the", "won.", "of", "saw", "McX", "ǆ", "ﬁne", "a\n", "It’s", "3,"]


def drafted(parts: Sequence[str | Mention | tuple[str]], misc: bool) -> Document:
    """A document of words, names, and words that are left open, with blanks between."""
    draft = Draft(misc)
    for part in parts:
        if isinstance(part, Mention):
            draft.name(part)
        elif isinstance(part, tuple):
            draft.open(part[0])
        else:
            draft.add(part)
        draft.add(" ")
    return draft.document()


PARTS = st.sampled_from([*WORDS, *NAMES, *((word,) for word in WORDS)])
documents = st.builds(drafted, st.lists(PARTS, min_size=1, max_size=12), st.booleans())


def folded(text: str) -> str:
    return text.casefold()


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(document=documents, seed=st.integers(0, 999))
def test_labels_stay_on_their_names(way: str, document: Document, seed: int) -> None:
    # Given a document and names at hand
    known = {(folded(name.text), name.label) for name in NAMES}
    known |= {(folded(name.text.split()[-1]), name.label) for name in NAMES}
    # When it is written otherwise
    written = WAYS[way](document, NAMES, RECIPE, Random(seed))
    # Then each label stands on a known name, in order, none over another, and what the set labels is as before
    assert {(folded(written.text[name.start : name.end]), name.label) for name in written.names} <= known
    assert all(left.end <= right.start for left, right in pairwise(written.names))
    assert len(written.names) >= len(document.names)
    assert all(0 <= start <= end <= len(written.text) for start, end in written.unsure)
    assert written.misc == document.misc


@pytest.mark.parametrize("way", ["dateline", "wire_headline", "headline", "results"])
def test_furniture_stands_around_the_document(way: str) -> None:
    # Given a document with names
    document = marked("[Jane Roe|PERSON] of [Elmland|LOC] beat [Ann Doe|PERSON] on Monday. It rained.")
    # When it gets furniture
    written = WAYS[way](document, mentions(document), RECIPE, Random(3))
    # Then its own words stand in it whole, with more names than before
    assert document.text in written.text
    assert len(written.names) > len(document.names)


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("shouted", "JANE ROE’S ELM"),
        ("lower", "jane roe’s elm"),
        ("titled", "Jane Roe’s Elm"),
    ],
)
def test_recased(way: str, text: str) -> None:
    # Given a document
    document = marked("[Jane Roe|PERSON]’s elm")
    # When it is recased
    written = WAYS[way](document, [], RECIPE, Random(1))
    # Then the words are the same, and the labels
    assert written == document._replace(text=text)


def test_shares_decide_how_many_documents_are_written_otherwise() -> None:
    # Given recipes under which no document, or each, is shouted
    never, always = (recipe(augmentation=unchanged() | {"shouted": share}) for share in (0.0, 1.0))
    document = marked("[Jane|PERSON] left")
    rng = Random(1)
    # When many are drawn
    kept = {written_otherwise(document, [], never, rng).text for _ in range(50)}
    shouted = {written_otherwise(document, [], always, rng).text for _ in range(50)}
    # Then none is changed, or all are
    assert kept == {"Jane left"}
    assert shouted == {"JANE LEFT"}
