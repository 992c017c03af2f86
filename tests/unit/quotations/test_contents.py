"""Which words were said: whole complements, two subjects, clauses before a quotation, copulas."""

from __future__ import annotations

import pytest
from spoken import quotations, short

from workers.models import Models

CONTENTS = [
    (
        "what hangs on the cue belongs to the fragment",
        "Roe accused her deputies of “sleeping” after they missed votes.",
        [("“sleeping” after they missed votes", "Jane Roe")],
    ),
    (
        "what something is likened to",
        "Roe likened the plan to “a leaking boat” in a storm.",
        [("the plan to “a leaking boat” in a storm", "Jane Roe")],
    ),
    (
        "two people in one sentence",
        "Roe said the plan was “mad,” while Poe said it was “the only way.”",
        [("the plan was “mad,”", "Jane Roe"), ("it was “the only way.”", "Peter Poe")],
    ),
    (
        "two shares",
        "About 40 per cent say it is “unfair,” while 30 per cent call it “clumsy.”",
        [("it is “unfair,”", "About 40 per cent"), ("it “clumsy.”", "30 per cent")],
    ),
    (
        "two shares, comma outside",
        "About 40 per cent say it is ‘unfair’, while 30 per cent call it ‘clumsy’.",
        [("it is ‘unfair’", "About 40 per cent"), ("it ‘clumsy’", "30 per cent")],
    ),
    ("a verdict, comma outside", "‘We will not sell it’, was Roe's verdict.", [("We will not sell it", "Jane Roe")]),
    (
        "clause and colon",
        "Roe said the tide was kind: “Two metres is nothing to us.”",
        [("the tide was kind: “Two metres is nothing to us.”", "Jane Roe")],
    ),
    (
        "message and copula",
        "Roe said the message was, “Stay at home.”",
        [("the message was, “Stay at home.”", "Jane Roe")],
    ),
    (
        "a denial is not what it is backed with",
        "Roe denied that she had lied: “I have never told a lie.”",
        [("I have never told a lie.", "Jane Roe")],
    ),
    (
        "a fragment behind its clause",
        "Roe wrote that the ferry was lost, “and nobody cares about it.”",
        [("that the ferry was lost and nobody cares about it.", "Jane Roe")],
    ),
    (
        "the next verb in the cue's form",
        "Roe said he had been ill at sea and called it “a common thing.”",
        [("he had been ill at sea", "Jane Roe"), ("it “a common thing.”", "Jane Roe")],
    ),
    (
        "the next act",
        "Roe urged the crew to “think twice” and left.",
        [("the crew to “think twice”", "Jane Roe")],
    ),
    (
        "an infinitive goes on",
        "Roe promised to meet and in some cases exceed her goals without new taxes.",
        [("to meet and in some cases exceed her goals without new taxes", "Jane Roe")],
    ),
    (
        "the outer one reports",
        "According to the Post, Roe said on Friday that the ferry was safe.",
        [("Roe said on Friday that the ferry was safe", "the Post")],
    ),
    (
        "a relative around the cue",
        "The park is near the pier, which, Roe said, is usually full of people on Sundays.",
        [("is usually full of people on Sundays", "Jane Roe")],
    ),
    ("a defence", "Roe's defence has been that the ferry was sound.", [("that the ferry was sound", "Jane Roe")]),
    (
        "a verdict",
        "“That was a great night for us,” was Roe's verdict.",
        [("That was a great night for us,", "Jane Roe")],
    ),
    ("advice", "“Stay at home,” was the advice of the coastguard.", [("Stay at home,", "the coastguard")]),
    ("an answer", "Roe's answer was, “We will see.”", [("We will see.", "Jane Roe")]),
    ("advice and colon", "Roe's advice is simple: “Stay at home.”", [("Stay at home.", "Jane Roe")]),
    (
        "a sentence that ends between marks",
        "It was, Roe said, “a stone where day after day men were sold.”",
        [("It was a stone where day after day men were sold", "Jane Roe")],
    ),
    (
        "a second clause between marks",
        "The boats were old, Roe said, and “I had to step back and think.”",
        [("The boats were old and “I had to step back and think.”", "Jane Roe")],
    ),
    (
        "her own words for it",
        "Roe condemned what she called a “brazen breach” of the rules.",
        [("what she called a “brazen breach” of the rules", "Jane Roe")],
    ),
    (
        "another's words for it",
        "Roe condemned what Poe called a “brazen breach” of the rules.",
        [("brazen breach", "Peter Poe")],
    ),
    (
        "a thought within",
        "Roe said that she thinks the film should be shown but said “the question is the timing.”",
        [("that she thinks the film should be shown", "Jane Roe"), ("the question is the timing.", "Jane Roe")],
    ),
    (
        "the reporter's comment",
        "Roe told the crowd it was an “insult” if they stayed at home, implicitly putting her name at risk.",
        [("it was an “insult” if they stayed at home", "Jane Roe")],
    ),
    (
        "what somebody refers to as",
        "Roe referred to the plan as “a leaking boat” on Monday.",
        [("the plan as “a leaking boat”", "Jane Roe")],
    ),
    (
        "though another refuses",
        "Roe claimed that the plan was “smart,” although Poe again refused to sign it.",
        [("that the plan was “smart,”", "Jane Roe"), ("to sign it", "Peter Poe")],
    ),
    (
        "an infinitive that is done",
        "Roe used a speech in Hull to attack the plan.",
        [("the plan", "Jane Roe")],
    ),
    (
        "the next question",
        "Asked if it was safe, Roe said: “Yes.” Asked if it would hold, Roe said: “No.”",
        [("Yes.", "Jane Roe"), ("No.", "Jane Roe")],
    ),
    (
        "what is blamed",
        "Roe blamed the flood on “years of neglect.”",
        [("the flood on “years of neglect.”", "Jane Roe")],
    ),
    ("between dashes", "Poe – “the best of men,” says Roe – died in May.", [("the best of men,", "Jane Roe")]),
    ("on something", "Roe on the race: “It was a good day.”", [("It was a good day.", "Jane Roe")]),
    (
        "the reporter's tail",
        "Roe likened the plan to “burning the boats” - a charge that stung.",
        [("the plan to “burning the boats”", "Jane Roe")],
    ),
    (
        "a thought and colon",
        "Roe thinks the pier will hold: “It has held for a century.”",
        [("the pier will hold: “It has held for a century.”", "Jane Roe")],
    ),
]


@pytest.mark.parametrize(("line", "found"), [r[1:] for r in CONTENTS], ids=[r[0] for r in CONTENTS])
def test_the_content_is_the_whole_of_what_was_said(models: Models, line: str, found: list[tuple[str, str]]) -> None:
    # Given words that are only partly between marks, When they are read, Then all that was said is the content
    assert [(content, who) for _, content, who in short(quotations(models, f"It rained.|{line}"))] == found
