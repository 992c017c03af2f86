"""He and she, by salience and gender; no answer rather than a guess."""

from __future__ import annotations

import pytest
from entity_marks import marked
from resolving import meant, resolved

from shared.model import MentionForm
from workers.models import Models


@pytest.mark.parametrize(
    "text",
    [
        "[Jane Roe|PERSON] sat down. {She=Jane Roe} opened {her=Jane Roe} book.",
        "[Jane Roe|PERSON] met [Carl Stone|PERSON]. {He=Carl Stone} bowed, and {she=Jane Roe} smiled.",
        "[Carl Stone|PERSON] praised [Peter Hill|PERSON]. {He=Carl Stone} then sat down.",
        "Mr. [Okafu|PERSON] met Ms. [Ndele|PERSON]. {She=Ndele} waved.",
        "[Quan Ito|PERSON] ran, {his=Quan Ito} coach said.",
        "His wife, [Quan Ito|PERSON], met [Carl Stone|PERSON]. {She=Quan Ito} waved.",
        "[Rohan Naid|PERSON], a [Carl Hubbel|PERSON] fellow, said {his=Rohan Naid} team was late.",
        "Nobody came. {He=} was late.",
        "[Jane Roe|PERSON] came. {He=} was late.",
        "[Vale Trust|ORG] came. {She=} was late.",
        "[Jane Roe|PERSON] said a guest must mind his/her bag. {She=Jane Roe} left.",
    ],
)
def test_who_is_meant(models: Models, text: str) -> None:
    assert_meant(models, text)


@pytest.mark.parametrize(
    "text",
    [
        # The subject of the pronoun's own clause, before that of the sentence's first one.
        "[Carl Stone|PERSON] lost in March, while [Peter Hill|PERSON] won {his=Peter Hill} first race.",
        "[Carl Stone|PERSON] slept. [Peter Hill|PERSON] won after [Carl Stone|PERSON] lost {his=Carl Stone} shoe.",
        # No name of the sentence, but one of the same clause, before all of the sentences before.
        "[Jane Roe|PERSON] slept. The mill that [Ann Poe|PERSON] sold closed as {she=Ann Poe} left.",
        # The object, and the subject of the sentence before.
        "[Carl Stone|PERSON] hit [Peter Hill|PERSON], drove on, left {him=Peter Hill} there and went home.",
        "[Carl Stone|PERSON] met [Peter Hill|PERSON], who slept. {He=Carl Stone} then left.",
        # Words between marks are no clause of the sentence around them.
        "[Carl Stone|PERSON] rose. “We all love [Peter Hill|PERSON],” {he=Carl Stone} said.",
    ],
)
def test_the_clause_says_who_is_near(models: Models, text: str) -> None:
    assert_meant(models, text)


@pytest.mark.parametrize(
    "text",
    [
        # In somebody's own words "he" is somebody else.
        "[Carl Stone|PERSON] hired [Peter Hill|PERSON]. “{He=Peter Hill} is good,” [Stone|PERSON] said.",
        # A speaker who is not known rules nobody out, so nobody is named.
        "[Carl Stone|PERSON] was there. “{He=} is good.”",
        "[Carl Stone|PERSON] spoke. “I am here,” {he=Carl Stone} said.",
        # A long quotation does not make the reader forget its speaker.
        "[Carl Stone|PERSON] spoke. “One. Two. Three. Four. Five. Six. Seven. Eight,” {he=Carl Stone} said.",
    ],
)
def test_inside_and_around_quotation_marks(models: Models, text: str) -> None:
    assert_meant(models, text)


def test_a_pronoun_inside_a_name_is_part_of_the_name(models: Models) -> None:
    told = resolved(models, "[Jane Roe|PERSON] wrote. [Her Finest Hour|MISC] is out.")

    assert meant(told.found, MentionForm.PRONOUN) == []


def test_a_pronoun_crosses_paragraphs(models: Models) -> None:
    assert_meant(models, "[Jane Roe|PERSON] won the vote.\n\n“Thank you,” {she=Jane Roe} said.")


