"""Reads one hand-labelled article: plain text with tags in it, a line `---`, and a table of its quotations.

The markup is explained in README.md. All offsets are code points of the text with the tags taken out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby
from typing import TypeVar

CONTENT_KINDS = {"d": "direct", "t": "direct", "m": "mixed", "i": "indirect", "a": "apart"}
MARKS = "\"'“”‘’„‚«»‹›`"
_TOKEN = re.compile(
    r"\\(?P<literal>[\[\]{}])|\[(?P<tags>\d+[dtmiasc](?:\+\d+[dtmiasc])*) |(?P<close>\])|(?P<open>\{)|(?P<shut>\})"
)
_NUMBERS = re.compile(r"(\d+)(?:-(\d+))?")

Offsets = tuple[int, int]
T = TypeVar("T")


class MarkupError(ValueError):
    """The labels of an article do not hold together: correct the named file."""


@dataclass(frozen=True)
class Label:
    """What the table under the text says of one quotation: who speaks, of what class, by what medium, to whom."""

    name: str | None = None
    speaker_class: str = "unknown"
    medium: str | None = None
    addressee: str | None = None


@dataclass
class Tagged:
    """The places of one quotation in the text."""

    kinds: set[str] = field(default_factory=set)
    spans: list[Offsets] = field(default_factory=list)
    speaker: list[Offsets] = field(default_factory=list)
    cue: list[Offsets] = field(default_factory=list)


@dataclass(frozen=True)
class Marked:
    """One article read: its plain text, its stretches between marks, its quotations by number, its table, its edges."""

    text: str
    regions: tuple[Offsets, ...]
    quotations: dict[int, Tagged]
    labels: dict[int, Label]
    edges: tuple[str, ...]


def read(source: str) -> Marked:
    """The article of a marked-up file. Raises MarkupError."""
    body, _, table = source.partition("\n---\n")
    text, tagged, braces = _strip(body.strip("\n"))
    quotations: dict[int, Tagged] = defaultdict(Tagged)
    regions = set(braces)
    for tag, span in tagged:
        quotation = quotations[int(tag[:-1])]
        _place(quotation, tag[-1], span)
        if tag[-1] == "d":
            regions.update(_regions(text, span, braces))
    labels, edges = _table(table)
    _check(quotations, labels)
    return Marked(text, tuple(sorted(regions)), dict(sorted(quotations.items())), labels, edges)


def _strip(body: str) -> tuple[str, list[tuple[str, Offsets]], list[Offsets]]:
    """The plain text, every (tag, offsets), and the offsets of the braces."""
    out: list[str] = []
    at, length = 0, 0
    open_tags: list[tuple[str, int]] = []
    open_braces: list[int] = []
    tagged: list[tuple[str, Offsets]] = []
    braces: list[Offsets] = []
    for token in _TOKEN.finditer(body):
        plain = body[at : token.start()] + (token["literal"] or "")
        out.append(plain)
        at, length = token.end(), length + len(plain)
        if token["tags"]:
            open_tags.append((token["tags"], length))
        elif token["close"]:
            tags, start = _pop(open_tags, body, at)
            tagged += [(tag, (start, length)) for tag in tags.split("+")]
        elif token["open"]:
            open_braces.append(length)
        elif token["shut"]:
            braces.append((_pop(open_braces, body, at), length))
    if open_tags or open_braces:
        raise MarkupError(f"never closed: {open_tags or open_braces}")
    return "".join([*out, body[at:]]), sorted(tagged, key=lambda pair: pair[1]), braces


def _pop(stack: list[T], body: str, at: int) -> T:
    if not stack:
        raise MarkupError(f"closed but never opened: {body[max(0, at - 40) : at]!r}")
    return stack.pop()


def _place(quotation: Tagged, role: str, span: Offsets) -> None:
    if role == "s":
        quotation.speaker.append(span)
    elif role == "c":
        quotation.cue.append(span)
    else:
        quotation.kinds.add(CONTENT_KINDS[role])
        quotation.spans.append(span)


def _regions(text: str, span: Offsets, braces: list[Offsets]) -> list[Offsets]:
    """The stretches between marks of a direct span: all of it, paragraph by paragraph, unless braces say otherwise."""
    if any(span[0] <= start and end <= span[1] for start, end in braces):
        return []
    found = []
    for is_break, run in groupby(range(*span), key=lambda i: text[i] == "\n"):
        if is_break:
            continue
        inside = list(run)
        while inside and (text[inside[0]] in MARKS or text[inside[0]].isspace()):
            inside.pop(0)
        while inside and (text[inside[-1]] in MARKS or text[inside[-1]].isspace()):
            inside.pop()
        found.append((inside[0], inside[-1] + 1))
    return found


def _table(table: str) -> tuple[dict[int, Label], tuple[str, ...]]:
    labels: dict[int, Label] = {}
    edges: tuple[str, ...] = ()
    for line in filter(str.strip, table.splitlines()):
        if line.startswith("edges:"):
            edges = tuple(edge.strip() for edge in line.removeprefix("edges:").split(","))
            continue
        numbers, *cells = (cell.strip() for cell in line.split("|"))
        name, kind, medium, addressee = [*cells, *["-"] * (4 - len(cells))]
        label = Label(_or_none(name), kind, _or_none(medium), _or_none(addressee))
        for first, last in _NUMBERS.findall(numbers):
            labels |= dict.fromkeys(range(int(first), int(last or first) + 1), label)
    return labels, edges


def _or_none(cell: str) -> str | None:
    return None if cell == "-" else cell


def _check(quotations: dict[int, Tagged], labels: dict[int, Label]) -> None:
    for number, quotation in quotations.items():
        if len(quotation.kinds) != 1:
            raise MarkupError(f"quotation {number} has kinds {sorted(quotation.kinds)}, not one")
        if quotation.kinds == {"apart"}:
            continue
        if number not in labels:
            raise MarkupError(f"quotation {number} is not in the table")
        if not quotation.speaker and labels[number].speaker_class != "unknown":
            raise MarkupError(f"quotation {number} has a speaker in the table but none in the text")
    if strays := labels.keys() - quotations.keys():
        raise MarkupError(f"in the table but not in the text: {sorted(strays)}")
