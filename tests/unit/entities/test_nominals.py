"""Common nouns that mean one thing of the article; seats of government, capitals and peoples, handled on purpose."""

from __future__ import annotations

import pytest
from entity_marks import marked

from workers.coreference.nominals import resolve_nominals
from workers.coreference.pronouns import resolve_pronouns
from workers.coreference.roles import find_roles
from workers.entities.join.joining import join
from workers.entities.recognise.kinds import sort_kinds
from workers.entities.recognise.titles import split_titles


def meant(text: str) -> list[tuple[str, str]]:
    """The common nouns and what they mean, in text order."""
    article, names, _ = marked(text)
    things = join(article.text, split_titles(article, names))
    roles = find_roles(article, things, resolve_pronouns(article, things))
    return [(found.name.exact, things[found.thing].name) for found in resolve_nominals(article, things, roles)]


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
        ("[Ottery|GPE], a town on the coast, slept. So did the town.", [("the town", "Ottery")]),
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
def test_the_one_thing_called_so_is_meant(text: str, expected: list[tuple[str, str]]) -> None:
    assert meant(text) == expected


@pytest.mark.parametrize("seat", ["Kremlin", "White House", "Pentagon", "Downing Street"])
@pytest.mark.parametrize("label", ["FAC", "GPE", "PERSON", "ORG"])
def test_a_seat_of_government_is_a_body_whatever_the_recogniser_says(seat: str, label: str) -> None:
    article, names, _ = marked(f"The [{seat}|{label}] said it would answer.")

    assert [name.label for name in sort_kinds(article, names)] == ["ORG"]


def test_a_capital_stays_a_place_of_its_own_and_a_people_is_no_country() -> None:
    article, names, _ = marked("[Kyiv|GPE] said [Ukraine|GPE] and the [Ukrainian|NORP] army agreed; [Kiev|GPE] waits.")

    things = join(article.text, sort_kinds(article, names))

    assert [(thing.kind.value, thing.name) for thing in things] == [
        ("place", "Kyiv"),
        ("place", "Ukraine"),
        ("other", "Ukrainian"),
    ]
