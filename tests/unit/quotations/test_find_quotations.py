"""Who said what: one row for every way that English news reports it."""

from __future__ import annotations

import pytest
from spoken import article_of, quotations, short, spoken

from shared.model import FoundEntities
from workers.models import Models

DIRECT = [
    ("content, verb, speaker", "“The boat is late,” said Jane Roe.", "The boat is late,", "Jane Roe"),
    ("content, speaker, verb", "“The boat is late,” Jane Roe said.", "The boat is late,", "Jane Roe"),
    ("speaker, verb, content", "Jane Roe said, “The boat is late.”", "The boat is late.", "Jane Roe"),
    ("colon", "Jane Roe said: “The boat is late.”", "The boat is late.", "Jane Roe"),
    ("no comma", "Jane Roe said “The boat is late.”", "The boat is late.", "Jane Roe"),
    ("question", "“Is the boat late?” asked Jane Roe.", "Is the boat late?", "Jane Roe"),
    ("straight marks", '"The boat is late," Jane Roe said.', "The boat is late,", "Jane Roe"),
    ("British marks", "‘The boat is late,’ said Jane Roe.", "The boat is late,", "Jane Roe"),
    ("guillemets", "«The boat is late», said Jane Roe.", "The boat is late", "Jane Roe"),
    ("guillemets with blanks", "« The boat is late », said Jane Roe.", "The boat is late", "Jane Roe"),
    ("French blanks", "«\u00a0The boat is late\u00a0», said Jane Roe.", "The boat is late", "Jane Roe"),
    ("doubled marks", "''The boat is late,'' Jane Roe said.", "The boat is late,", "Jane Roe"),
    ("role before", "“The boat is late,” harbour pilot Jane Roe said.", "The boat is late,", "Jane Roe"),
    ("role behind", "“The boat is late,” said Jane Roe, the harbour pilot.", "The boat is late,", "Jane Roe"),
    ("apposition", "“The boat is late,” said the harbour pilot, Jane Roe.", "The boat is late,", "Jane Roe"),
    ("adverbials", "“The boat is late,” Jane Roe told reporters in Kyiv on Friday.", "The boat is late,", "Jane Roe"),
    ("posting", "“The boat is late,” Jane Roe wrote on X.", "The boat is late,", "Jane Roe"),
    ("organisation", "“The boat is late,” Harbour Line said in a statement.", "The boat is late,", "Harbour Line"),
    ("relative clause", "Jane Roe, who spoke at noon, said: “The boat is late.”", "The boat is late.", "Jane Roe"),
    ("inverted, sentence start", "Peter Poe left. Said Jane Roe: “The boat is late.”", "The boat is late.", "Jane Roe"),
    ("bracket", "“The boat is late,” Jane Roe (R-Ohio) said.", "The boat is late,", "Jane Roe"),
    ("initials", "“The boat left at 1 a.m.,” Jane Roe said.", "The boat left at 1 a.m.,", "Jane Roe"),
    ("signature", "“The boat is late.” — Jane Roe", "The boat is late.", "Jane Roe"),
    (
        "verbless",
        "From Jane Roe: “The boat is late and so is winter.”",
        "The boat is late and so is winter.",
        "Jane Roe",
    ),
    ("only a name", "It rained.|Harbour pilot Jane Roe: “The boat is late.”", "The boat is late.", "Jane Roe"),
    ("closed with a full stop", "“The boat is late.” Said Jane Roe.", "The boat is late.", "Jane Roe"),
    ("no blank behind the mark", "“The boat is late,”said Jane Roe.", "The boat is late,", "Jane Roe"),
    ("owned answer", "It rained. Jane Roe’s answer: “The boat is late.”", "The boat is late.", "Jane Roe"),
    ("a single mark for the double", "“The boat is late,' said Jane Roe.", "The boat is late,", "Jane Roe"),
    ("named by", "It was quoted by Jane Roe as “a wreck”.", "a wreck", "Jane Roe"),
    ("place behind the verb", "“The boat is late,” she said outside court.", "The boat is late,", "she"),
    ("quoted as saying", "Peter Poe quoted Jane Roe as saying: “The boat is late.”", "The boat is late.", "Jane Roe"),
    (
        "writing behind it",
        "Jane Roe said: “The boat is late.” Writing in May, Poe left.",
        "The boat is late.",
        "Jane Roe",
    ),
    (
        "platform behind the name",
        "“The boat is late,” wrote pilot Jane Roe on Facebook.",
        "The boat is late,",
        "Jane Roe",
    ),
    (
        "day behind a common noun",
        "“The boat is late,” said the harbour office on Monday, after a week of repairs.",
        "The boat is late,",
        "the harbour office",
    ),
    (
        "asked whether",
        "Gov. Jane Roe, asked whether it was late, said: “The boat is late.”",
        "The boat is late.",
        "Jane Roe",
    ),
    ("and I quote", "Jane Roe said, and I quote, “The boat is late.”", "The boat is late.", "Jane Roe"),
    ("asked between", "Jane Roe, asked about Poe’s boat, said: “The boat is late.”", "The boat is late.", "Jane Roe"),
    ("reply", "“The boat is late,” came the reply from Jane Roe.", "The boat is late,", "Jane Roe"),
    ("passive", "“The boat is late,” Jane Roe was quoted as saying.", "The boat is late,", "Jane Roe"),
    ("colon in the line before", "Jane Roe added:|“The boat is late.”", "The boat is late.", "Jane Roe"),
    ("group", "“The boat is late,” passengers said.", "The boat is late,", "passengers"),
    ("document", "“The boat is late,” the report said.", "The boat is late,", "the report"),
]


