"""Whose words a clause is, where the parser hangs it on the wrong noun; and clauses that are nobody's words."""

from __future__ import annotations

import pytest
from spoken import heard, quotations, short

from workers.models import Models

SPEAKERS = [
    (
        "participle behind a time",
        "Jane Roe posted a series of messages early Friday saying that the board had failed the town.",
        "that the board had failed the town",
        "Jane Roe",
    ),
    (
        "participle behind what was issued",
        "The council on Monday issued a statement calling the closure “a clear breach of the lease.”",
        "the closure “a clear breach of the lease.”",
        "The council",
    ),
    (
        "infinitive behind a chance",
        "Jane Roe took every chance to remind the crew that the mast was rotten.",
        "that the mast was rotten",
        "Jane Roe",
    ),
    (
        "relative behind an apposition",
        "She met Peter Poe, now the council leader, who in May said the pier would fall.",
        "the pier would fall",
        "Peter Poe",
    ),
    (
        "relative behind an office",
        "The crowd cheered the candidate for mayor, who began by marveling at the turnout.",
        "the turnout",
        "the candidate",
    ),
    (
        "relative behind a thing",
        "He took calls from listeners to his morning program who said they had doubts about the bridge.",
        "they had doubts about the bridge",
        "listeners",
    ),
    (
        "relative behind a place",
        "The plan has nervous ministers in Kyiv, who have argued that it is late.",
        "that it is late",
        "nervous ministers",
    ),
    (
        "owned claim behind a verb",
        "The guard fell, contradicting the harbour police's earlier claim that he had jumped.",
        "that he had jumped",
        "the harbour police",
    ),
    (
        "no that, no which",
        "That is a fraction of the two million experts say it costs to run the ferry.",
        "it costs to run the ferry",
        "the two million experts",
    ),
    (
        "object of its own behind a dash",
        "The debate over coal is predictable - Peter Poe has vowed to bring back the mines.",
        "to bring back the mines",
        "Peter Poe",
    ),
    (
        "first of two prepositions",
        "Jane Roe called for more school money in a statement on Thursday.",
        "more school money",
        "Jane Roe",
    ),
    (
        "circumstance",
        "The council condemned the latest closure as the mayor signed three orders in Kyiv.",
        "the latest closure",
        "The council",
    ),
    (
        "relative without its clause",
        "The fare, which Jane Roe says the port can pay, is due.",
        "the port can pay",
        "Jane Roe",
    ),
    (
        "conjunction before an insertion",
        "Yet, as Jane Roe observed, the boats were late all winter.",
        "the boats were late all winter",
        "Jane Roe",
    ),
    (
        "clause before the speaker",
        "Peter Poe could take the plan as mayor, but only if he can be convinced, Jane Roe told the Gazette.",
        "Peter Poe could take the plan as mayor, but only if he can be convinced",
        "Jane Roe",
    ),
    (
        "a whole sentence according to",
        "Some families would see their fares go up and some would have to move, according to the report.",
        "Some families would see their fares go up and some would have to move",
        "the report",
    ),
    (
        "a plan apart from its noun",
        "Jane Roe announced plans this week to give another million to the fund.",
        "to give another million to the fund",
        "Jane Roe",
    ),
    (
        "who is warned",
        "The port warned pilots to check their charts.",
        "to check their charts",
        "The port",
    ),
    (
        "what averages show",
        "Polling averages show Roe with four points on Poe.",
        "Roe with four points on Poe",
        "Polling averages",
    ),
    (
        "apposition hung elsewhere",
        "She had a cold time with Poe, now the council leader, who in 2010 said Roe was a “one-term mayor.”",
        "Roe was a “one-term mayor.”",
        "Peter Poe",
    ),
    (
        "two offices of one person",
        "The former harbour master and current Green mayoral candidate said it was “not who we are.”",
        "it was “not who we are.”",
        "The former harbour master and current Green mayoral candidate",
    ),
    (
        "a series of fragments",
        "In May, Roe has gone after Poe as a “leech who will bleed the town” and a “spoiled brat.”",
        "leech who will bleed the town spoiled brat.",
        "Jane Roe",
    ),
    (
        "cleft",
        "What Jane Roe said was that the ferry is late.",
        "that the ferry is late",
        "Jane Roe",
    ),
    (
        "remarks that somebody made",
        "Jane Roe cited rude remarks that Poe had made about her.",
        "rude remarks that Poe had made about her",
        "Jane Roe",
    ),
    (
        "condition around an insertion",
        "If, as Jane Roe has suggested, the owners paid nothing, the town lost money.",
        "the owners paid nothing",
        "Jane Roe",
    ),
]


@pytest.mark.parametrize(("lines", "content", "speaker"), [r[1:] for r in SPEAKERS], ids=[r[0] for r in SPEAKERS])
def test_the_speaker_is_whose_doing_it_is(models: Models, lines: str, content: str, speaker: str) -> None:
    # Given a clause that hangs on some other noun, When it is read, Then its words are whose doing the clause is
    assert [(c, s) for _, c, s in short(quotations(models, lines))] == [(content, speaker)]


