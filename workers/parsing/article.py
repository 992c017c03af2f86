"""From canonical text and declared fields to the parsed article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from shared.errors import EmptyText
from shared.model import LANGUAGE_KINDS, Dateline, ParsedArticle, SegmentKind, Submission
from shared.model import Warning as Notice
from workers.parsing.canonical import Canonical, canonicalise, one_line
from workers.parsing.dateline import DatelineFound, dateline_of
from workers.parsing.dates import time_in
from workers.parsing.fields import Declared, names_of, prefer
from workers.parsing.html.page import read_page
from workers.parsing.labels import Label, Labelled
from workers.parsing.language import agreed_language
from workers.parsing.lines import lines_of
from workers.parsing.repeats import mark_repeats
from workers.parsing.segmenter import segment_blocks, segment_clean, segment_page
from workers.parsing.tiling import Piece, tile

_DATELINE = Label(SegmentKind.DATELINE, "place_before_mark", 0.9)
FIRST_PARAGRAPHS = 3
"""A dateline stands at the start of one of them, bylines and dates of publication before their end."""


def parse_lines(submission: Submission) -> ParsedArticle:
    """The article of a submission with `text` or `body`."""
    raw = submission.text if submission.text is not None else submission.body
    canonical = canonicalise(raw or "")
    lines = lines_of(canonical.text)
    labelled = segment_page(lines) if submission.text is not None else segment_clean(lines)
    return assemble(submission, declared_by(submission), canonical, labelled)


def parse_page(submission: Submission) -> ParsedArticle:
    """The article of a submission with `html`."""
    content = read_page(submission.html or "")
    declared = prefer(declared_by(submission), content.declared)
    if not content.blocks:
        canonical = canonicalise(content.text)
        return assemble(submission, declared, canonical, segment_page(lines_of(canonical.text)))
    body = "\n".join(block.text for block in content.blocks)
    headed = f"{declared.headline}\n\n{body}" if declared.headline else body
    canonical = Canonical(headed, content.warnings)
    labelled = segment_blocks(lines_of(canonical.text, join=False), content.blocks, declared.headline)
    return assemble(submission, declared, canonical, labelled)


def declared_by(submission: Submission) -> Declared:
    """The fields that the producer declares, in canonical form."""
    return Declared(
        headline=one_line(submission.headline),
        byline=one_line(submission.byline),
        authors=tuple(filter(None, map(one_line, submission.authors))),
        published_at=submission.published_at,
        publisher=one_line(submission.publisher),
        url=one_line(submission.url),
        language=one_line(submission.language),
    )


def assemble(
    submission: Submission, declared: Declared, canonical: Canonical, labelled: list[Labelled]
) -> ParsedArticle:
    """The article, or EmptyText if none of its lines is its own."""
    if not any(row.label.kind in LANGUAGE_KINDS - {SegmentKind.HEADLINE} for row in labelled):
        raise EmptyText("no line of it reads as an article's", uri=submission.uri)
    pieces, dateline = _pieces(labelled)
    found = _found(labelled)
    byline = declared.byline or found.byline
    language = one_line(submission.language) or agreed_language(declared.language, _own_words(labelled))
    return ParsedArticle(
        uri=submission.uri,
        headline=declared.headline or found.headline,
        standfirst=next((r.line.text for r in labelled if r.label.kind is SegmentKind.STANDFIRST), None),
        byline=byline,
        authors=declared.authors or names_of(byline),
        published_at=declared.published_at or found.published_at,
        publisher=declared.publisher,
        url=declared.url,
        language=language,
        dateline=dateline,
        text=canonical.text,
        text_sha256=canonical.sha256,
        warnings=canonical.warnings + _language_warnings(language) + _partial_warnings(submission),
        segments=tile(canonical.text, mark_repeats(canonical.text, pieces)),
    )


def _pieces(labelled: list[Labelled]) -> tuple[list[Piece], Dateline | None]:
    pieces: list[Piece] = []
    paragraphs, found = 0, None
    for row in labelled:
        paragraphs += row.label.kind is SegmentKind.PARAGRAPH
        if row.label.kind is SegmentKind.PARAGRAPH and found is None and paragraphs <= FIRST_PARAGRAPHS:
            found = dateline_of(row.line.text)
            pieces += _split(row, found)
        else:
            pieces.append(Piece(row.line.start, row.line.end, row.label))
    return pieces, found.dateline if found else None


def _split(row: Labelled, found: DatelineFound | None) -> Iterator[Piece]:
    line, start = row.line, row.line.start
    if found is not None:
        yield Piece(start, start + found.length, _DATELINE)
        rest = line.text[found.length :]
        start += found.length + len(rest) - len(rest.lstrip())
    if start < line.end:
        yield Piece(start, line.end, row.label)


def _found(labelled: list[Labelled]) -> Declared:
    """What the lines above and around the first paragraphs say; further down, names and dates are other articles'."""
    found = Declared()
    for row in _opening(labelled):
        if row.label.kind is SegmentKind.HEADLINE and found.headline is None:
            found = replace(found, headline=row.line.text)
        if row.label.kind is SegmentKind.BYLINE and found.byline is None:
            found = replace(found, byline=row.line.text)
        if row.label.rule in ("timestamp", "by_name") and found.published_at is None:
            found = replace(found, published_at=time_in(row.line.text))
    return found


def _opening(labelled: list[Labelled]) -> Iterator[Labelled]:
    paragraphs = 0
    for row in labelled:
        paragraphs += row.label.kind is SegmentKind.PARAGRAPH
        if paragraphs > FIRST_PARAGRAPHS:
            return
        yield row


def _own_words(labelled: list[Labelled]) -> str:
    return " ".join(row.line.head for row in labelled if row.label.kind in LANGUAGE_KINDS)


def _language_warnings(language: str | None) -> tuple[Notice, ...]:
    if language is None or language.split("-")[0].lower() == "en":
        return ()
    return (Notice(code="language_not_supported", detail=f"{language}: entities and quotations are not looked for"),)


def _partial_warnings(submission: Submission) -> tuple[Notice, ...]:
    if not submission.partial:
        return ()
    return (Notice(code="partial", detail="a summary, not the article"),)
