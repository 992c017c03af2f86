"""Which labels a word may have follows from its document, and from what its set labels at all."""

from __future__ import annotations

import pytest
from documents_at_hand import marked, tokenizer

from training.labels import ANY, BITS, NO_NAME, NO_NAME_OR_OTHER, encode, lexicon_peoples, with_peoples

O, OPEN, OTHER = NO_NAME, ANY, NO_NAME_OR_OTHER  # noqa: E741


@pytest.mark.parametrize(
    ("text", "misc", "allowed"),
    [
        ("[Jane Roe|PERSON] left", True, [BITS["B-PERSON"], BITS["I-PERSON"], O]),
        ("[Elm|LOC] [Oak|LOC]", True, [BITS["B-LOC"], BITS["B-LOC"]]),
        ("[Elm-Oak|ORG] won", True, [BITS["B-ORG"], BITS["I-ORG"], BITS["I-ORG"], O]),
        ("the [Elm|?] rose", True, [O, OPEN, O]),
        ("a [Roe|PERSON] rose", False, [OTHER, BITS["B-PERSON"], OTHER]),
        ("[Jane\nRoe|PERSON] left", True, [BITS["B-PERSON"], BITS["B-PERSON"], O]),
        ("\n\n[Jane|PERSON]\n \n", True, [BITS["B-PERSON"]]),
        ("", True, []),
    ],
)
def test_each_word_has_the_labels_that_it_may_have(text: str, misc: bool, allowed: list[int]) -> None:
    # Given a document
    document = marked(text, misc)
    # When it is encoded
    encoded = encode(document, tokenizer())
    # Then each word's first piece has its mask, and the other pieces have none
    assert [mask for mask in encoded.allowed.tolist() if mask] == allowed
    assert len(encoded.ids) == len(encoded.writing) == len(encoded.allowed)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("[French|MISC]", "NORP"),
        ("[Finns|MISC]", "NORP"),
        ("[Elmian|MISC]", "NORP"),
        ("[Cup|MISC]", "MISC"),
        ("[French|ORG]", "ORG"),
    ],
)
def test_words_for_peoples_are_peoples(text: str, label: str) -> None:
    # Given a name of something else, or of a body
    document = marked(text)
    # When the words for peoples are known
    mended = with_peoples(document, lexicon_peoples() | {"Elmian"})
    # Then a people is a people, and the rest stays
    assert [name.label for name in mended.names] == [label]
