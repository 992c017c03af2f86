"""Second references: who "he" is after somebody spoke, couples, father and son, given names, offices before names."""

from __future__ import annotations

import pytest
from spoken import extracted, quotations

from shared.model import Quotation, Speaker
from workers.models import Models

MEN = ("person: Owen Hart = Hart", "person: Tobias Lind = Lind", "person: Zoltan Berki = Berki")

WHO_SPOKE_GOES_ON = [
    ("Owen Hart lost. Zoltan Berki said Hart would try again. “I saw it,” he said.", "Zoltan Berki"),
    ("Owen Hart lost. Zoltan Berki told Owen Hart to wait. “The ice is thin,” he said.", "Zoltan Berki"),
    ("Owen Hart lost. Zoltan Berki said Hart would try again.||“I saw it,” he said.", "Zoltan Berki"),
    ("Tobias Lind said it was late. “I left,” he said.||Zoltan Berki had a map. “It sank,” he said.", "Zoltan Berki"),
    ("Zoltan Berki thanked the crew. Owen Hart said the crew was tired. “It was dark,” he said.", "Owen Hart"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "name"), WHO_SPOKE_GOES_ON)
def test_who_just_spoke_goes_on_speaking(models: Models, lines: str, name: str) -> None:
    # Given a man whose given name is in no list, and one who is only spoken of
    # When "he said" follows
    last = quotations(models, lines, *MEN)[-1]

    # Then it is the one who spoke
    assert last.speaker is not None
    assert last.speaker.name == name


def speakers(quotation: Quotation) -> list[str | None]:
    told: tuple[Speaker, ...] = quotation.speakers or ((quotation.speaker,) if quotation.speaker else ())
    return [speaker.name for speaker in told]


WHOLE = [
    (
        "Peter and Nora Falk run the mill.||“It is loud,” Mr Falk said.||Mrs Falk said the river was high.",
        [["Peter Falk"], ["Nora Falk"]],
    ),
    ("“We are proud,” said her brother, Carl Munk, and her teacher, Ida Voss.", [["Carl Munk", "Ida Voss"]]),
    (
        "Lars Holm, 71, and Erik Holm, 44, sold it.||Holm senior said he would rest.||The younger Holm said he was.",
        [["Lars Holm"], ["Erik Holm"]],
    ),
    ("Lena Hart won the race. “I love it,” said the 26-year-old. Tom Rusk, the coach, agreed.", [["Lena Hart"]]),
    ("Minister for Harbours Ida Voss said the pier was safe.", [["Ida Voss"]]),
    ("Ida Voss OBE, the chair of the trust, said the pier was safe.", [["Ida Voss"]]),
    ("Dorothy Hale runs the mill.||Miss Dot said the river was high.", [["Dorothy Hale"]]),
    ("William Hale runs the mill.||“It is late,” said Bill.", [["William Hale"]]),
    ("Carl Munk and his wife Ida keep sheep.||Mrs Munk said it was late.", [["Ida Munk"]]),
    ("Lily Hart, 7, won. Her mother, Jane Hart, came.||Ms Hart said it was late.", [["Jane Hart"]]),
    ("Olaf Marsh and his son Ben Marsh left.||The younger Marsh said it was late.", [["Ben Marsh"]]),
    ("Anna Berg runs it.||Anna Berg Holm said it was late.||Berg said it was not.", 2 * [["Anna Berg Holm"]]),
    ("Ida Voss became chief executive of Elm Foods.||The firm’s chief executive said it was late.", [["Ida Voss"]]),
    ("Ida Voss, the Eastwick manager, left.||The Eastwick manager said it was late.", [["Ida Voss"]]),
    ("Carl Munk, known as Bo, left.||“It is late,” said Bo.", [["Carl Munk"]]),
    ("“We are proud,” said her parents, Ida and Carl Munk.", [["Ida Munk", "Carl Munk"]]),
    ("Sgt. Ida Voss came.||The sergeant said it was late.", [["Ida Voss"]]),
    ("Mr Justice Voss ruled.||The judge said it was late.", [["Voss"]]),
    ("The pilot, named by police as Carl Munk, said it was late.", [["Carl Munk"]]),
    ("Elm Foods said it was sorry.||“It is late,” the company added.", 2 * [["Elm Foods"]]),
    ("Hull Council said it was sorry.||The company said it was not.", [["Hull Council"], [None]]),
    ("Attorney Carl Munk left.||The lawyer said it was late.", [["Carl Munk"]]),
    ("Norway’s president, Ida Voss, left.||The Norwegian president said it was late.", [["Ida Voss"]]),
    ("Ida Voss, chief executive of Elm Foods, left.||The CEO said it was late.", [["Ida Voss"]]),
    ("Mum-of-two Ida Voss left.||The mum said it was late.", [["Ida Voss"]]),
    ("Ida Voss met Ann Munk. “It is late,” Voss said. “It is not,” she replied.", [["Ida Voss"], ["Ann Munk"]]),
    ("Ida Voss met Carl Munk. “It is late,” Voss said. “It is not,” she added.", 2 * [["Ida Voss"]]),
    ("Hull beat Elm 2-1. Hull manager Carl Munk was glad. “We were good,” he said.", [["Carl Munk"]]),
    ("Dr Sam Bell runs the ward. “It is full,” she said.", [["Sam Bell"]]),
    ("Sam Bell met Ida Voss. “It is full,” she said.", [["Ida Voss"]]),
    ("An attorney for Carl Munk, Ida Voss, said it was late.||His attorney said he was ill.", 2 * [["Ida Voss"]]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), WHOLE)
def test_second_references_lead_to_full_names(models: Models, text: str, names: list[list[str]]) -> None:
    # Given an article as it is printed
    # When all stages read it
    found = extracted(models, text)

    # Then each speaker has the full name
    assert [speakers(quotation) for quotation in found.quotations] == names


def test_brother_and_sister_of_almost_one_name_are_two(models: Models) -> None:
    # Given two whose given names differ in their endings
    text = "Mario Costa and his sister, Maria Costa, opened a shop.||Maria Costa said it was small."

    # When all stages read it
    found = extracted(models, text)

    # Then they are two people
    assert {entity.name for entity in found.entities} >= {"Mario Costa", "Maria Costa"}


@pytest.mark.parametrize(
    ("text", "sure"),
    [("Jane Falk came late. “It is full,” she said.", True), ("Xiu Falk came late. “It is full,” she said.", False)],
)
def test_a_pronoun_for_somebody_of_unknown_gender_is_less_sure(models: Models, text: str, sure: bool) -> None:
    (found,) = extracted(models, text).quotations

    assert (found.attribution.confidence > 0.97) is sure


def test_a_turn_in_capitals_gives_the_full_name_to_the_surname_alone(models: Models) -> None:
    # Given a transcript whose first labels tell name and role, and whose others tell the surname
    text = "IDA VOSS, ANCHOR: We begin here.||CARL MUNK, CHAIRMAN: Thank you, Ida.||VOSS: Is it late?||MUNK: It is."

    # When all stages read it
    found = extracted(models, text)

    # Then each turn has the full name, and the role stands at it
    assert [speakers(quotation) for quotation in found.quotations] == 2 * [["Ida Voss"], ["Carl Munk"]]
    assert {entity.name: [role.exact for role in entity.roles] for entity in found.entities} == {
        "Ida Voss": ["ANCHOR"],
        "Carl Munk": ["CHAIRMAN"],
    }
