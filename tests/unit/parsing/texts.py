"""Articles of our own making, and short ways to look at what parsing made of them."""

from __future__ import annotations

from shared.model import ParsedArticle, SegmentKind, Submission
from workers.parsing import parse

PARAGRAPHS = (
    "The harbour board opened the rebuilt bridge on Tuesday, nine months after a barge struck its northern pier.",
    "“We have waited long enough,” said Ada Lund, who chairs the board. “From today the town is whole again.”",
    "Two of the four lanes will stay closed until the last of the new bearings has been set, engineers said.",
    "The toll rises to three crowns in June, a step that the pilots' union called unfair to people on the island.",
    "Ferries had carried more than four thousand people a day while the bridge was shut, according to the board.",
)


def parsed(text: str, **fields: str) -> ParsedArticle:
    """The parsed article of a raw text."""
    return parse(Submission(uri="test:1", text=text, **fields))  # type: ignore[arg-type]


def parsed_body(body: str) -> ParsedArticle:
    """The parsed article of a clean body."""
    return parse(Submission(uri="test:1", body=body))


def parsed_html(html: str) -> ParsedArticle:
    """The parsed article of a page."""
    return parse(Submission(uri="test:1", html=html))


def kinds(article: ParsedArticle) -> list[tuple[str, str]]:
    """Kind and first words of every segment that is no gap."""
    return [
        (segment.kind.value, article.slice(segment)[:24])
        for segment in article.segments
        if segment.kind is not SegmentKind.GAP
    ]


def kind_of(article: ParsedArticle, start: str) -> str:
    """The kind of the segment that starts with these words."""
    return next(segment.kind.value for segment in article.segments if article.slice(segment).startswith(start))


def tiles(article: ParsedArticle) -> bool:
    """Whether the segments, joined, are the text, numbered in order."""
    joined = "".join(article.slice(segment) for segment in article.segments)
    return joined == article.text and [s.ordinal for s in article.segments] == list(range(len(article.segments)))
