"""Shows an article as HTML in a notebook: its text with the quotations, speakers, cues and names in place.

The HTML is whole: no script, no style sheet, no picture, nothing that another place serves. Its colours are
translucent, so that it can be read on white and on black; each mark has a line or a weight, too.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Protocol

from shared.model.entities import Entity, Mention, MentionForm
from shared.model.parsed import LANGUAGE_KINDS, Segment, SegmentKind
from shared.model.quotations import Quotation, QuotationKind
from shared.model.spans import Mark, Piece, pieces

QUOTED = {
    QuotationKind.DIRECT: "background:rgba(255,196,0,.3);border-bottom:2px solid",
    QuotationKind.MIXED: "background:rgba(255,196,0,.2);border-bottom:2px dashed",
    QuotationKind.INDIRECT: "background:rgba(255,196,0,.1);border-bottom:2px dotted",
}
SPEAKER = "font-weight:bold;background:rgba(0,136,255,.25)"
CUE = "font-style:italic;background:rgba(128,128,128,.25)"
NAME = "text-decoration:underline dotted"
BOX = "max-width:45em;padding:.5em 1em;border:1px solid rgba(128,128,128,.5);line-height:1.6"
PARAGRAPH = "margin:.6em 0;white-space:pre-line;overflow-wrap:anywhere"
LOOKS = dict.fromkeys(LANGUAGE_KINDS, "") | {
    SegmentKind.HEADLINE: ";font-size:1.3em;font-weight:bold",
    SegmentKind.STANDFIRST: ";font-size:1.1em",
    SegmentKind.CROSSHEAD: ";font-weight:bold",
}
DIMMED = ";opacity:.75;font-size:.85em"
"""For byline, caption, page furniture: the segments that are read for no quotation."""


class Shown(Protocol):
    """What of an article is shown."""

    @property
    def text(self) -> str:
        """The canonical text."""

    @property
    def language(self) -> str | None:
        """Its language."""

    @property
    def segments(self) -> tuple[Segment, ...]:
        """Its stretches."""

    @property
    def entities(self) -> tuple[Entity, ...]:
        """Whom and what it names."""

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Where it names them."""

    @property
    def quotations(self) -> tuple[Quotation, ...]:
        """Who says what."""


@dataclass(frozen=True, slots=True)
class Ink:
    """How a mark looks, and what a pointer on it is told."""

    style: str
    told: str


Inks = dict[tuple[str, int], Ink]
"""The looks of marks, by their kind and number."""


def article_html(article: Shown) -> str:
    """The whole article as one block of HTML. Nothing in the text can become markup."""
    starts = [segment.start_char for segment in article.segments]
    whole = pieces(article.text, list(_marks(article)), starts)
    numbers = {each.spans[0].start_char: each.ordinal + 1 for each in article.quotations}
    inks = dict(_inks(article))
    body = "".join(
        _block(article.segments[nth] if nth >= 0 else None, list(of), inks, numbers)
        for nth, of in groupby(whole, key=lambda piece: bisect_right(starts, piece.start) - 1)
    )
    language = f' lang="{escape(article.language)}"' if article.language else ""
    return f'<div style="{BOX}">{_legend()}<div dir="auto"{language}>{body}</div>{_list(article)}</div>'


def _marks(article: Shown) -> Iterator[Mark]:
    """Where ink falls: spans, cues and speakers by their quotation's number, names by their mention's."""
    for quotation in article.quotations:
        for span in quotation.spans:
            yield Mark(span.start_char, span.end_char, "quotation", quotation.ordinal)
        if quotation.cue:
            yield Mark(quotation.cue.start_char, quotation.cue.end_char, "cue", quotation.ordinal)
        speaker = quotation.speaker
        if speaker and speaker.start_char is not None and speaker.end_char is not None:
            yield Mark(speaker.start_char, speaker.end_char, "speaker", quotation.ordinal)
    for mention in article.mentions:
        if mention.form is MentionForm.NAME:
            yield Mark(mention.start_char, mention.end_char, "mention", mention.ordinal)


def _inks(article: Shown) -> Iterator[tuple[tuple[str, int], Ink]]:
    for quotation in article.quotations:
        number, who = quotation.ordinal, _who(quotation)
        yield ("quotation", number), Ink(QUOTED[quotation.kind], f"{number + 1}. {who}: {_how(quotation)}")
        yield ("cue", number), Ink(CUE, "cue")
        yield ("speaker", number), Ink(SPEAKER, f"speaker: {who}")
    names = {entity.ordinal: f"{entity.name}, {entity.kind}" for entity in article.entities}
    for mention in article.mentions:
        yield ("mention", mention.ordinal), Ink(NAME, names.get(mention.entity, mention.label))


def _block(segment: Segment | None, of: list[Piece], inks: Inks, numbers: dict[int, int]) -> str:
    """A segment as a paragraph; the gaps between segments show as the space between paragraphs."""
    if not "".join(piece.text for piece in of).strip():
        return ""
    style = PARAGRAPH if segment is None else PARAGRAPH + LOOKS.get(segment.kind, DIMMED)
    return f'<p style="{style}">{"".join(_piece(piece, inks, numbers) for piece in of)}</p>'


def _piece(piece: Piece, inks: Inks, numbers: dict[int, int]) -> str:
    words = escape(piece.text)
    if not piece.marks:
        return words
    number = f"<sup>{numbers[piece.start]}</sup>" if piece.start in numbers else ""
    on = [inks[mark.kind, mark.number] for mark in reversed(piece.marks)]
    styles = ";".join(dict.fromkeys(ink.style for ink in on))
    told = escape("; ".join(dict.fromkeys(ink.told for ink in on)))
    return f'{number}<span style="{styles}" title="{told}">{words}</span>'


def _legend() -> str:
    looks = [(kind.value, style) for kind, style in QUOTED.items()] + [
        ("speaker", SPEAKER),
        ("cue", CUE),
        ("name", NAME),
    ]
    keys = " ".join(f'<span style="{style}">{word}</span>' for word, style in looks)
    return f'<p style="margin:0;font-size:.85em">{keys}</p>'


def _list(article: Shown) -> str:
    """Who says what, in a list that opens: for readers without a pointer."""
    rows = "".join(
        f"<li><b><bdi>{escape(_who(each))}</bdi></b> ({escape(_how(each))}): <bdi>{escape(each.content)}</bdi></li>"
        for each in article.quotations
    )
    count = len(article.quotations)
    noun = "quotation" if count == 1 else "quotations"
    return f"<details><summary>{count} {noun}</summary><ol>{rows}</ol></details>"


def _who(quotation: Quotation) -> str:
    speaker = quotation.speaker
    return (speaker and (speaker.name or speaker.exact)) or "nobody named"


def _how(quotation: Quotation) -> str:
    act = "" if quotation.act == "statement" else f" {quotation.act.replace('_', ' ')}"
    return f"{quotation.kind}{act}, {quotation.attribution.method} {quotation.attribution.confidence:.2f}"
