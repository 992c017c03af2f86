"""Where sentences begin and end, told from the text alone."""

from __future__ import annotations

import pytest

from workers.language.sentences import sentence_breaks, sentence_starts

TEXTS = [
    ("two", "The boat is late. Roe waits.", ["The boat is late. ", "Roe waits."]),
    ("marks", "“The boat is late.” Roe waits.", ["“The boat is late.” ", "Roe waits."]),
    ("opening mark", "Is it late? “No,” said Roe.", ["Is it late? ", "“No,” said Roe."]),
    ("dots", "The boat … The quay.", ["The boat … ", "The quay."]),
    ("courtesy title", "It was Mr. Roe who sailed.", ["It was Mr. Roe who sailed."]),
    ("initial", "It was J. Roe who sailed.", ["It was J. Roe who sailed."]),
    ("body", "The U.N. Council met.", ["The U.N. Council met."]),
    ("small letter", "At 1 a.m. the boat left.", ["At 1 a.m. the boat left."]),
    ("number", "It was late. 40 people waited.", ["It was late. ", "40 people waited."]),
]


@pytest.mark.parametrize(("text", "sentences"), [row[1:] for row in TEXTS], ids=[row[0] for row in TEXTS])
def test_sentences_begin_behind_breaks(text: str, sentences: list[str]) -> None:
    # Given a text
    # When the starts of its sentences are asked
    starts = sentence_starts(text, 0, len(text))
    # Then they cut it into its sentences, and there is one break fewer
    assert [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)] == sentences
    assert len(list(sentence_breaks(text, 0, len(text)))) == len(sentences) - 1
