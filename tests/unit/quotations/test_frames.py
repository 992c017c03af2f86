"""Frames: what the parser sees instead of quoted stretches, and the way back to the article."""

from __future__ import annotations

import pytest

from workers.language.marks import Line, find_quoted
from workers.quotations.reading.frames import Frame, build_frame


def frame_of(text: str) -> Frame:
    line = Line(0, len(text))
    return build_frame(text, line, find_quoted(text, [line])[0])


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("“We are late,” she said.", '"It works," she said.'),
        ("She said: “We are late. We are always late.”", 'She said: "It works."'),
        ("He called it “a farce” again.", 'He called it "a farce" again.'),
        ("She said the boat “would not sail in this”.", 'She said the boat "would not sail in this".'),
        ("He sang in the film “Harbour Lights” again.", "He sang in the film Title again."),
        ("No marks here.", "No marks here."),
    ],
)
def test_free_quotations_are_stood_in_for_and_fragments_stay(text: str, frame: str) -> None:
    assert frame_of(text).text == frame


@pytest.mark.parametrize(
    "text", ["“We are late,” she said. “But here.”", "He called it “a farce” again.", "He saw the film “Dawn” here."]
)
def test_every_letter_outside_marks_leads_back_to_itself(text: str) -> None:
    frame = frame_of(text)

    assert len(frame.origin) == len(frame.text)
    for at, letter in enumerate(frame.text):
        if not any(slot.start <= at < slot.end for slot in frame.slots):
            assert text[frame.origin[at]] == letter


def test_a_stand_in_leads_back_into_its_quotation() -> None:
    frame = frame_of("“We are late,” she said.")
    slot = frame.slots[0]

    assert {frame.origin[at] for at in range(slot.start, slot.end)} <= set(range(*slot.quoted.inner))
