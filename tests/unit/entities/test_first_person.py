"""I and we inside quotations mean the speaker, once quotations are known."""

from __future__ import annotations

import pytest
from entity_marks import marked

from shared.model import (
    Attribution,
    AttributionMethod,
    FoundEntities,
    ParsedArticle,
    Quotation,
    QuotationKind,
    Span,
    Speaker,
    SpeakerType,
)
from workers.coreference.pronouns import resolve_pronouns
from workers.coreference.roles import find_roles
from workers.entities import add_first_person
from workers.entities.join.joining import join
from workers.entities.numbering import number


def given(text: str) -> tuple[ParsedArticle, FoundEntities]:
    article, names, _ = marked(text)
    things = join(article.text, names)
    pronouns = resolve_pronouns(article, things)
    return article, number(things, pronouns, find_roles(article, things, pronouns))


def said(
    article: ParsedArticle, exact: str, entity: int | None, kind: QuotationKind = QuotationKind.DIRECT
) -> Quotation:
    start = article.text.index(exact)
    return Quotation(
        ordinal=0,
        kind=kind,
        content=exact,
        spans=(Span(start_char=start, end_char=start + len(exact), exact=exact),),
        speaker=Speaker(entity=entity, type=SpeakerType.PERSON),
        attribution=Attribution(method=AttributionMethod.EXPLICIT, confidence=0.9),
    )


@pytest.mark.parametrize(
    ("text", "quotation", "speaker", "expected"),
    [
        ("“I know my way,” said [Carl Stone|PERSON].", "“I know my way,”", "Carl Stone", ["I", "my"]),
        ("“Let me in,” said [Carl Stone|PERSON].", "“Let me in,”", "Carl Stone", ["me"]),
        ("“He said ‘I won’ to me,” said [Carl Stone|PERSON].", "“He said ‘I won’ to me,”", "Carl Stone", ["me"]),
        ("“Pope John Paul I. was ill,” said [Carl Stone|PERSON].", "“Pope John Paul I. was ill,”", "Carl Stone", ["I"]),
        ("“We sold our farms,” [Elm Foods|ORG] wrote.", "“We sold our farms,”", "Elm Foods", ["We", "our"]),
        ("“We sold our farms,” said [Carl Stone|PERSON].", "“We sold our farms,”", "Carl Stone", []),
        (
            "“We sold our farms,” said [Carl Stone|PERSON], spokesman for [Elm Foods|ORG].",
            "“We sold our farms,”",
            "Carl Stone",
            ["We", "our"],
        ),
        ("“I know,” said [Ostrovia|GPE].", "“I know,”", "Ostrovia", []),
    ],
)
def test_the_speaker_says_i_and_the_body_says_we(text: str, quotation: str, speaker: str, expected: list[str]) -> None:
    # Given an article, its entities, and a quotation with its speaker
    article, found = given(text)
    entity = next(e.ordinal for e in found.entities if e.name == speaker)
    # When the first persons are added
    told = add_first_person(article, found, [said(article, quotation, entity)])
    # Then those of the quotation are mentions, numbered and counted
    added = [m for m in told.mentions if m not in found.mentions and m.form == "pronoun"]
    assert [m.exact for m in told.mentions if m.label == "PRON" and m.exact in expected] == expected
    assert len([m for m in told.mentions if m.label == "PRON"]) == len(expected)
    assert [m.ordinal for m in told.mentions] == list(range(len(told.mentions)))
    assert sum(e.mention_count for e in told.entities) == len(told.mentions)
    assert all(article.text[m.start_char : m.end_char] == m.exact for m in added)
    assert all(0.7 <= m.confidence <= 0.9 for m in added)


def test_we_of_a_spokesman_is_whom_he_speaks_for() -> None:
    article, found = given("“We sold it,” said [Carl Stone|PERSON], spokesman for [Elm Foods|ORG].")
    stone = next(e.ordinal for e in found.entities if e.name == "Carl Stone")

    told = add_first_person(article, found, [said(article, "“We sold it,”", stone)])

    assert {told.entities[m.entity].name for m in told.mentions if m.exact == "We"} == {"Elm Foods"}


def test_only_what_stands_between_marks_is_the_speakers() -> None:
    text = "[Carl Stone|PERSON] told me that “I am ill” and that my coat fits."
    article, found = given(text)

    told = add_first_person(
        article, found, [said(article, "that “I am ill” and that my coat fits", 0, QuotationKind.MIXED)]
    )

    assert [m.exact for m in told.mentions if m.label == "PRON"] == ["I"]


def test_an_unknown_speaker_and_no_quotation_change_nothing() -> None:
    article, found = given("“I am ill,” said somebody to [Carl Stone|PERSON].")

    assert add_first_person(article, found, [said(article, "“I am ill,”", None)]) is found
    assert add_first_person(article, found, []) is found


def test_twice_is_once() -> None:
    article, found = given("“I am ill,” said [Carl Stone|PERSON].")
    quotations = [said(article, "“I am ill,”", 0)]

    once = add_first_person(article, found, quotations)

    assert add_first_person(article, once, quotations) == once
