"""Names the places of a dateline, which is no part of the prose that the recogniser reads: "KYIV, Ukraine —"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shared.model import ParsedArticle, SegmentKind
from workers.entities.records import Name, Names

RULE = "recognise.dateline"


def name_datelines(article: ParsedArticle, names: Names) -> Names:
    """The names with the dateline's place and region; in the prose, who bears the place's name is the place."""
    filed = list(_filed(article))
    told = {name.exact for name in filed} | {name.exact.title() for name in filed if name.exact.isupper()}
    return tuple(sorted((*filed, *(_placed(name, told) for name in names))))


def _placed(name: Name, told: set[str]) -> Name:
    mistaken = name.label in ("PERSON", "MISC") and name.exact in told
    return name.labelled("LOC", RULE) if mistaken else name


def _filed(article: ParsedArticle) -> Iterator[Name]:
    if article.dateline is None:
        return
    parts = [part for name in (article.dateline.place, article.dateline.region) if name for part in name.split("/")]
    for segment in article.segments:
        if segment.kind is not SegmentKind.DATELINE:
            continue
        position = segment.start_char
        for part in parts:
            match = re.compile(re.escape(part), re.IGNORECASE).search(article.text, position, segment.end_char)
            if match is not None:
                position = match.end()
                yield Name(*match.span(), match.group(), "LOC", rule=RULE)
