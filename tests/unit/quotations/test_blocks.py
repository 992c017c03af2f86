"""Block quotations: words without marks below a line that introduces them."""

from __future__ import annotations

import pytest
from spoken import article_of, found_in, quotations, short, spoken

from shared.model import ParsedArticle, QuotationKind, SegmentKind
from workers.models import Models

SAID = "The bridge will close in May, and I ask all drivers to take the northern road."
REST = "The bridge was built in 1961."

INTRODUCED = [
    ("a verb", "Jane Roe wrote to drivers:", "Jane Roe"),
    ("after another sentence", "It rained. Jane Roe added:", "Jane Roe"),
    ("a statement read", "Harbour Line’s statement read:", "Harbour Line’s statement"),
    ("issued a statement", "Harbour Line issued a statement on Friday:", "Harbour Line"),
    ("verbless", "A statement from Harbour Line:", "Harbour Line"),
    ("an answer", "Jane Roe’s response:", "Jane Roe"),
    ("a role before the name", "The mayor of Kyiv, Jane Roe, wrote to drivers:", "Jane Roe"),
    ("posted", "On Telegram, Peter Poe posted:", "Peter Poe"),
]


@pytest.mark.parametrize(("intro", "speaker"), [r[1:] for r in INTRODUCED], ids=[r[0] for r in INTRODUCED])
def test_the_line_below_an_introduction_is_quoted(models: Models, intro: str, speaker: str) -> None:
    assert short(quotations(models, f"{intro}|{SAID}|{REST}")) == [("direct", SAID, speaker)]


@pytest.mark.parametrize(
    "lines",
    [
        f"Jane Roe said the plan had three parts:|{SAID}",
        "Jane Roe wrote to drivers:|A list.",
        "Jane Roe wrote to drivers:|- the bridge will close in May, and that is that",
        f"The bridge has three parts:|{REST}",
        f"Here is what the boat needs:|{REST}",
    ],
)
def test_other_colons_introduce_nobody(models: Models, lines: str) -> None:
    assert [q for q in quotations(models, lines) if q.kind is QuotationKind.DIRECT] == []


def test_lines_marked_like_an_email_belong_together(models: Models) -> None:
    (found,) = quotations(models, "Jane Roe wrote to drivers:|> The bridge will close.|> Take the road.|It rained.")

    assert [span.exact for span in found.spans] == ["The bridge will close.", "Take the road."]


def test_all_that_the_page_calls_a_quotation_belongs_together(models: Models) -> None:
    article = pulled(article_of(f"Jane Roe wrote:|{SAID}|Yes.|{REST}"), SAID, "Yes.")

    (found,) = spoken(models, article, found_in(article.text, "person: Jane Roe"))

    assert [span.exact for span in found.spans] == [SAID, "Yes."]
    assert found.attribution.confidence > 0.95


def pulled(article: ParsedArticle, *lines: str) -> ParsedArticle:
    """The article with some lines marked up as quotations."""
    segments = tuple(
        s.model_copy(update={"kind": SegmentKind.PULLQUOTE}) if article.slice(s) in lines else s
        for s in article.segments
    )
    return article.model_copy(update={"segments": segments})
