"""Pull quotes are counted once, and block quotations are signed by their `<cite>`."""

from __future__ import annotations

import pytest

from shared.model import ParsedArticle, SegmentKind, Submission
from workers.parsing import parse

WORDS = "We will not send an unsafe ship out for one day, not even for her"
TOLD = f"“{WORDS},” said Ada Lund, the board's director, at the quay in Millvale."
SPLIT = "“We will not send an unsafe ship out for one day,” said Ada Lund, “not even for her.”"
ABOVE = "The oldest ferry on the river will be scrapped in June, the harbour board said on Monday in a statement."
BELOW = "Passengers left flowers at the gate on Tuesday, and some had taken the ferry for more than forty years."

PAGE = f"<html><body><article><h1>Ferry goes</h1><p>{ABOVE}</p>{{}}<p>{BELOW}</p></article></body></html>"


def read(article: ParsedArticle) -> list[str]:
    return [article.slice(segment) for segment in article.language_segments()]


@pytest.mark.parametrize("told", [TOLD, SPLIT])
@pytest.mark.parametrize("pulled", [f"“{WORDS}.”", f'"{WORDS}"', "“Not even for her”"])
@pytest.mark.parametrize("first", [True, False])
def test_a_line_that_shows_a_paragraphs_quotation_again_is_a_pull_quote(told: str, pulled: str, first: bool) -> None:
    # Given a body in which a line holds nothing but words that a paragraph quotes, too
    lines = [ABOVE, pulled, told, BELOW] if first else [ABOVE, told, pulled, BELOW]
    article = parse(Submission(uri="test:1", body="\n".join(lines)))
    # Then it is a pull quote, and read once
    kinds = {article.slice(segment): segment.kind for segment in article.segments}
    assert kinds[pulled] is SegmentKind.PULLQUOTE
    assert pulled not in read(article)
    assert told in read(article)


@pytest.mark.parametrize("line", ["“It has been a hard year for all of us.”", "“No.”", "Not even for her"])
def test_other_lines_stay_paragraphs(line: str) -> None:
    article = parse(Submission(uri="test:1", body="\n".join([ABOVE, TOLD, line, BELOW])))
    kinds = {article.slice(segment): segment.kind for segment in article.segments}
    assert kinds[line] is not SegmentKind.PULLQUOTE


@pytest.mark.parametrize(
    "markup",
    [
        f"<blockquote><p>“{WORDS}.”</p><cite>Ada Lund, director</cite></blockquote>",
        f"<blockquote><p>{WORDS}.</p><footer>— <cite>Ada Lund, director</cite></footer></blockquote>",
        f"<figure><blockquote>“{WORDS}.”</blockquote><figcaption>Ada Lund, director</figcaption></figure>",
    ],
)
def test_a_block_quotation_is_signed(markup: str) -> None:
    # Given a page with a block quotation and the words for its speaker
    page = PAGE.format(markup)
    # Then the speaker stands below the quotation, behind a dash
    assert read(parse(Submission(uri="test:1", html=page)))[2:4] == [f"“{WORDS}.”", "— Ada Lund, director"]


def test_words_in_q_stand_in_marks() -> None:
    page = PAGE.format("<p>Ada Lund said: <q>It was time.</q></p>")
    assert "Ada Lund said: “It was time.”" in read(parse(Submission(uri="test:1", html=page)))
