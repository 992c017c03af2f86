"""I and we inside quotations mean the speaker."""

from __future__ import annotations

import pytest
from entity_marks import marked
from resolving import named

from shared.model import AttributionMethod, FoundEntities, FoundQuotation, ParsedArticle, QuotationKind, Span, Voice
from workers.coreference import resolve


def given(text: str) -> tuple[ParsedArticle, FoundEntities]:
    read = marked(text)
    return read.article, named(read)


def said(
    article: ParsedArticle, exact: str, speaker: str | None, kind: QuotationKind = QuotationKind.DIRECT
) -> FoundQuotation:
    """Words of whom the text names so; `speaker` is None where it names nobody."""
    start = article.text.index(exact)
    at = article.text.index(speaker) if speaker is not None else 0
    return FoundQuotation(
        kind=kind,
        spans=(Span(start_char=start, end_char=start + len(exact), exact=exact),),
        speaker=Voice(at, at + len(speaker), at, at + len(speaker)) if speaker is not None else None,
        method=AttributionMethod.EXPLICIT,
        score=9.0,
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
        ("“I know,” said [Ostrovia|LOC].", "“I know,”", "Ostrovia", []),
    ],
)
def test_the_speaker_says_i_and_the_body_says_we(text: str, quotation: str, speaker: str, expected: list[str]) -> None:
    # Given an article, its names, and a quotation with the words for its speaker
    article, found = given(text)
    # When it is resolved
    told, (spoken,) = resolve(article, found, (said(article, quotation, speaker),))
    # Then the first persons of the quotation are mentions, numbered and counted
    added = [m for m in told.mentions if m not in found.mentions and m.form == "pronoun"]
    assert [m.exact for m in told.mentions if m.label == "PRON" and m.exact in expected] == expected
    assert len([m for m in told.mentions if m.label == "PRON"]) == len(expected)
    assert [m.ordinal for m in told.mentions] == list(range(len(told.mentions)))
    assert sum(e.mention_count for e in told.entities) == len(told.mentions)
    assert all(article.text[m.start_char : m.end_char] == m.exact for m in added)
    # No surer than it is who speaks, and a little less where a body speaks by a person
    assert all(0.75 * spoken.attribution.confidence <= m.confidence <= spoken.attribution.confidence for m in added)


def test_we_of_a_spokesman_is_whom_he_speaks_for() -> None:
    article, found = given("“We sold it,” said [Carl Stone|PERSON], spokesman for [Elm Foods|ORG].")

    told, _ = resolve(article, found, (said(article, "“We sold it,”", "Carl Stone"),))

    assert {told.entities[m.entity].name for m in told.mentions if m.exact == "We"} == {"Elm Foods"}


def test_only_what_stands_between_marks_is_the_speakers() -> None:
    article, found = given("[Carl Stone|PERSON] told me that “I am ill” and that my coat fits.")
    mixed = said(article, "that “I am ill” and that my coat fits", "Carl Stone", QuotationKind.MIXED)

    told, _ = resolve(article, found, (mixed,))

    assert [m.exact for m in told.mentions if m.label == "PRON"] == ["I"]


def test_an_unknown_speaker_and_no_quotation_change_nothing() -> None:
    article, found = given("“I am ill,” said somebody to [Carl Stone|PERSON].")

    assert resolve(article, found, (said(article, "“I am ill,”", None),)).found == found
    assert resolve(article, found, ()).found == found


def test_twice_is_once() -> None:
    article, found = given("“I am ill,” said [Carl Stone|PERSON].")
    quotations = (said(article, "“I am ill,”", "Carl Stone"),)

    once = resolve(article, found, quotations)

    assert resolve(article, once.found, quotations) == once
