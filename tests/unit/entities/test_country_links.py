"""Countries are linked by their own names and demonyms, and by nothing else: scored through the whole stage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from shared.model import Submission
from workers.entities import find_entities
from workers.models import Models
from workers.parsing import parse

MARKED = Path(__file__).with_name("marked_countries.txt")
MARK = re.compile(r"\[([^\]=]+)=([^\]]+)\]")

PRECISION, RECALL = 0.99, 0.97


def articles() -> Iterator[tuple[str, dict[tuple[int, int], str | None]]]:
    """Each article's text, and the code (None: no link) of every marked name by its place."""
    for line in MARKED.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            gold: dict[tuple[int, int], str | None] = {}
            text = ""
            at = 0
            for mark in MARK.finditer(line):
                text += line[at : mark.start()]
                gold[len(text), len(text) + len(mark[1])] = None if mark[2] == "-" else mark[2]
                text += mark[1]
                at = mark.end()
            yield text + line[at:], gold


def links(text: str, models: Models) -> dict[tuple[int, int], str]:
    """The codes that the stage gives, by the place of the mention."""
    article = parse(Submission(uri="tag:marked", body=text))
    assert article.text.strip() == text
    found = find_entities(article, models.names)
    codes = {e.ordinal: link.id for e in found.entities for link in e.links if link.scheme == "iso3166"}
    shift = article.text.index(text)
    return {
        (m.start_char - shift, m.end_char - shift): codes[m.entity]
        for m in found.mentions
        if m.entity in codes and m.form == "name"
    }


def code_at(codes: Mapping[tuple[int, int], str | None], place: tuple[int, int]) -> str | None:
    """The code of what overlaps a place."""
    return next((code for (start, end), code in codes.items() if start < place[1] and place[0] < end), None)


def test_the_set_is_large_and_holds_traps() -> None:
    marks = [code for _, gold in articles() for code in gold.values()]

    assert len(marks) >= 150
    assert marks.count(None) >= 30


def test_country_links_on_the_own_set(models: Models) -> None:
    right, false, missed = 0, [], []
    for text, gold in articles():
        seen = links(text, models)
        right += sum(code is not None and code_at(seen, place) == code for place, code in gold.items())
        missed += [(text, place, code) for place, code in gold.items() if code and code_at(seen, place) != code]
        false += [(text, place, code) for place, code in seen.items() if code_at(gold, place) != code]

    assert right / (right + len(false)) >= PRECISION, false
    assert right / (right + len(missed)) >= RECALL, missed
