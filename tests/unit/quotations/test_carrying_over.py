"""Quotations in several pieces, and speakers who go on: what is joined and carried over, and what is not."""

from __future__ import annotations

import pytest
from spoken import quotations, short

from shared.model import AttributionMethod, SpeakerType
from workers.models import Models


def test_who_speak_together_go_on_together(models: Models) -> None:
    _, second = quotations(models, "“It is late,” said Jane Roe and Peter Poe.|“We will wait for it until dawn.”")

    assert [(s.name, s.start_char) for s in second.speakers] == [("Jane Roe", None), ("Peter Poe", None)]


def test_a_quotation_split_around_its_cue_is_one_with_two_spans(models: Models) -> None:
    (found,) = quotations(models, "“The boat is late,” Jane Roe said. “We will wait for it.”")

    assert [span.exact for span in found.spans] == ["The boat is late,", "We will wait for it."]
    assert found.content == "The boat is late, We will wait for it."
    assert found.cue is not None
    assert found.cue.exact == "said"


def test_the_second_half_may_begin_small_behind_any_verb_of_saying(models: Models) -> None:
    first, second = quotations(models, "“If they come,” Jane Roe warned, “they will lose.” She paused. “We will not.”")

    assert [span.exact for span in first.spans] == ["If they come,", "they will lose."]
    assert (second.content, second.speaker and second.speaker.name) == ("We will not.", "Jane Roe")


OPENED = [
    "“The boat is late and nobody is here.",
    "Jane Roe came to the port.|“The boat is late and nobody is here.",
    "Jane Roe came.|“The boat is late.|“Nobody is here.",
    "“It rains,” Jane Roe said.|“The boat is late and nobody is here.",
]


@pytest.mark.parametrize("opened", OPENED)
def test_a_quotation_opened_again_in_each_line_is_whose_the_last_one_tells(models: Models, opened: str) -> None:
    last = quotations(models, f"{opened}|“We shall wait for it,” Peter Poe said.")[-1]

    assert last.spans[0].exact.startswith("The boat is late")
    assert last.spans[-1].exact == "We shall wait for it,"
    assert last.speaker is not None
    assert last.speaker.name == "Peter Poe"


def test_other_marks_do_not_go_on_with_what_was_opened(models: Models) -> None:
    told, said = quotations(models, 'Jane Roe read from it:|"The boat was late.|“It is cold here,” Peter Poe said.')

    assert (told.content, told.speaker and told.speaker.name) == ("The boat was late.", "Jane Roe")
    assert (said.content, said.speaker and said.speaker.name) == ("It is cold here,", "Peter Poe")


def test_an_introduction_in_the_line_before_tells_the_medium(models: Models) -> None:
    (found,) = quotations(models, "Jane Roe wrote on Facebook:|“The boat is late.”")

    assert found.medium is not None
    assert found.medium.name == "Facebook"


def test_two_who_talk_do_not_say_one_thing(models: Models) -> None:
    found = quotations(models, "“Where is the boat now?” “It sank in the night.” They laughed.")

    assert [q.content for q in found] == ["Where is the boat now?", "It sank in the night."]


def test_a_first_person_who_is_nobody_known_has_no_name(models: Models) -> None:
    (found,) = quotations(models, "“Is it late?” I asked.")

    assert found.speaker is not None
    assert (found.speaker.name, found.speaker.type) == (None, SpeakerType.PERSON)


def test_it_means_the_document_that_spoke_last(models: Models) -> None:
    _, second = quotations(models, "The report says that the boat was late. It adds that the crew slept.")

    assert second.speaker is not None
    assert second.speaker.type is SpeakerType.DOCUMENT


def test_a_quotation_reopened_over_paragraphs_is_one(models: Models) -> None:
    (found,) = quotations(models, "“The boat is late,” said Jane Roe. “We will wait.|“We have soup and bread.”")

    assert [span.exact for span in found.spans] == ["The boat is late,", "We will wait.", "We have soup and bread."]


def test_a_line_between_marks_goes_on_with_the_speaker_of_the_line_before(models: Models) -> None:
    first, second = quotations(models, "“The boat is late,” said Jane Roe.|“We will wait for it until dawn.”")

    assert second.speaker is not None
    assert (second.speaker.name, second.speaker.exact) == ("Jane Roe", None)
    assert (first.attribution.method, second.attribution.method) == (
        AttributionMethod.EXPLICIT,
        AttributionMethod.CONTINUATION,
    )


