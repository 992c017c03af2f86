"""What the first round's network is sure of teaches the last round; the rest stays open."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pytest
from documents_at_hand import marked, recipe

from training.teaching import filled, paragraphs, silver
from workers.entities.tagger.decoding import LABELS
from workers.entities.tagger.reading import Line

TEACHING = recipe(teaching={"name": 0.8, "no_name": 0.9}).teaching


def said(line: str, chances: Sequence[tuple[str, float]]) -> Line:
    """What a network says that gives each word its label at some chance, and shares the rest evenly."""
    words = [(word.start(), word.end()) for word in re.finditer(r"\S+", line)]
    table = np.full((len(words), len(LABELS)), 0.0, dtype=np.float32)
    for row, (label, chance) in zip(table, chances, strict=True):
        row[:] = (1 - chance) / (len(LABELS) - 1)
        row[LABELS.index(label)] = chance
    return Line(words, np.log(table))


class Saying:
    """A recogniser that takes each word with a capital for a person, and is sure of it at a chance."""

    def __init__(self, chance: float) -> None:
        self.chance = chance

    def read(self, lines: Sequence[str]) -> list[Line]:
        return [said(line, [self._word(word) for word in line.split()]) for line in lines]

    def _word(self, word: str) -> tuple[str, float]:
        return ("B-PERSON", self.chance) if word[0].isupper() else ("O", 0.99)


@pytest.mark.parametrize(
    ("text", "chances", "expected"),
    [
        ("[Elm|?] grew", [("B-LOC", 0.95), ("O", 0.99)], "[Elm|LOC] grew"),
        ("[Elm|?] grew", [("B-LOC", 0.70), ("O", 0.99)], "[Elm|?] grew"),
        ("[Elm|?] grew", [("O", 0.95), ("O", 0.99)], "Elm grew"),
        ("[Elm|?] grew", [("O", 0.85), ("O", 0.99)], "[Elm|?] grew"),
        ("[Elm Oak|?] grew", [("B-LOC", 0.99), ("O", 0.99), ("O", 0.99)], "[Elm|LOC][ Oak|?] grew"),
        ("[Elm Oak|?] grew", [("B-LOC", 0.99), ("B-ORG", 0.99), ("O", 0.99)], "[Elm Oak|?] grew"),
        ("[Elm|?] of [Oak|?]", [("B-LOC", 0.99), ("I-LOC", 0.99), ("I-LOC", 0.99)], "[Elm of Oak|LOC]"),
        ("[Elm|?] [Oak|ORG]", [("B-ORG", 0.99), ("I-ORG", 0.99)], "[Elm|?] [Oak|ORG]"),
        ("Elm [Oak|ORG]", [("B-ORG", 0.99), ("I-ORG", 0.99)], "Elm [Oak|ORG]"),
    ],
)
def test_open_words_are_filled_where_the_network_is_sure(
    text: str, chances: list[tuple[str, float]], expected: str
) -> None:
    # Given a document with open words, and what the network says of each word
    document = marked(text)
    # When they are filled
    taught = filled(document, [said(document.text, chances)], TEACHING)
    # Then sure names and sure words without a name are labels, and the rest stays open
    assert taught == marked(expected)


def test_silver_documents_have_the_lines_that_the_product_reads() -> None:
    # Given an article, and a network that is sure of its names
    text = "The council met on the new bridge today.\n\nThey say that Roe left, and that Doe stayed in the hall."
    # When it is labelled
    document = silver(text, Saying(0.99), doubtful=0.5)  # type: ignore[arg-type]
    # Then its lines follow each other, with the product's names, and other names may be missing
    assert document.text.split("\n")[-1].startswith("They say that Roe left")
    assert {"Roe", "Doe"} <= {document.text[name.start : name.end] for name in document.names}
    assert not document.misc


def test_doubtful_words_of_silver_documents_stay_open() -> None:
    # Given a network for which "no name" is likelier than anything, and still unlikely
    class Doubting(Saying):
        def _word(self, word: str) -> tuple[str, float]:
            return ("O", 0.4) if word == "bridge" else ("O", 0.99)

    text = "They say that the bridge is closed, and that the hall is open to all."
    # When an article is labelled
    document = silver(text, Doubting(0.4), doubtful=0.5)  # type: ignore[arg-type]
    # Then that word is open
    assert [document.text[start:end] for start, end in document.unsure] == ["bridge"]
    assert silver(text, Doubting(0.4), doubtful=0.0).unsure == ()  # type: ignore[arg-type]


def test_sentences_make_paragraphs() -> None:
    # Given sentences, when they are made an article, then three make a paragraph
    assert paragraphs(["A.", "B.", "C.", "D."]) == "A. B. C.\n\nD."
