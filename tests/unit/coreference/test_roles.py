"""Roles beside names."""

from __future__ import annotations

import pytest
from entity_marks import marked
from resolving import resolved, roles_by_name

from workers.models import Models

Found = list[tuple[str, str | None, bool]]


def roles_of(models: Models, person: str, text: str) -> Found:
    plain, roles = marked(text).article.text, roles_by_name(resolved(models, text).found)
    for role in (role for of_one in roles.values() for role in of_one):
        assert plain[role.start_char : role.end_char] == role.exact
    return [(role.exact, role.of, role.former) for role in roles[person]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Fort Hill|ORG] aide [Jane Roe|PERSON] agreed.", [("Fort Hill aide", "Fort Hill", False)]),
        ("[Norwegian|NORP] President [Jane Roe|PERSON] left.", [("Norwegian President", "Norway", False)]),
        ("Former [Norwegian|NORP] President [Jane Roe|PERSON] left.", [("Norwegian President", "Norway", True)]),
        ("A senior [Hamal|ORG] official, [Jane Roe|PERSON], left.", [("senior Hamal official", "Hamal", False)]),
        ("They would press House Speaker [Jane Roe|PERSON] again.", [("House Speaker", None, False)]),
        ("[Jane Roe|PERSON], the army's commander in chief, left.", [("commander in chief", None, False)]),
        ("[Jane Roe|PERSON], the [Ostrovia|LOC] secretary of state, left.", [
            ("Ostrovia secretary of state", "Ostrovia", False)
        ]),
        ("VALE – House Rivers Committee Chairman [Jane Roe|PERSON] left.", [
            ("House Rivers Committee Chairman", None, False)
        ]),
        ("Vale Council Shows New Key River Plans Following President [Jane Roe|PERSON]", [("President", None, False)]),
        ("Then-mayor [Jane Roe|PERSON] left.", [("Then-mayor", None, True)]),
        ("“President [Jane Roe|PERSON] lied,” it said.", [("President", None, False)]),
        ("Sgt. [Jane Roe|PERSON] left.", [("Sgt.", None, False)]),
        ("He met his counterpart, [Jane Roe|PERSON], there.", [("counterpart", None, False)]),
        ("[Jane Roe|PERSON], the commander-in-chief, left.", [("commander-in-chief", None, False)]),
        ("[Jane Roe|PERSON], now head of [Elm Bank|ORG], left.", [("head of Elm Bank", "Elm Bank", False)]),
        ("[Jane Roe|PERSON], head of heart surgery at [Elm Clinic|ORG] in [Ghent|LOC], left.", [
            ("head of heart surgery at Elm Clinic", "Elm Clinic", False)
        ]),
        ("The aide and ex-president [Jane Roe|PERSON] left.", [("ex-president", None, True)]),
        ("[Elm College|ORG] professor of law [Jane Roe|PERSON] spoke.", [
            ("Elm College professor of law", "Elm College", False)
        ]),
        ("Secretary of State [Jane Roe|PERSON] flew.", [("Secretary of State", None, False)]),
        ("Attorney General [Jane Roe|PERSON] sued.", [("Attorney General", None, False)]),
        ("[Elm Inc|ORG] chief executive [Jane Roe|PERSON] quit.", [("Elm Inc chief executive", "Elm Inc", False)]),
        ("The company's chief financial officer, [Jane Roe|PERSON], quit.", [("chief financial officer", None, False)]),
        ("[Jane Roe|PERSON], a doctor at [Elm Clinic|ORG], said.", [("doctor at Elm Clinic", "Elm Clinic", False)]),
        ("[Jane Roe|PERSON], 45, a teacher from [Ghent|LOC], wept.", [("teacher from Ghent", "Ghent", False)]),
        ("[Jane Roe|PERSON], former head of the [Elm Trust|ORG], won.", [("head of the Elm Trust", "Elm Trust", True)]),
        ("[Jane Roe|PERSON], the union's president, sang.", [("president", None, False)]),
        ("[Jane Roe|PERSON], senior economist with [Elm Bank|ORG], said.", [
            ("senior economist with Elm Bank", "Elm Bank", False)
        ]),
        ("[Jane Roe|PERSON] is the mayor of [Ghent|LOC].", [("mayor of Ghent", "Ghent", False)]),
        ("[Jane Roe|PERSON], director of traffic safety, said.", [
            ("director of traffic safety", "traffic safety", False)
        ]),
    ],
)  # fmt: skip
def test_a_role_stands_beside_the_name(models: Models, text: str, expected: Found) -> None:
    assert roles_of(models, "Jane Roe", text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "They want to coach [Jane Roe|PERSON] again.",
        "They meet and coach [Jane Roe|PERSON] again.",
        "The mayor met [Jane Roe|PERSON] there.",
        "After the mayor, [Jane Roe|PERSON] spoke to all.",
        "[Jane Roe|PERSON], a quiet woman, waited.",
        "[Jane Roe|PERSON], who owns the mill, waited.",
        "He thanked the doctor. [Jane Roe|PERSON] waited.",
        "[Jane Roe|PERSON], the tallest in the room, waited.",
    ],
)
def test_no_clear_pattern_no_role(models: Models, text: str) -> None:
    assert roles_of(models, "Jane Roe", text) == []


def test_a_possessor_is_called_by_full_name(models: Models) -> None:
    text = "[Carl Stone|PERSON] left. [Stone|PERSON]'s [Baltic|LOC] envoy, [Jane Roe|PERSON], stayed."

    assert roles_of(models, "Jane Roe", text) == [("Baltic envoy", "Carl Stone", False)]


def test_a_possessive_pronoun_names_the_possessor(models: Models) -> None:
    text = "[Carl Stone|PERSON] left. His chief of staff, [Jane Roe|PERSON], stayed."

    assert roles_of(models, "Jane Roe", text) == [("chief of staff", "Carl Stone", False)]
    assert roles_of(models, "Carl Stone", text) == []


def test_a_wording_is_told_once(models: Models) -> None:
    text = "President [Jane Roe|PERSON] left. President [Roe|PERSON] came back."

    assert roles_of(models, "Jane Roe", text) == [("President", None, False)]


def test_people_in_a_row_have_the_role_before_the_first(models: Models) -> None:
    text = "Health ministers [Jane Roe|PERSON] and [Ann Poe|PERSON] met."

    for person in ("Jane Roe", "Ann Poe"):
        assert roles_of(models, person, text) == [("Health ministers", None, False)]