def test_nothing_is_carried_over_another_person(models: Models) -> None:
    lines = (
        "“The boat is late,” said Jane Roe.|Peter Poe shook his head and left the room.|“It will never come at all.”"
    )

    assert [q.speaker and q.speaker.name for q in quotations(models, lines)] != ["Jane Roe", "Jane Roe"]


@pytest.mark.parametrize(
    ("between", "name"),
    [("Peter Poe shut the door.", None), ("She shut the door.", "Jane Roe"), ("The wind rose.", "Jane Roe")],
)
def test_in_one_line_too_nothing_is_carried_over_another_person(models: Models, between: str, name: str | None) -> None:
    found = quotations(models, f"“The boat is late,” said Jane Roe. {between} “It will never come at all.”")

    assert found[-1].speaker is None if name is None else (found[-1].speaker or found[0].speaker)
    assert len(found) == (2 if name is None else 1)


def test_what_fills_a_line_belongs_to_whom_the_line_before_was_about(models: Models) -> None:
    (found,) = quotations(models, "Jane Roe toured the harbour.|“It is the finest harbour I have seen in years.”")

    assert found.speaker is not None
    assert (found.speaker.name, found.attribution.method) == ("Jane Roe", AttributionMethod.CONTINUATION)


def test_a_sentence_without_a_cue_between_keeps_the_speaker(models: Models) -> None:
    lines = "Jane Roe said the boat was late. “We will wait for it until dawn.”"

    assert short(quotations(models, lines))[-1] == ("direct", "We will wait for it until dawn.", "Jane Roe")


def test_two_who_talk_take_turns(models: Models) -> None:
    # Given an exchange in which one has answered the other, When lines without a cue follow a question
    lines = (
        "“I take full responsibility,” Roe answered.|“What does that mean?” Poe shot back.|"
        "“The board will decide that.”|“You are the chairman of the board!”"
    )
    # Then they go back and forth
    assert [q.speaker and q.speaker.name for q in quotations(models, lines)] == [
        "Jane Roe", "Peter Poe", "Jane Roe", "Peter Poe"
    ]  # fmt: skip


def test_a_question_without_a_reply_may_be_ones_own(models: Models) -> None:
    # Given somebody who asks, and nobody who answered before, When a line without a cue follows, Then it goes on
    lines = "Poe said: “It is late.”|“What am I supposed to do?” Roe said.|“I cannot go on like this.”"
    assert [q.speaker and q.speaker.name for q in quotations(models, lines)] == ["Peter Poe", "Jane Roe", "Jane Roe"]


TOLD_OF_ONE = [
    "Jane Roe agreed.",
    "Jane Roe is not so sure.",
    "Jane Roe, 54, a farmer, has no doubts.",
    "Farm boss Jane Roe had a warning for the town.",
    "For Jane Roe, it is about money.",
    "To Jane Roe, the answer is simple.",
    "Jane Roe’s view is clear.",
    "Jane Roe came late. She was furious.",
    "“It is late,” said Peter Poe. Jane Roe shook her head.",
    "Peter Poe said it was late. Jane Roe was not convinced.",
    "Peter Poe came with Jane Roe. He said it was late. She disagreed.",
]


@pytest.mark.parametrize("before", TOLD_OF_ONE)
def test_a_whole_quotation_behind_a_sentence_about_one_person_is_theirs(models: Models, before: str) -> None:
    found = quotations(models, f"{before} “We have nothing left of it now.” The mill was shut.")[-1]

    assert found.content == "We have nothing left of it now."
    assert (found.speaker and found.speaker.name, found.attribution.method) == (
        "Jane Roe",
        AttributionMethod.CONTINUATION,
    )


@pytest.mark.parametrize(
    "before",
    [
        "Jane Roe met Peter Poe at the mill.",
        "Jane Roe and Peter Poe were blunt.",
        "Jane Roe read the sign.",
        "Jane Roe heard a voice.",
        "Some are less sure.",
        "The mill stood in water.",
    ],
)
def test_a_sentence_about_two_or_nobody_tells_no_speaker(models: Models, before: str) -> None:
    found = quotations(models, f"{before} “We have nothing left of it now.” The mill was shut.")[-1]

    assert found.speaker is None