@pytest.mark.parametrize(("lines", "content", "speaker"), [r[1:] for r in DIRECT], ids=[r[0] for r in DIRECT])
def test_direct_quotations(models: Models, lines: str, content: str, speaker: str) -> None:
    assert short(quotations(models, lines)) == [("direct", content, speaker)]


MIXED_AND_INDIRECT = [
    ("clause", "Jane Roe said that the boat was late.", "indirect", "that the boat was late", "Jane Roe"),
    ("clause without that", "Jane Roe said the boat was late.", "indirect", "the boat was late", "Jane Roe"),
    (
        "clause that begins in the reporter's words",
        "Jane Roe said that, by her count, “the boat is three hours late.”",
        "mixed",
        "that, by her count, “the boat is three hours late.”",
        "Jane Roe",
    ),
    ("behind a comma", "The boat was late, Jane Roe said.", "indirect", "The boat was late", "Jane Roe"),
    ("in the middle", "The boat, Jane Roe said, was late.", "indirect", "The boat was late", "Jane Roe"),
    ("according to", "According to Jane Roe, the boat was late.", "indirect", "the boat was late", "Jane Roe"),
    ("according to, behind", "The boat was late, according to Jane Roe.", "indirect", "The boat was late", "Jane Roe"),
    ("per", "The boat was late, per the report.", "indirect", "The boat was late", "the report"),
    ("infinitive", "Jane Roe promised to repair the boat.", "indirect", "to repair the boat", "Jane Roe"),
    ("addressee", "Jane Roe told Peter Poe the boat was late.", "indirect", "the boat was late", "Jane Roe"),
    ("capital", "Kyiv said the boat was late.", "indirect", "the boat was late", "Kyiv"),
    (
        "ministry",
        "Norway’s fisheries ministry said the boat was late.",
        "indirect",
        "the boat was late",
        "Norway’s fisheries ministry",
    ),
    ("half between marks", "Jane Roe said the boat was “very late”.", "mixed", "the boat was “very late”", "Jane Roe"),
    ("call", "Jane Roe called the boat “a wreck”.", "mixed", "the boat “a wreck”", "Jane Roe"),
    ("describe as", "Jane Roe described the boat as “a wreck”.", "mixed", "the boat as “a wreck”", "Jane Roe"),
    ("noun", "Jane Roe issued a warning of a “long winter”.", "mixed", "a “long winter”", "Jane Roe"),
    ("as put", "As Jane Roe put it, the boat was late.", "indirect", "the boat was late", "Jane Roe"),
    (
        "as put, within",
        "The ferry, as Jane Roe put it, is “a slow boat”.",
        "mixed",
        "The ferry is “a slow boat”",
        "Jane Roe",
    ),
    ("denial", "Jane Roe denied that the boat was late.", "indirect", "that the boat was late", "Jane Roe"),
    ("letter", "Jane Roe said in a letter that the boat was late.", "indirect", "that the boat was late", "Jane Roe"),
    (
        "aside cut off",
        "Jane Roe said the boat was late, which pleased Poe.",
        "indirect",
        "the boat was late",
        "Jane Roe",
    ),
    ("passive, as", "The boat was described as “a wreck” by Poe.", "mixed", "The boat as “a wreck”", "Peter Poe"),
    ("passive, name", "The boat was called “a wreck” by Jane Roe.", "mixed", "The boat a wreck", "Jane Roe"),
    ("call on", "The pilot, Jane Roe, called on Poe to leave.", "indirect", "Poe to leave", "Jane Roe"),
    (
        "under questioning",
        "Roe admitted under questioning that it was late.",
        "indirect",
        "that it was late",
        "Jane Roe",
    ),
    ("semicolon", "Police put it at 40; critics said it was a lie.", "indirect", "it was a lie", "critics"),
    ("made clear", "Jane Roe made clear that the boat was late.", "indirect", "that the boat was late", "Jane Roe"),
    ("made it clear", "Jane Roe made it clear that it was late.", "indirect", "that it was late", "Jane Roe"),
    ("as others accused", "Roe wept, as critics accused Poe of “a crime”.", "direct", "a crime", "critics"),
    ("shown", "The report found no trace of the boat.", "indirect", "no trace of the boat", "The report"),
    ("impersonal, inserted", "The boat sank, it was announced later.", "indirect", "The boat sank", None),
    ("impersonal", "It was announced on Friday that the boat sank.", "indirect", "that the boat sank", None),
    ("impersonal, perfect", "It has been claimed that the boat sank.", "indirect", "that the boat sank", None),
    ("claim that", "Peter Poe’s claim that the boat sank was new.", "indirect", "that the boat sank", "Peter Poe"),
]


