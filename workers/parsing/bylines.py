"""Decides which lines name the author: "By Jane Doe", or a bare name beside its date or its bearer's role."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shared.model import SegmentKind
from workers.language.gender import gender_of_given
from workers.language.lexicon import any_of, groups, words
from workers.parsing.dates import day_in
from workers.parsing.labels import Label, Part, is_stamp
from workers.parsing.lines import Line
from workers.parsing.noise import is_biography, noise_of
from workers.parsing.signatures import NAME, is_agency, is_person, signature_of
from workers.parsing.teasers import TEASER

_BYLINE = re.compile(
    rf"(?:(?i:{any_of(words('byline_kinds'))})?\s*[Bb][Yy] ?:?|BY ?:?)\s*(?<=[\s:])"
    r"(?=[A-ZÀ-ÞŁŠŽ@])(?P<names>[^!?]{3,140})$"
)
_BEHIND = re.compile(r" [|•·]|,? \d")
"""What parts the names of a byline from the time and from how long one reads."""

_SMALL = words("small_words") | words("name_particles") | {"with", "special"}
_OFFICE = rf"(?:{any_of(groups('newsroom')['roles'])})"
_DESK = rf"(?-i:{any_of(groups('newsroom')['desks'])})"
_OFFICE_LINE = re.compile(rf"(?:[\w’&,.-]+ ){{0,4}}(?:{_OFFICE}s?|{_DESK})\b(?:,? [\w’&.-]+){{0,4}}$", re.IGNORECASE)
_DESK_LINE = re.compile(rf"(?:The )?(?:[A-Z][\w.’]+ ){{1,3}}(?:{_DESK}|Staff)$")
"""A desk that signs: "Gazette Web Desk", "The Gazette Bureau"."""

_HANDLE = re.compile(r" @[\w/]{2,40}\b")
"""Its bearer's address in a network, behind a name: "Ada Lund @adalund"."""

_REPORTED = re.compile(r"\W{0,2}(?:[Rr]eporting|[Ww]riting|[Ww]ritten) by (?P<names>[^;.()]{3,120})")
_TOLD_OF = re.compile(rf"\W{{0,2}}(?P<name>{NAME}) (?:{any_of(groups('newsroom')['telling'])})\b")
_BETWEEN = " \t-–—|/•·,:"
BY_NAME = Label(SegmentKind.BYLINE, "bylines.by_name", 0.9)
BARE_NAME = Label(SegmentKind.BYLINE, "bylines.bare_name", 0.7)
WITH_TIME = Label(SegmentKind.BYLINE, "bylines.name_with_time", 0.8)
AGENCY = Label(SegmentKind.BYLINE, "bylines.agency_above_time", 0.7)
SIGNED_WORDS = 16
"""Words of a line with a name and a time; a longer one tells of both."""

NEAR = 2
"""Lines below a bare name in which a date or a role shows that the name is a byline."""


def is_byline(line: Line) -> bool:
    """Whether the line says "By Jane Doe"; "By Tuesday the river had risen" has too many small words for it."""
    if line.words > 18 or _BYLINE.match(line.head) is None:
        return False
    told = _BEHIND.split(line.text, maxsplit=1)[0]
    small = [word for word in told.split()[1:] if word.islower() and word.isalpha() and word not in _SMALL]
    return len(small) <= 1


def bare_bylines(between: list[Line], noise: Sequence[Label | None], end: int, opening: str) -> dict[int, Label]:
    """The label of the first line between a headline and the body (before line `end`) that is a bare name.

    A name is a byline if the time of publication or its bearer's role stands beside it, if it stands alone above the
    body, or if the body's opening does not tell of its bearer; other names are those of places, of sections, and of
    people in pictures.
    """
    found: dict[int, Label] = {}
    for n, line in enumerate(between):
        if signs_itself(line):
            return {line.number: WITH_TIME}
        beside = (*between[max(0, n - 1) : n], *between[n + 1 : n + 2])
        office = is_agency(line.head.split(",")[0]) or _DESK_LINE.match(line.head)
        if office and any(is_stamp(noise[other.number]) for other in beside):
            found.setdefault(line.number, AGENCY)
        elif may_sign(line, noise[line.number]) and _signs_here(between, n, noise, end, opening):
            found.setdefault(line.number, BARE_NAME)
    # Of several names, that with a known given name signs: "Infinite Scroll" and "Show Transcript" are labels.
    known = (line.number for line in between if line.number in found and _has_given_name(line))
    first = next(known, min(found, default=None))
    return {} if first is None else {first: found[first]}


