"""Articles for these tests, written with marks: `[Jane Roe|PERSON]` is a name, `{she=Jane Roe}` a pronoun and whom it
means, `{he=}` a pronoun that must stay unanswered. Blank lines part the segments."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import NamedTuple

from shared.model import ParsedArticle, Segment, SegmentKind
from workers.entities.records import Name

MARK = re.compile(r"\[(?P<exact>[^|\]]+)\|(?P<label>[A-Z_]+)\]|\{(?P<pronoun>\w+)=(?P<means>[^}]*)\}")


class Marked(NamedTuple):
    """An article, the names marked in it, and for each marked pronoun's start whom it means."""

    article: ParsedArticle
    names: tuple[Name, ...]
    means: dict[int, str]


def article_of(text: str) -> ParsedArticle:
    """An article whose every non-blank line is a paragraph."""
    segments: list[Segment] = []
    for line in re.finditer(r"[^\n]+|\n+", text):
        kind = SegmentKind.PARAGRAPH if line.group().strip() else SegmentKind.GAP
        at = len(segments)
        segments.append(
            Segment(ordinal=at, kind=kind, start_char=line.start(), end_char=line.end(), rule="test", confidence=1)
        )
    digest = sha256(text.encode()).hexdigest()
    return ParsedArticle(uri="urn:test", text=text, text_sha256=digest, segments=tuple(segments), language="en")


def marked(text: str) -> Marked:
    """The article, names and pronouns of a marked text."""
    plain, position, names, means = "", 0, [], {}
    for mark in MARK.finditer(text):
        plain += text[position : mark.start()]
        position = mark.end()
        if mark["exact"]:
            names.append(Name(len(plain), len(plain) + len(mark["exact"]), mark["exact"], mark["label"]))
        else:
            means[len(plain)] = mark["means"]
        plain += mark["exact"] or mark["pronoun"]
    return Marked(article_of(plain + text[position:]), tuple(names), means)
