"""Assembles the parsed article from canonical text, labelled lines and everything that sources say of its fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from shared.errors import EmptyText
from shared.model import LANGUAGE_KINDS, Dateline, FieldName, ParsedArticle, SegmentKind, Source, Submission
from shared.model import Warning as Notice
from workers.parsing.bylines import named_at_end
from workers.parsing.canonical import Canonical, canonicalise, one_line
from workers.parsing.dateline import DATELINE, DatelineFound, dateline_from, dateline_of
from workers.parsing.dates import published_in
from workers.parsing.fields import Said, said_of, settle
from workers.parsing.header import BULLETS
from workers.parsing.html.helper import read_page
from workers.parsing.html.records import Block
from workers.parsing.identity import canonical_url, own_sha256
from workers.parsing.labels import Labelled, is_stamp
from workers.parsing.language import languages_said
from workers.parsing.lines import Line, letters, lines_of
from workers.parsing.pullquotes import mark_pulled
from workers.parsing.segmenter import DECLARED, segment_blocks, segment_clean, segment_page
from workers.parsing.signatures import names_of
from workers.parsing.tiling import Piece, mark_repeats, tile

CLOSING = 3
"""Lines, from the last paragraph on, of which one may name the reporters or the agency."""

DATELINE_WORDS = 6
"""A line of so many words above or among the first paragraphs may be a dateline by itself: "BONN 1996-08-22"."""

MARKED = 0.9
"""As sure as a caption's block is a standfirst's, which the page marks."""

FIRST_PARAGRAPHS = 3
"""A dateline stands at the start of one of these, bylines and dates of publication before their end."""


def parse_lines(submission: Submission) -> ParsedArticle:
    """The article of a submission with `text` or `body`."""
    raw = submission.text if submission.text is not None else submission.body
    canonical = canonicalise(raw or "")
    lines = lines_of(canonical.text)
    labelled = segment_page(lines) if submission.text is not None else segment_clean(lines)
    return assemble(submission, (), canonical, labelled)


def parse_page(submission: Submission) -> ParsedArticle:
    """The article of a submission with `html`."""
    content = read_page(submission.html or "")
    if not content.blocks:
        canonical = canonicalise(content.text)
        canonical = replace(canonical, warnings=content.warnings + canonical.warnings)
        return assemble(submission, content.said, canonical, segment_page(lines_of(canonical.text)))
    headline = settle((*said_by_producer(submission), *content.said))[0].headline
    blocks = _headed(settle(content.said)[0].standfirst, _below(headline or "", content.blocks))
    body = "\n".join(block.text for block in blocks)
    canonical = Canonical(f"{headline}\n\n{body}" if headline else body, content.warnings)
    labelled = segment_blocks(lines_of(canonical.text, join=False), blocks, headline)
    return assemble(submission, content.said, canonical, labelled)


def _below(headline: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks without the headline at their top, or below a picture there: the text already begins with it."""
    top = next((n for n, block in enumerate(blocks) if block.kind is not SegmentKind.CAPTION), 0)
    again = len(blocks) > 1 and letters(blocks[top].text) == letters(headline)
    return blocks[:top] + blocks[top + 1 :] if again else blocks