def _signs_here(between: list[Line], n: int, noise: Sequence[Label | None], end: int, opening: str) -> bool:
    line = between[n]
    signature = signature_of(line.head)
    near = (*between[max(0, n - 1) : n], *between[n + 1 : n + 1 + NEAR])
    if (signature is not None and signature.shown) or any(_shows_byline(other, noise) for other in near):
        return True
    last = all(noise[below.number] for below in between[n + 1 :])
    alone = line.number + 1 == end and all(noise[above.number] for above in between[:n])
    return alone or _is_stranger(line, opening, last)


def signed_lines(lines: Sequence[Line]) -> dict[int, Label]:
    """The label of the first line that is a name with a time or a handle: for texts without a headline."""
    return next(({line.number: WITH_TIME} for line in lines if signs_itself(line)), {})


def signs_itself(line: Line) -> bool:
    """Whether the line is a name with the time or a handle: "Ada Lund - May 7, 2024", "Reuters, 7 May 2024"."""
    if line.words > SIGNED_WORDS or line.ends_sentence:
        return False
    day = day_in(line.head)
    if day is None and _HANDLE.search(line.head) is None:
        return False
    return signature_of(line.head) is not None or is_agency(line.head[: day.start() if day else 0].strip(_BETWEEN))


def named_at_end(lines: Sequence[Line]) -> str | None:
    """The names in the lines that close an article: "(Reporting by Ada Lund; Editing by ...)", "Ada Lund is a reporter
    for the Gazette", "- Reuters"; the first of these that there is."""
    reported = (match["names"] for line in lines if (match := _REPORTED.match(line.head)))
    agencies = (name for line in lines if is_agency(name := line.head.strip(f"{_BETWEEN}().")))
    told = (match["name"] for line in lines if (match := _TOLD_OF.match(line.head)) and is_biography(line))
    return next(reported, next(filter(is_person, told), next(agencies, None)))


def may_sign(line: Line, label: Label | None) -> bool:
    """Whether the line is a bare name, even one that with the date below it looks like another article's teaser."""
    free = label is None or label is TEASER or (label.part is Part.PATH and line.head.count("|") == 1)
    return free and (is_bare_name(line) or _is_shouted_name(line))


def is_bare_name(line: Line) -> bool:
    """Whether the line is one person's name or several, with the first one's role behind it or not."""
    return line.words <= 12 and not line.head.isupper() and signature_of(line.head) is not None


def _is_shouted_name(line: Line) -> bool:
    """Whether the line is a name in capitals, by a known given name: "ADA LUND", "ADA LUND, Staff Writer"."""
    name = signature_of(line.head) if line.words <= 12 and line.head[:3].isupper() else None
    return name is not None and gender_of_given((name.names[0].split(" ")[0].casefold(),)) is not None


def _has_given_name(line: Line) -> bool:
    signature = signature_of(line.head)
    return signature is not None and gender_of_given((signature.names[0].split(" ")[0].casefold(),)) is not None


def _is_stranger(line: Line, opening: str, last: bool) -> bool:
    """Whether the opening says nothing of the names, and the first is a known given name or nothing stands below."""
    signature = signature_of(line.head)
    if signature is None or any(name.rsplit(" ", 1)[-1].casefold() in opening for name in signature.names):
        return False
    return _has_given_name(line) or last


def _shows_byline(line: Line, noise: Sequence[Label | None]) -> bool:
    label = noise[line.number] or noise_of(line, tail=True)
    if label is not None and label.part in (Part.STAMP, Part.BIOGRAPHY):
        return True
    return label is None and _OFFICE_LINE.match(line.head) is not None