@pytest.mark.parametrize(
    ("lines", "kind", "content", "speaker"), [r[1:] for r in MIXED_AND_INDIRECT], ids=[r[0] for r in MIXED_AND_INDIRECT]
)
def test_mixed_and_indirect_quotations(
    models: Models, lines: str, kind: str, content: str, speaker: str | None
) -> None:
    assert short(quotations(models, lines)) == [(kind, content, speaker)]


NONE = [
    ("scare quotes", "The “smart” harbour has no crane."),
    ("title", "She sang in the musical “Harbour Lights” for a year."),
    ("long title", "They published a guide titled “Slow Boats: How a Harbour Learned to Wait for the Tide”."),
    ("nickname", "Edward “Ned” Harrow won the race."),
    ("negation", "Jane Roe did not say whether the boat was late."),
    ("hypothetical", "A pilot might say “the boat is late”."),
    ("condition", "If Jane Roe says the boat is late, it rains."),
    ("inverted condition", "Had Jane Roe said “no”, the matter would have ended there."),
    ("told", "Told that the boat was late, Jane Roe shrugged."),
    ("seen with the eyes", "Jane Roe saw the boat."),
    ("nobody", "Nobody said the boat was late."),
    ("no captain", "No captain has claimed that the boat was late."),
    ("imagined", "Imagine a captain who says: “The boat is late.”"),
    ("said by nobody", "“The boat is late,” nobody said."),
    ("sung", "They sang “Yesterday” twice."),
    ("read", "She read “War and Boats” again."),
    ("no cue", "The boat was late and the harbour empty."),
]


@pytest.mark.parametrize("lines", [r[1] for r in NONE], ids=[r[0] for r in NONE])
def test_what_is_no_quotation(models: Models, lines: str) -> None:
    assert short(quotations(models, lines)) == []


ACTS = [
    ("Jane Roe said that the boat was late.", "statement", "that the boat was late"),
    ("Jane Roe denied that the boat was late.", "denial", "that the boat was late"),
    ("Jane Roe disputed the claim that the boat sank.", "denial", "that the boat sank"),
    ("Jane Roe declined to comment on the boat.", "no_comment", "to comment on the boat"),
    ("The line did not respond to requests for comment.", "no_comment", "to requests for comment"),
    ("The ministry would not say whether the boat was late.", "no_comment", "whether the boat was late"),
    ("Jane Roe asked whether the boat was late.", "question", "whether the boat was late"),
    ("“Is the boat late?” asked Jane Roe.", "question", "Is the boat late?"),
    ("Jane Roe told drivers to stay away.", "demand", "to stay away"),
    ("Jane Roe ordered the crew to leave.", "demand", "the crew to leave"),
    ("Jane Roe called the boat “a wreck”.", "statement", "the boat “a wreck”"),
    ("Jane Roe called on drivers to leave.", "demand", "drivers to leave"),
    ("Jane Roe called for an inquiry into the loss.", "demand", "an inquiry into the loss"),
    ("Jane Roe promised to repair the boat.", "promise", "to repair the boat"),
    ("Jane Roe believes the boat was late.", "thought", "the boat was late"),
    ("“The boat is late,” thought Jane Roe.", "statement", "The boat is late,"),
    ("The study found that boats are late.", "statement", "that boats are late"),
]