NOBODYS = [
    ("the reporter's before a colon", "We have been here before: That candidate would assume office in May."),
    ("the reporter's occasion", "But when the council cut the money two years later, Jane Roe said enough."),
    ("all that she says", "Everything Jane Roe says is wrong and always was."),
    ("found hard", "Peter Poe will find it hard to go on like that."),
    ("found themselves", "They often find themselves in towns where known gangs are active."),
    ("what began", "The push for Jane Roe began: The union and the port all lined up behind her."),
    ("relative behind a preposition", "She has a new role as counsellor, in which she advises the mayor."),
    ("considered", "While the harbour board considered the offer, the plant was built."),
    ("welcomed people", "As he welcomed several hundred guests, Peter Poe looked tired."),
    ("let us say", "Let's say you think a degree will cost too much."),
    ("free relative", "What many expect to be the last ferry left at noon."),
    ("a way to do it", "The board needs a cleaner way to report losses."),
    ("cases doing it", "The firms hid it, in many cases reporting different numbers."),
    ("a work in apposition", "Jane Roe keeps “The Long Harbour,” Ann Dale's best seller of 2005, by her bed."),
    ("would have", "Few people would have described Jane Roe as a saint."),
]


@pytest.mark.parametrize("lines", [r[1] for r in NOBODYS], ids=[r[0] for r in NOBODYS])
def test_what_nobody_said_is_no_quotation(models: Models, lines: str) -> None:
    # Given a cue's form without words of anybody's, When it is read, Then there is no quotation
    assert short(quotations(models, lines)) == []


GOING_ON = [
    (
        "the reporter's second verb",
        "Jane Roe denied that the port had taken bribes and accused the Greens of “playing games”.",
        ["Jane Roe", "Jane Roe"],
    ),
    (
        "the reporter goes on",
        "Jane Roe said the bank could wait, citing what she called “good” figures.",
        ["Jane Roe", "Jane Roe"],
    ),
    (
        "somebody new without a name",
        "Mayor Jane Roe left. One resident said the bins were full. “They smell,” she said.",
        [None, None],
    ),
    (
        "somebody with an age",
        "Peter Poe won.|Jane Roe, who has three boats, was glad. “I sail,” said the 23-year-old sailor.",
        ["Jane Roe"],
    ),
    ("the court heard", "It was a “campaign of fear”, a jury heard today.", [None]),
    ("the court was told", "The court was told that Poe had lied.", [None]),
    (
        "a thing urges nothing",
        "Jane Roe wrote that the flaw was “easy to see” and urged the company to recall the boat.",
        ["Jane Roe", "Jane Roe"],
    ),
    ("a counterpart", "“It is late,” Poe's counterpart at the port, Jane Roe, said.", ["Jane Roe"]),
]


@pytest.mark.parametrize(("lines", "names"), [r[1:] for r in GOING_ON], ids=[r[0] for r in GOING_ON])
def test_whoever_speaks_goes_on(models: Models, lines: str, names: list[str | None]) -> None:
    # Given words behind somebody's words, When they are read, Then they are the same person's
    assert [q.speaker and q.speaker.name for q in quotations(models, f"It rained.|{lines}")] == names


ENDS = [
    ("hours after", "The pier is safe, Jane Roe said on Monday, hours after it had sunk.", "The pier is safe"),
    ("a source", "Pilots warned the board that the pier could sink, according to files.", "that the pier could sink"),
]


@pytest.mark.parametrize(("lines", "content"), [r[1:] for r in ENDS], ids=[r[0] for r in ENDS])
def test_the_reporters_words_behind_are_left_out(models: Models, lines: str, content: str) -> None:
    # Given the reporter's words behind somebody's, When they are read, Then they are no part of what was said
    assert [q.content for q in quotations(models, f"It rained.|{lines}")] == [content]


def test_documents_speak_in_headlines(models: Models) -> None:
    # Given a headline with its source at the end, When it is read, Then the label before it is no part of what was said
    assert short(quotations(models, "Exclusive: Port knew of the flaw, documents show|It rained.")) == [
        ("indirect", "Port knew of the flaw", "documents")
    ]


def test_a_score_is_no_speaker(models: Models) -> None:
    # Given the headline of a report of a match, When it is read, Then no club has said it
    lines = "Rovers 2-1 Harbour Line: Late goal sinks ten men|It rained."
    assert short(quotations(models, lines, "organization: Harbour Line", "organization: Rovers")) == []


def test_a_suffix_is_part_of_the_name(models: Models) -> None:
    # Given a name with a suffix behind a comma, When it is read, Then the speaker's name has it
    (found,) = heard(
        models, "Today, Mayor Jonas R. Belden, Jr. declared that a flood exists in the State of Hull and ordered aid."
    )
    assert found.speaker is not None
    assert found.speaker.name == "Jonas R. Belden Jr."
    assert found.content == "that a flood exists in the State of Hull"


def test_an_occasion_is_no_part_of_the_speaker(models: Models) -> None:
    # Given a name with the occasion behind it, When it is read, Then the speaker's words are the name
    (found,) = quotations(models, "It rained.|Roe, at Monday's debate, said the ferry was late.")
    assert found.speaker is not None
    assert found.speaker.exact == "Roe"
