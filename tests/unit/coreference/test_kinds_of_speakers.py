"""Kinds of speakers that read like something else: turns, signatures, parties, headlines' passives, odd surnames."""

from __future__ import annotations

import pytest

from shared.model import Article, Quotation, Submission
from workers.extraction import extract
from workers.models import Models


def extracted(models: Models, body: str) -> Article:
    """All stages over lines apart by `|`."""
    return extract(Submission(uri="urn:t", body=body.replace("|", "\n")), models)


def told(quotation: Quotation) -> list[str | None]:
    """The names of a quotation's speakers."""
    speakers = quotation.speakers or ((quotation.speaker,) if quotation.speaker else ())
    return [speaker.name for speaker in speakers]


APPOSED = [
    ("Ida Voss lost.||Voss, a Republican, told reporters the pier was lost.", [["Ida Voss"]]),
    ("Ida Voss lost.||Voss, a Catholic from Hull, said the pier was lost.", [["Ida Voss"]]),
    ("Ida Voss lost.||Voss, the freshman Liberal, said the pier was lost.", [["Ida Voss"]]),
]
UNLISTED = [
    ("Ida Voss waved.||“The river never asks before it comes,” shrugged Ida Voss.", [["Ida Voss"]]),
    ("Ida Voss waved.||“The river never asks before it comes,” glowered miller Ida Voss.", [["Ida Voss"]]),
    ("Ida Voss waved.||“The river never asks before it comes,” Voss deadpanned.", [["Ida Voss"]]),
    ("Ida Voss waved.||“The river never asks before it comes,” Voss went on.", [["Ida Voss"]]),
    ("Ida Voss waved.||“Who would ask a river to wait?” chimed in Ida Voss, a miller.", [["Ida Voss"]]),
    ("Ida Voss waved.||“The river never asks before it comes,” beamed a delighted Ida Voss.", [["Ida Voss"]]),
    ("Ida Voss waved.||“The river never asks before it comes,” a weary Ida Voss confided.", [["Ida Voss"]]),
    ("Ida Voss waved.||Added skipper Carl Munk: “The river is high.”", [["Carl Munk"]]),
]
SIGNED = [
    ("We asked at the mill.||“It is about time they paid for it.” Ida Voss, chair of the guild", [["Ida Voss"]]),
    ("We asked at the mill.||“It is about time they paid for it.”|Ida Voss, chair of the guild", [["Ida Voss"]]),
    ("We asked at the mill.||“It is about time they paid for it.” Ida Voss, chair of the guild, left.", [[]]),
    ("We asked at the mill.||“It is about time they paid for it.” - Ida Voss", [["Ida Voss"]]),
    ("We asked at the mill.||“It is about time they paid for it.” Ida Voss, 41", [["Ida Voss"]]),
    ("We asked at the mill.||“It is about time they paid for it.”|– Ida Voss, 41, Hull", [["Ida Voss"]]),
    ("We asked at the mill.||“It is about time they paid for it.” — retired miller Ida Voss", [["Ida Voss"]]),
    ("We asked at the mill.||“It is about time they paid for it.” – Facebook user Ida Voss", [["Ida Voss"]]),
]
PASSIVE = [
    ("Millers told to leave the river||The gates open at noon.", []),
    ("Voss urged to save the mill||The gates open at noon.", []),
    ("Millers told that the dam is weak||The gates open at noon.", []),
]
SURNAMES = [
    ("Ida May runs the mill.||May said the river was high.", [["Ida May"]]),
    ("Ida May runs the mill.||“It is high,” May said. “It is cold.”", [["Ida May"]]),
    ("Ken Monday runs the mill.||Monday said the river was high.", [["Ken Monday"]]),
    ("Oh Min-seok runs the mill.||“The river is very high,” Oh said.", [["Oh Min-seok"]]),
    ("Ida Voss runs the Lions.||Said Lions coach Carl Munk: “The river is high.”", [["Carl Munk"]]),
    ("It rained.||“The river is high,” said Tern analyst and former Lions captain Carl Munk.", [["Carl Munk"]]),
    ("Hull is wet.||Lord Mayor of Hull Ida Voss said the river was high.", [["Ida Voss"]]),
]
TABLE = APPOSED + UNLISTED + SIGNED + PASSIVE + SURNAMES


@pytest.mark.parametrize(("text", "names"), TABLE)
def test_whoever_speaks_has_the_full_name(models: Models, text: str, names: list[list[str]]) -> None:
    # Given an article as it is printed, When all stages read it
    found = extracted(models, text)

    # Then each speaker has the full name, and whoever is only told something speaks nowhere
    assert [told(quotation) for quotation in found.quotations] == names


TRANSCRIPT = """Panel meets at the mill||IDA VOSS, HOST: Good evening. We talk about the river.||\
[12:03] REAR ADM. CARL MUNK, COAST GUARD CHIEF (on camera): It is high tonight.||VOSS: Will it fall?||\
MUNK (through translator): Not before Friday.||Q    Is the mill safe?||VOSS: It is."""


def test_a_transcripts_labels_name_people(models: Models) -> None:
    # Given a transcript with roles, a time, remarks and a question without a name
    # When all stages read it
    found = extracted(models, TRANSCRIPT)

    # Then the turns are those of people, whose names are spelt as prose does
    voss, munk = ["Ida Voss"], ["Carl Munk"]
    assert [told(quotation) for quotation in found.quotations] == [voss, munk, voss, munk, [None], voss]
    assert {entity.name for entity in found.entities if entity.kind == "person"} == {"Ida Voss", "Carl Munk"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "SEN. IDA VOSS (R-HULL): It is high.||REP. CARL MUNK: How high?||SEN. VOSS: Two metres.||REP. MUNK: So?",
            ["Ida Voss", "Carl Munk", "Ida Voss", "Carl Munk"],
        ),
        (
            "Host: How high is the river?||Ida Voss: Two metres.||Host: Will it fall?||Ida Voss: In May.",
            [None, "Ida Voss", None, "Ida Voss"],
        ),
        (
            "THE MAYOR: We will build it.||Q Will it be high?||THE MAYOR: It will.||Q Who pays?",
            [None, None, None, None],
        ),
    ],
)
def test_turns_are_told_by_their_labels(models: Models, text: str, names: list[str | None]) -> None:
    # Given turns whose labels change, or are what somebody is, When all stages read them
    found = extracted(models, text)

    # Then each turn is one quotation, and a name is whole
    assert [told(quotation) for quotation in found.quotations] == [[name] for name in names]


def test_a_list_of_times_and_places_is_no_transcript(models: Models) -> None:
    # Given labels that tell nobody, When all stages read them
    found = extracted(models, "The guild meets twice.||Where: The mill||When: Friday||Where: The pier||When: Saturday")

    # Then nobody speaks
    assert found.quotations == ()
