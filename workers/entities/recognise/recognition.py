"""Runs the recogniser over the article's own words, whole, and keeps what it takes for names."""

from __future__ import annotations

from shared.model import ParsedArticle
from workers.entities.records import Name, Names, Recogniser
from workers.language.segments import read_segments


def recognise(article: ParsedArticle, recogniser: Recogniser) -> Names:
    """The names in the article's language segments, in text order, each inside one segment."""
    segments = read_segments(article)
    found = recogniser([article.slice(segment) for segment in segments])
    return tuple(
        Name(s.start_char + start, s.start_char + end, article.slice(s)[start:end], label, rule="recognise.model")
        for s, names in zip(segments, found, strict=True)
        for start, end, label in names
    )