@pytest.mark.parametrize(
    "text",
    [
        # The subject of the verb of speech goes on as the subject of what is said.
        "[Carl Stone|PERSON] met [Peter Hill|PERSON]. [Hill|PERSON] said {he=Peter Hill} was late.",
        "[Carl Stone|PERSON]'s father, [Peter Hill|PERSON], hoped that {he=Peter Hill} would win.",
        "[Peter Hill|PERSON], who had told [Carl Stone|PERSON] {he=Peter Hill} would come, fell ill.",
        # In a clause that opens the sentence the pronoun may run ahead.
        "[Carl Stone|PERSON] sang. After {he=Peter Hill} left the stage, [Peter Hill|PERSON] slept.",
        "In {her=Jane Roe} speech, [Jane Roe|PERSON] thanked [Ann Hill|PERSON].",
        "Praising {her=Jane Roe} team, the town's mayor, [Jane Roe|PERSON], left. [Ann Hill|PERSON] sang.",
        "[Ann Hill|PERSON] sang. While {she=Jane Roe} slept, Mayor [Jane Roe|PERSON] dreamt.",
        "[Ann Hill|PERSON] sang. When {she=Ann Hill} met the mayor, the town cheered [Jane Roe|PERSON].",
        "[Carl Stone|PERSON] sang. In {his=Peter Hill} book on [Elm|LOC], Dutch writer [Peter Hill|PERSON] tells all.",
        "[Jane Roe|PERSON] sang. In {her=Ann Hill} book on [Elm|LOC], [Ann Hill|PERSON], a farmer, tells all.",
        # An adverb between subject and verb changes nothing.
        "[Carl Stone|PERSON] met [Peter Hill|PERSON]. [Hill|PERSON] also said {he=Peter Hill} was late.",
        # Whose parents do something does nothing.
        "[Jane Roe|PERSON] met [Ann Hill|PERSON]. [Roe|PERSON]'s parents taught {her=Jane Roe} to sing.",
        # Who turns himself in is the subject.
        "[Carl Stone|PERSON] saw how [Peter Hill|PERSON] turned {himself=Peter Hill} in.",
        # Subject and object of one clause are two people.
        "[Carl Stone|PERSON] gave money to [Peter Hill|PERSON]. {He=Carl Stone} described [Hill|PERSON] as a saint.",
        "[Carl Stone|PERSON] came late. [Peter Hill|PERSON] greeted {him=Carl Stone}.",
        # Within one quotation a name rules what follows it.
        "“[Peter Hill|PERSON] was here, but {he=Peter Hill} left,” a clerk said.",
        # Somebody without a name speaks: the person the article is about is meant.
        "[Carl Stone|PERSON] is ill. “{He=Carl Stone} will be back,” his doctor said.",
        # "Said Stone's lawyer": Stone does not speak.
        "[Carl Stone|PERSON] is ill. “{He=Carl Stone} will be back soon,” said [Stone|PERSON]'s lawyer.",
        # A line that ends in a colon says who speaks in the next one.
        "[Carl Stone|PERSON] praised [Peter Hill|PERSON]. [Stone|PERSON] wrote:\n\n“{He=Peter Hill} is the best.”",
        # A few words in marks are part of the writer's own sentence.
        "[Carl Stone|PERSON] “walked in and gave {himself=Carl Stone} up”, it said.",
        # "The Stone plan" is not about Stone.
        "[Peter Hill|PERSON] spoke. The [Stone|PERSON] plan failed. {He=Peter Hill} sighed.",
    ],
)
def test_what_grammar_says(models: Models, text: str) -> None:
    assert_meant(models, text)


@pytest.mark.parametrize(
    "text",
    [
        # The headline speaks of whom the lead names.
        "Baker claims the mill cheated {her=Jane Roe}\n\n[Jane Roe|PERSON], a baker, sued. {She=Jane Roe} lost.",
        "A thief was caught when {he=Carl Stone} fell.\n\n[Carl Stone|PERSON] was in the park.",
        # The police do not.
        "A thief was caught when {he=} fell.\n\n[Carl Stone|PERSON] said the police were glad.",
        "A thief was caught when {he=} fell.\n\nThe police thanked Mayor [Carl Stone|PERSON].",
        # Nothing shows that Quan is a woman.
        "Baker claims the mill cheated {her=}\n\n[Quan Ito|PERSON], a baker, sued.",
        # Too far.
        "One.\n\nTwo.\n\nThree.\n\nA thief was caught when {he=} fell.\n\n[Carl Stone|PERSON] was there.",
    ],
)
def test_pronouns_ahead_of_all_names(models: Models, text: str) -> None:
    assert_meant(models, text)


@pytest.mark.parametrize(
    "text",
    [
        "[Elm Foods|ORG] said {it=Elm Foods} would pay.",
        "[Elm Foods|ORG] said on Monday that {they=Elm Foods} would pay.",
        "[Elm Foods|ORG] sold {its=Elm Foods} farms.",
        "[Elm Foods|ORG] grew. {It=Elm Foods} plans to hire.",
        "[Elm Foods|ORG] grew. {It=} is clear why.",
        "[Elm Foods|ORG] met [Vale Trust|ORG] in {its=} hall.",
        "[Elm Foods|ORG]’ plan and {its=} price made news.",
        "[Elm Foods|ORG] pleased the farmers and {their=} sons.",
        "The mill that [Elm Foods|ORG] built, which lost {its=} roof, stands.",
        "[Ostrovia|LOC] announced {it=Ostrovia} would shut the road.",
        "[Jane Roe|PERSON], {who=Jane Roe} sang, bowed to [Carl Stone|PERSON], {whose=Carl Stone} son had won.",
        "[Elm Foods|ORG], {who=} sang, bowed.",
        "[Jane Roe|PERSON] asked {who=} had won.",
    ],
)
def test_it_they_and_who(models: Models, text: str) -> None:
    assert_meant(models, text)


def test_each_answer_says_how_sure_it_is(models: Models) -> None:
    sure = confidence(models, "[Jane Roe|PERSON] sat down. She slept.")
    unsure = confidence(models, "[Jane Roe|PERSON] met [Ann Hill|PERSON]. She slept.")

    assert sure > unsure > 0.5


def confidence(models: Models, text: str) -> float:
    (pronoun,) = meant(resolved(models, text).found, MentionForm.PRONOUN)
    return pronoun.confidence


def assert_meant(models: Models, text: str) -> None:
    means = marked(text).means

    got = {one.start: one.name for one in meant(resolved(models, text).found, MentionForm.PRONOUN)}

    assert {at: got.get(at, "") for at in means} == means
