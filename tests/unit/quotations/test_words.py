"""The word lists: inflections of cues, kinds of nouns, titles between marks, media."""

from __future__ import annotations

import pytest

from shared.model import Medium, SpeakerType
from workers.language.cues import CueClass, cue_verb, holds_cue, is_cue_noun, said_forms, thought_forms
from workers.language.lexicon import words
from workers.language.nouns import is_anonymous, noun_type
from workers.language.works import is_heading, is_title
from workers.quotations.media import find_medium, outlet_name, person_addressed


@pytest.mark.parametrize(
    ("form", "base", "kind"),
    [
        ("said", "say", CueClass.SPEECH),
        ("Says", "say", CueClass.SPEECH),
        ("replied", "reply", CueClass.SPEECH),
        ("tweeting", "tweet", CueClass.WRITING),
        ("thought", "think", CueClass.STANCE),
        ("begged", "beg", CueClass.INFINITIVE),
        ("dismisses", "dismiss", CueClass.OBJECT),
        ("calling", "call", CueClass.PREDICATIVE),
    ],
)
def test_cue_verbs_are_known_in_every_form(form: str, base: str, kind: CueClass) -> None:
    verb = cue_verb(form)

    assert verb is not None
    assert verb.base == base
    assert verb.kind & kind


@pytest.mark.parametrize("word", ["walked", "table", "", "saids"])
def test_other_words_are_no_cues(word: str) -> None:
    assert cue_verb(word) is None


def test_cue_nouns_are_known_in_the_plural() -> None:
    assert is_cue_noun("claims")
    assert is_cue_noun("Warning")
    assert not is_cue_noun("harbours")


@pytest.mark.parametrize(
    ("words", "cue"),
    [
        ("The boat, Roe SAID, sank.", True),
        ("Fears of a strike grew.", True),
        ("As per the report.", True),
        ("The boat sank in the harbour.", False),
        ("", False),
    ],
)
def test_lines_without_a_cue_word_are_not_read(words: str, cue: bool) -> None:
    assert holds_cue(words) is cue


@pytest.mark.parametrize(
    ("noun", "kind"),
    [
        ("mayor", SpeakerType.PERSON),
        ("mayors", SpeakerType.GROUP),
        ("astronaut", SpeakerType.PERSON),
        ("woman", SpeakerType.PERSON),
        ("Col", None),
        ("publisher", SpeakerType.ORGANIZATION),
        ("police", SpeakerType.GROUP),
        ("critics", SpeakerType.GROUP),
        ("ministry", SpeakerType.ORGANIZATION),
        ("report", SpeakerType.DOCUMENT),
        ("weather", None),
    ],
)
def test_nouns_that_can_speak_have_a_type(noun: str, kind: SpeakerType | None) -> None:
    assert noun_type(noun) is kind


def test_a_noun_for_a_person_is_a_role_noun_or_names_no_role() -> None:
    roles = words("role_nouns")

    assert roles.isdisjoint(words("person_nouns"))
    assert words("no_speakers") <= roles


def test_an_anonymous_speaker_says_so() -> None:
    assert is_anonymous("a diplomat who asked for anonymity")
    assert not is_anonymous("a diplomat")


@pytest.mark.parametrize(
    ("line", "inner"),
    [
        ("She sang “Harbour Lights” twice.", "Harbour Lights"),
        ("He read “War and Boats” again.", "War and Boats"),
        ("The sign read “Closed”.", None),
        ("They sang “we will not go” twice.", None),
        ("They watched the film “Harbour Lights” twice.", "Harbour Lights"),
        ("He was on the BBC’s “Morning Tide” again.", "Morning Tide"),
        ("It is known as the “tidal rule” here.", "tidal rule"),
        ("Edward “Ned” Harrow left.", "Ned"),
        ("He called it “a farce” again.", None),
        ("She told him “Never” and left.", None),
    ],
)
def test_names_of_works_and_nicknames_are_told_from_words(line: str, inner: str | None) -> None:
    start, end = line.index("“"), line.index("”") + 1

    assert is_title(line, 0, start, end, line[start + 1 : end - 1]) is (inner is not None)


def test_a_short_capitalised_line_between_marks_is_a_heading() -> None:
    assert is_heading("The Long Wait")
    assert not is_heading("We waited a long time for the boat.")
    assert not is_heading("Wait.")


MEDIA = [
    ("the mayor wrote on X.", None, "wrote", Medium(type="platform", name="X")),
    ("On Telegram, the mayor added:", None, "added", Medium(type="platform", name="Telegram")),
    ("the mayor wrote on Truth Social on Friday.", None, "wrote", Medium(type="platform", name="Truth Social")),
    ("she said in a Facebook post.", None, "said", Medium(type="platform", name="Facebook")),
    ("he tweeted.", None, "tweeted", Medium(type="platform", name="Twitter")),
    ("she told the BBC.", "the BBC", "told", Medium(type="outlet", name="BBC")),
    ("she told CNN's Jo Poe.", "CNN's Jo Poe", "told", Medium(type="outlet", name="CNN")),
    (
        "she told the Northport Gazette.",
        "the Northport Gazette",
        "told",
        Medium(type="outlet", name="Northport Gazette"),
    ),
    ("she said in an interview with Fox News’ Jo Poe.", None, "said", Medium(type="interview", name="Fox News")),
    ("speaking to the BBC, she said.", None, "said", Medium(type="outlet", name="BBC")),
    ("her office issued a statement.", None, "statement", Medium(type="statement")),
    ("said the biologist, who was not involved in the study.", None, "said", None),
    ("he said in an interview with the Guardian.", None, "said", Medium(type="interview", name="Guardian")),
    ("the ministry said in a statement.", None, "said", Medium(type="statement")),
    ("they wrote in an open letter to members.", None, "wrote", Medium(type="letter")),
    ("In his nightly address, he repeated", None, "repeated", Medium(type="speech")),
    ("she said at a news conference in Oslo.", None, "said", Medium(type="press_conference")),
    ("she said on Monday.", None, "said", None),
    ("he told reporters.", "reporters", "told", None),
]


@pytest.mark.parametrize(("said", "addressee", "cue", "medium"), MEDIA)
def test_the_words_around_a_cue_tell_the_medium(
    said: str, addressee: str | None, cue: str, medium: Medium | None
) -> None:
    assert find_medium(said, addressee, cue, article=said) == medium


def test_a_tweet_in_an_article_about_x_is_on_x() -> None:
    assert find_medium("he tweeted.", None, "tweeted", article="She wrote on X.") == Medium(type="platform", name="X")


def test_an_outlet_is_no_person_addressed() -> None:
    assert outlet_name("the Northport Gazette") == "Northport Gazette"
    assert outlet_name("BBC Radio Northport") == "BBC Radio Northport"
    assert outlet_name("Radio 4 listeners") is None
    assert outlet_name("reporters") is None
    assert person_addressed("CNN's Jo Poe") == "Jo Poe"
    assert person_addressed("the BBC") is None
    assert person_addressed("reporters") == "reporters"


@pytest.mark.parametrize(
    ("word", "said", "thought"),
    [
        ("said", True, False),
        ("says", True, False),
        ("say", False, False),
        ("saying", False, False),
        ("wrote", True, False),
        ("hopes", False, True),
        ("knew", False, True),
        ("sailed", False, False),
    ],
)
def test_finite_forms_of_the_commonest_verbs_of_saying_and_thinking(word: str, said: bool, thought: bool) -> None:
    # Given a word beside a name, where no parse shows what it governs
    # When it is looked up
    # Then only a finite form counts
    assert (word in said_forms(), word in thought_forms()) == (said, thought)