@pytest.mark.parametrize(("lines", "act", "content"), ACTS)
def test_denials_and_other_acts_are_kept_apart_from_statements(
    models: Models, lines: str, act: str, content: str
) -> None:
    assert [(q.act.value, q.content) for q in quotations(models, lines)] == [(act, content)]


def test_what_somebody_calls_something_is_the_callers(models: Models) -> None:
    found = quotations(models, "Jane Roe complained of what Peter Poe called “a wreck”.")

    assert [q.speaker and q.speaker.name for q in found if "wreck" in q.content] == ["Peter Poe"]


def test_words_do_not_go_to_the_cue_of_another_clause(models: Models) -> None:
    found = quotations(
        models, "Passengers left the boat, chanting “Not our boat!” and carrying signs that read “Shame”."
    )

    assert ("direct", "Not our boat!", "Passengers") in short(found)


def test_a_headline_in_title_case_is_read_like_a_sentence(models: Models) -> None:
    found = quotations(models, "Jane Roe Says The Old Boat Will Sink In May|Jane Roe sat in the sun.")

    assert short(found) == [("indirect", "The Old Boat Will Sink In May", "Jane Roe")]


def test_a_crosshead_between_marks_is_nobodys(models: Models) -> None:
    found = quotations(models, "“The boat is late,” said Jane Roe.|“A Very Long Wait”|It rained.")

    assert short(found) == [("direct", "The boat is late,", "Jane Roe")]


def test_where_it_was_said_is_no_part_of_it(models: Models) -> None:
    (found,) = quotations(models, "Jane Roe demanded an inquiry in a letter to the line.")

    assert (found.content, found.medium and found.medium.type) == ("an inquiry", "letter")


def test_coordinated_cues_share_their_subject(models: Models) -> None:
    found = quotations(models, "Jane Roe said the boat was late and added: “We will wait.”")

    assert short(found)[-1] == ("direct", "We will wait.", "Jane Roe")


def test_what_somebody_calls_something_is_a_fragment_of_its_own(models: Models) -> None:
    found = quotations(models, "Peter Poe dismissed what Jane Roe called “a wreck” in the harbour.")

    assert short(found) == [("direct", "a wreck", "Jane Roe")]


def test_a_tweet_without_a_platform_is_on_twitter(models: Models) -> None:
    (found,) = quotations(models, "“It is late,” tweeted Jane Roe.")

    assert found.medium is not None
    assert found.medium.name == "Twitter"


def test_confidence_falls_with_what_the_parser_must_guess(models: Models) -> None:
    lines = [
        "“The boat is late,” said Jane Roe.",
        "Jane Roe said the boat was “very late”.",
        "Jane Roe said the boat was late.",
        "Poe dismissed what Jane Roe called “a wreck” in the harbour.",
        "The weather said the boat was late.",
    ]

    confidences = [quotations(models, line)[0].attribution.confidence for line in lines]

    assert confidences == sorted(confidences, reverse=True)
    assert len(set(confidences)) == len(lines)


INVARIANTS = '“A,” said Jane Roe. “B|”C” ‘d’ "e |“|«f» said “g” he, “h,” "i" she|Jane Roe: “j” — k'


def test_whatever_the_text_the_records_hold_together(models: Models) -> None:
    article = article_of(INVARIANTS)

    found = spoken(models, article, FoundEntities())

    assert [q.ordinal for q in found] == list(range(len(found)))
    assert [q.spans[0].start_char for q in found] == sorted(q.spans[0].start_char for q in found)
    for quotation in found:
        assert quotation.content == " ".join(span.exact for span in quotation.spans)
        for span in (*quotation.spans, *((quotation.cue,) if quotation.cue else ())):
            assert article.text[span.start_char : span.end_char] == span.exact


def test_an_empty_article_has_no_quotations(models: Models) -> None:
    assert spoken(models, article_of(""), FoundEntities()) == ()
