"""He and she, by salience and gender; no answer rather than a guess."""

from __future__ import annotations

import pytest
from entity_marks import marked

from workers.entities.joining import join
from workers.entities.pronouns import resolve_pronouns
from workers.entities.titles import split_titles


@pytest.mark.parametrize(
    "text",
    [
        "[Jane Roe|PERSON] sat down. {She=Jane Roe} opened {her=Jane Roe} book.",
        "[Jane Roe|PERSON] met [Carl Stone|PERSON]. {He=Carl Stone} bowed, and {she=Jane Roe} smiled.",
        "[Carl Stone|PERSON] praised [Peter Hill|PERSON]. {He=Carl Stone} then sat down.",
        "Mr. [Okafu|PERSON] met Ms. [Ndele|PERSON]. {She=Ndele} waved.",
        "[Quan Ito|PERSON] ran, {his=Quan Ito} coach said.",
        "His wife, [Quan Ito|PERSON], met [Carl Stone|PERSON]. {She=Quan Ito} waved.",
        "Nobody came. {He=} was late.",
        "[Jane Roe|PERSON] came. {He=} was late.",
        "[Vale Trust|ORG] came. {She=} was late.",
        "[Jane Roe|PERSON] said a guest must mind his/her bag. {She=Jane Roe} left.",
    ],
)
def test_who_is_meant(text: str) -> None:
    assert_meant(text)


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
def test_inside_and_around_quotation_marks(text: str) -> None:
    assert_meant(text)


def test_a_pronoun_inside_a_name_is_part_of_the_name() -> None:
    article, names, _ = marked("[Jane Roe|PERSON] wrote. [Her Finest Hour|WORK_OF_ART] is out.")

    assert resolve_pronouns(article, join(article.text, names)) == ()


def test_a_pronoun_crosses_paragraphs() -> None:
    assert_meant("[Jane Roe|PERSON] won the vote.\n\n“Thank you,” {she=Jane Roe} said.")


def test_i_between_marks_is_the_one_speaker_of_the_paragraph() -> None:
    article, names, _ = marked("“I know my way,” said [Carl Stone|PERSON]. “I do.”")

    resolved = resolve_pronouns(article, join(article.text, names))

    assert [pronoun.name.exact for pronoun in resolved] == ["I", "my", "I"]


def test_i_outside_marks_is_nobody() -> None:
    article, names, _ = marked("I met [Carl Stone|PERSON], said the barber.")

    assert resolve_pronouns(article, join(article.text, names)) == ()


def assert_meant(text: str) -> None:
    article, names, means = marked(text)
    things = join(article.text, split_titles(article, names))

    got = {resolved.name.start: things[resolved.thing].name for resolved in resolve_pronouns(article, things)}

    assert {at: got.get(at, "") for at in means} == means
