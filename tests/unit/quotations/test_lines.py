"""What is told by the form of a line: headlines, transcripts, signatures, title case."""

from __future__ import annotations

import re

import pytest
from spoken import found_in

from shared.model import FoundEntities
from workers.language.marks import Line
from workers.quotations.reading.frames import in_sentence_case
from workers.quotations.without_cue.headlines import find_in_headline
from workers.quotations.without_cue.labels import signature_after
from workers.quotations.without_cue.transcripts import find_transcript

KNOWN = ("person: Jane Roe = Roe", "place: Northport")


def lines_of(text: str) -> list[Line]:
    return [Line(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]


HEADLINES = [
    ("Roe: the ferry will run", "Roe", "the ferry will run"),
    ("Northport: talks are on", "Northport", "talks are on"),
    ("Jane Roe: ‘I will win’", "Jane Roe", "I will win"),
    ("Talks are on, Northport says", "Northport", "Talks are on"),
    ("Ferry Will Run, Jane Roe Insists", "Jane Roe", "Ferry Will Run"),
    ("Roe on Ferries: ‘Nobody Asked Us’", "Roe", "Nobody Asked Us"),
    ("‘I will not go’: Roe defies the town", "Roe", "I will not go"),
    ("The ferry will run: Jane Roe", "Jane Roe", "The ferry will run"),
    ("Ferry is not safe: engineers", "engineers", "Ferry is not safe"),
    ("Roe to drivers: stay home", "Roe", "stay home"),
    ("FERRY IS SAFE, SAYS MAYOR", "MAYOR", "FERRY IS SAFE"),
    ("Ferry ‘not safe’, warns mayor", "mayor", "Ferry ‘not safe"),
    ("Ferry will run, says Jane Roe", "Jane Roe", "Ferry will run"),
    ("Poll: half would take the ferry", "Poll", "half would take the ferry"),
]


@pytest.mark.parametrize(("headline", "speaker", "content"), HEADLINES)
def test_a_headline_quotes_with_a_colon_or_a_trailing_name(headline: str, speaker: str, content: str) -> None:
    finding = find_in_headline(headline, Line(0, len(headline)), 0, found_in(headline, *KNOWN))

    assert finding is not None
    assert finding.voice is not None
    assert headline[finding.voice.start : finding.voice.end] == speaker
    assert [headline[s:e] for s, e in finding.spans] == [content]


@pytest.mark.parametrize(
    "headline",
    [
        "Analysis: why the ferry sank",
        "The Latest: Roe wins",
        "Live: the ferry trial",
        "Ferry sinks off Northport",
        "Who will be next: Jane Roe",
        "A life in boats: Jane Roe",
        "Roe told Northport: “No.”",
        "Asked again, Roe: “No.”",
        "One paper says no. Two say yes, citing police",
    ],
)
def test_labels_and_plain_headlines_quote_nobody(headline: str) -> None:
    assert find_in_headline(headline, Line(0, len(headline)), 0, found_in(headline, *KNOWN)) is None


def test_a_transcript_is_read_turn_by_turn() -> None:
    text = "HOST: Are you well?\nROE: I am. I was ill.\n(LAUGHTER)\nHOST: And now?\nROE: Now I sail.\nThe end."
    transcript = find_transcript(text, lines_of(text))

    spoken = [(text[f.voice.start : f.voice.end], text[slice(*f.spans[0])]) for f in transcript.findings if f.voice]
    assert spoken == [
        ("HOST", "Are you well?"),
        ("ROE", "I am. I was ill."),
        ("HOST", "And now?"),
        ("ROE", "Now I sail."),
    ]
    assert transcript.lines == frozenset(range(5))


def test_a_label_may_tell_a_role() -> None:
    text = "Jane Roe, host: Welcome.\nPeter Poe: Thanks.\nJane Roe: Well?"

    transcript = find_transcript(text, lines_of(text))

    assert [text[f.voice.start : f.voice.end] for f in transcript.findings if f.voice] == [
        "Jane Roe",
        "Peter Poe",
        "Jane Roe",
    ]
    assert all(f.verbatim for f in transcript.findings)


@pytest.mark.parametrize("text", ["NOTE: one line.\nNo more.", "Date: May\nPlace: here\nDate: June", "A plain line."])
def test_a_few_labels_are_no_transcript(text: str) -> None:
    assert not find_transcript(text, lines_of(text)).findings


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("“It sank.” — Jane Roe", "Jane Roe"),
        ("“It sank.” ― Jane Roe, pilot", "Jane Roe"),
        ("“It sank.” -- J.R.", "J.R."),
        ("“It sank.” — and then it rained", None),
        ("“It sank,” she said.", None),
    ],
)
def test_a_dash_and_a_name_sign_a_quotation(line: str, name: str | None) -> None:
    signature = signature_after(line, line.index("”") + 1, len(line))

    assert (line[signature[1].start : signature[1].end] if signature else None) == name


def test_title_case_becomes_sentence_case_but_names_stay() -> None:
    text = "Jane Roe Says NATO Ferries Will Run Again\nJane Roe spoke."

    cased = in_sentence_case(text, lines_of(text)[0], found_in(text, *KNOWN))

    assert cased == "Jane Roe says NATO ferries will run again\nJane Roe spoke."


def test_a_sentence_keeps_its_case() -> None:
    text = "The pilot Jane Roe said that the ferry would run."

    assert in_sentence_case(text, Line(0, len(text)), FoundEntities()) == text
