"""Common nouns that mean one thing of the article."""

from __future__ import annotations

import pytest
from resolving import meant, resolved

from shared.model import MentionForm
from workers.models import Models


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("President [Jane Roe|PERSON] spoke. The president left.", [("The president", "Jane Roe")]),
        (
            "[Jane Roe|PERSON], the mayor, spoke. Then the Mayor left.",
            [("the mayor", "Jane Roe"), ("the Mayor", "Jane Roe")],
        ),
        ("The [Ministry of Health|ORG] spoke. The ministry is new.", [("The ministry", "Ministry of Health")]),
        ("[Elm Foods|ORG], a small company, grew; the company hires.", [("the company", "Elm Foods")]),
        ("The chipmaker [Novalis|ORG] grew. The chipmaker’s price fell.", [("The chipmaker", "Novalis")]),
        # A legal form says what it is.
        (
            "[Elm Foods Inc.|ORG] grew. The company hires, and [Elm Foods|ORG] pays.",
            [("The company", "Elm Foods Inc.")],
        ),
        ("[Elm Foods Ltd|ORG] bought [Vale Mills plc|ORG]. The firm hires.", []),
        ("[Ottery|LOC], a town on the coast, slept. So did the town.", [("the town", "Ottery")]),
        # Two can be meant, or nobody yet, or somebody else.
        ("President [Jane Roe|PERSON] met President [Carl Stone|PERSON]. The president left.", []),
        ("The president left. President [Jane Roe|PERSON] spoke.", []),
        ("Former president [Jane Roe|PERSON] spoke. The president left.", []),
        ("President [Jane Roe|PERSON] spoke. The president of the club left.", []),
        ("Chief Executive [Jane Roe|PERSON] spoke. The executive chair left.", []),
        ("President [Jane Roe|PERSON] spoke. The president [Carl Stone|PERSON] left.", []),
        ("[Jane Roe|PERSON] spoke. The company left.", []),
        ("A president met [Jane Roe|PERSON]. A company left.", []),
    ],
)
def test_the_one_thing_called_so_is_meant(models: Models, text: str, expected: list[tuple[str, str]]) -> None:
    nouns = meant(resolved(models, text).found, MentionForm.NOMINAL)

    assert [(noun.exact, noun.name) for noun in nouns] == expected
