"""Phrases behind a reported noun: whose they are, on parses set by hand."""

from __future__ import annotations

import pytest
from spacy.lang.en import English
from spacy.tokens import Doc

from workers.language.cues import cue_verb
from workers.quotations.content.governed import details_behind
from workers.quotations.cue.find import Cue

PARSES = [
    (
        "an occasion of the noun",
        "Roe/NNP/nsubj/1 blamed/VBD/ROOT/1 the/DT/det/3 crew/NN/dobj/1 for/IN/prep/1 the/DT/det/6 loss/NN/pobj/4",
        3,
        "for the loss",
    ),
    (
        "two phrases in a row",
        "Roe/NNP/nsubj/1 cited/VBD/ROOT/1 delays/NNS/dobj/1 with/IN/prep/1 us/PRP/pobj/3 by/IN/agent/1 law/NN/pobj/5",
        2,
        "with us by law",
    ),
    ("a day", "Roe/NNP/nsubj/1 cited/VBD/ROOT/1 delays/NNS/dobj/1 on/IN/prep/1 Friday/NNP/pobj/3", 2, ""),
    ("a year", "Roe/NNP/nsubj/1 cited/VBD/ROOT/1 delays/NNS/dobj/1 in/IN/prep/1 2016/CD/pobj/3", 2, ""),
    ("a rally", "Roe/NNP/nsubj/1 cited/VBD/ROOT/1 delays/NNS/dobj/1 at/IN/prep/1 a/DT/det/5 rally/NN/pobj/3", 2, ""),
    ("an addressee", "Roe/NNP/nsubj/1 cited/VBD/ROOT/1 delays/NNS/dobj/1 to/IN/prep/1 reporters/NNS/pobj/3", 2, ""),
    ("a participle", "Roe/NNP/nsubj/1 cited/VBD/ROOT/1 delays/NNS/dobj/1 saying/VBG/advcl/1 so/RB/advmod/3", 2, ""),
    (
        "behind a comma",
        "Roe/NNP/nsubj/1 cited/VBD/ROOT/1 delays/NNS/dobj/1 ,/,/punct/1 with/IN/prep/1 us/PRP/pobj/4",
        2,
        "",
    ),
    (
        "a clause has its own",
        "Roe/NNP/nsubj/1 said/VBD/ROOT/1 it/PRP/nsubj/3 sank/VBD/ccomp/1 in/IN/prep/1 fog/NN/pobj/4",
        3,
        "",
    ),
]


@pytest.mark.parametrize(("parse", "head", "details"), [p[1:] for p in PARSES], ids=[p[0] for p in PARSES])
def test_a_detail_is_the_speakers_unless_it_is_about_the_saying(parse: str, head: int, details: str) -> None:
    doc = parsed(parse)
    verb = cue_verb(doc[1].text)
    assert verb is not None

    behind = details_behind(Cue(doc[1], verb, doc[0]), [doc[head]])

    assert " ".join(doc[i].text for i in sorted(behind)) == details


def parsed(parse: str) -> Doc:
    """A sentence of "word/TAG/dep/head"."""
    rows = [word.rsplit("/", 3) for word in parse.split()]
    return Doc(
        English().vocab,
        words=[r[0] for r in rows],
        tags=[r[1] for r in rows],
        deps=[r[2] for r in rows],
        heads=[int(r[3]) for r in rows],
    )