def _headed(standfirst: str | None, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with the page's standfirst at their top: extractors often leave it out, or take it for a heading."""
    if standfirst is None:
        return blocks
    key = letters(standfirst)
    top = [n for n, block in enumerate(blocks[:FIRST_PARAGRAPHS]) if letters(block.text) == key]
    kept = tuple(block for n, block in enumerate(blocks) if n not in top)
    return (Block(standfirst, SegmentKind.STANDFIRST, MARKED), *kept) if kept else blocks


def said_by_producer(submission: Submission) -> tuple[Said, ...]:
    """The fields that the producer declares, in canonical form."""
    lines: tuple[FieldName, ...] = (
        "headline", "standfirst", "byline", "publisher", "url", "language", "dateline",
    )  # fmt: skip
    authors = tuple(filter(None, map(one_line, submission.authors))) or names_of(one_line(submission.byline))
    return (
        *(said for name in lines for said in said_of(name, (Source.DECLARED, one_line(getattr(submission, name))))),
        *said_of("authors", (Source.DECLARED, authors)),
        *said_of("published_at", (Source.DECLARED, submission.published_at)),
    )


def assemble(
    submission: Submission, page: tuple[Said, ...], canonical: Canonical, labelled: list[Labelled]
) -> ParsedArticle:
    """The article, or EmptyText if none of its lines is its own."""
    if not any(row.label.kind in LANGUAGE_KINDS - {SegmentKind.HEADLINE} for row in labelled):
        raise EmptyText("none of its lines belongs to an article", uri=submission.uri)
    pieces, dateline = _pieces(labelled)
    said = (*said_by_producer(submission), *page)
    own_words = " ".join(row.line.head for row in labelled if row.label.kind in LANGUAGE_KINDS)
    spoken = languages_said([each for each in said if each.field == "language"], own_words)
    others = (each for each in said if each.field != "language")
    fields, sources = settle((*others, *spoken, *_said_in(labelled, dateline)))
    article = ParsedArticle(
        **vars(fields) | {"dateline": dateline_from(fields.dateline, dateline)},
        uri=submission.uri,
        canonical_url=canonical_url(fields.url, submission.uri),
        field_sources=sources,
        text=canonical.text,
        text_sha256=canonical.sha256,
        edits=canonical.edits,
        decoding=submission.decoding,
        warnings=canonical.warnings + _language_warnings(fields.language) + _partial_warnings(submission),
        segments=tile(canonical.text, mark_repeats(canonical.text, mark_pulled(canonical.text, pieces))),
    )
    return article.model_copy(update={"own_text_sha256": own_sha256(article)})


def _pieces(labelled: list[Labelled]) -> tuple[list[Piece], Dateline | None]:
    pieces: list[Piece] = []
    paragraphs, found = 0, None
    for row in labelled:
        paragraphs += row.label.kind is SegmentKind.PARAGRAPH
        short = row.label.kind is not SegmentKind.PARAGRAPH and row.line.words <= DATELINE_WORDS
        if (row.label.kind is SegmentKind.PARAGRAPH or short) and found is None and paragraphs <= FIRST_PARAGRAPHS:
            read = dateline_of(row.line.text)
            found = None if read and short and read.length < len(row.line.text) else read
            pieces += _split(row, found)
        else:
            pieces.append(Piece(row.line.start, row.line.end, row.label))
    return pieces, found.dateline if found else None


def _split(row: Labelled, found: DatelineFound | None) -> Iterator[Piece]:
    line, start = row.line, row.line.start
    if found is not None:
        yield Piece(start, start + found.length, DATELINE)
        rest = line.text[found.length :]
        start += found.length + len(rest) - len(rest.lstrip())
    if start < line.end:
        yield Piece(start, line.end, row.label)


def _said_in(labelled: list[Labelled], dateline: Dateline | None) -> Iterator[Said]:
    """The fields in the lines around the first paragraphs; further down, names and dates are other articles'."""
    opening = list(_opening(labelled))
    # We put a declared headline above a page's lines ourselves: there it confirms nothing.
    of_kind = {row.label.kind: row.line.text for row in reversed(opening) if row.label is not DECLARED}
    byline = of_kind.get(SegmentKind.BYLINE)
    dated = (row.line.text for row in opening if is_stamp(row.label) or row.label.kind is SegmentKind.BYLINE)
    yield from said_of("headline", (Source.SEGMENTER, of_kind.get(SegmentKind.HEADLINE)))
    standfirst = of_kind.get(SegmentKind.STANDFIRST, "").lstrip("".join(BULLETS))
    yield from said_of("standfirst", (Source.SEGMENTER, standfirst))
    yield from said_of("byline", (Source.SEGMENTER, byline))
    yield from said_of("authors", (Source.SEGMENTER, names_of(byline) or names_of(named_at_end(_closing(labelled)))))
    yield from said_of("published_at", (Source.SEGMENTER, published_in(dated)))
    yield from said_of("dateline", (Source.SEGMENTER, dateline.exact if dateline else None))


def _closing(labelled: list[Labelled]) -> list[Line]:
    """The last paragraph and the lines right below it."""
    last = max((n for n, row in enumerate(labelled) if row.label.kind is SegmentKind.PARAGRAPH), default=0)
    return [row.line for row in labelled[last : last + CLOSING]]


def _opening(labelled: list[Labelled]) -> Iterator[Labelled]:
    paragraphs = 0
    for row in labelled:
        paragraphs += row.label.kind is SegmentKind.PARAGRAPH
        if paragraphs > FIRST_PARAGRAPHS:
            return
        yield row


def _language_warnings(language: str | None) -> tuple[Notice, ...]:
    if language is None or language.split("-")[0].lower() == "en":
        return ()
    return (Notice(code="language_not_supported", detail=f"{language}: entities and quotations are not looked for"),)


def _partial_warnings(submission: Submission) -> tuple[Notice, ...]:
    if not submission.partial:
        return ()
    return (Notice(code="partial", detail="a summary, not the article"),)
