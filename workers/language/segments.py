"""Decides which segments are read for names: the article's own words, crossheads among them."""

from __future__ import annotations

from shared.model import LANGUAGE_KINDS, ParsedArticle, Segment, SegmentKind

READ = LANGUAGE_KINDS | {SegmentKind.CROSSHEAD}
"""A crosshead holds no quotation, but it names who its part of the article is about."""


def read_segments(article: ParsedArticle) -> tuple[Segment, ...]:
    """The segments in which names are looked for, repeated ones left out, in order."""
    return tuple(s for s in article.segments if s.kind in READ and not s.repeated)
