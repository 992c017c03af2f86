"""Decides which lines name the author: "By Jane Doe", or a bare name beside its date or its bearer's role."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shared.model import SegmentKind
from workers.language.gender import gender_of_given
from workers.language.lexicon import any_of, groups, words
from workers.parsing.dates import DAY, day_in
from workers.parsing.gazetteer import is_place, is_region
from workers.parsing.labels import Label, Part, is_stamp
from workers.parsing.lines import Line, plain
from workers.parsing.noise import noise_of
from workers.parsing.teasers import TEASER

_BYLINE = re.compile(
    rf"(?:(?i:{any_of(words('byline_kinds'))})?\s*[Bb][Yy]:?|BY:?)\s+"
    r"(?=[A-ZÀ-ÞŁŠŽ@])(?P<names>[^!?]{3,140})$"
)
_SMALL = words("small_words") | words("name_particles") | {"with", "special"}
_PART = rf"[A-ZÀ-ÞŁŠŽ][\w’'.-]*(?: (?:{any_of(words('name_particles'))})){{0,2}}"
_NAME = rf"{_PART}(?: {_PART}){{0,2}} [A-ZÀ-ÞŁŠŽ][\w’'.-]+"
_PLACE = r"[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+)?"
_OFFICE = rf"(?:{any_of(groups('newsroom')['roles'])})"
_BARE = re.compile(
    rf"(?P<names>{_NAME}(?: in {_PLACE})?(?:(?:, | and | & |, and ){_NAME}(?: in {_PLACE})?){{0,4}})"
    rf"(?:(?:,| \||:)? (?i:[\w &’-]{{0,30}}\b{_OFFICE}))?$"
)
_DESK = rf"(?-i:{any_of(groups('newsroom')['desks'])})"
_OFFICE_LINE = re.compile(rf"(?:[\w’&,.-]+ ){{0,4}}(?:{_OFFICE}s?|{_DESK})\b(?:,? [\w’&.-]+){{0,4}}$", re.IGNORECASE)
_IN = re.compile(rf" in {_PLACE}")
_HANDLE = r"@[\w/]{2,40}"
_HANDLED = re.compile(rf"(?P<names>{_NAME}(?:(?:, | and | & ){_NAME})?)(?: {_HANDLE})+(?: ?/.{{1,30}})?$")
"""A name with its bearer's address in a network: "Ada Lund @adalund"."""

_DATE_FIRST = re.compile(
    rf".{{6,60}}\b(?i:by):? (?P<names>{_NAME}(?:(?:, | and | & ){_NAME})?)(?:, [A-Z]{{2,4}}\b.*)?$"
)
"""The time before the name: "Monday May 6, 2024 7:45 am PST by Ada Lund"."""

_REPORTED = re.compile(r"\W{0,2}(?:[Rr]eporting|[Ww]riting|[Ww]ritten) by (?P<names>[^;.()]{3,120})")
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
    return sum(word.islower() and word.isalpha() and word not in _SMALL for word in line.text.split()[1:]) <= 1


def bare_bylines(between: list[Line], noise: Sequence[Label | None], end: int, opening: str) -> dict[int, Label]:
    """The label of the first line between a headline and the body (before line `end`) that is a bare name.

    A name is a byline if the time of publication or its bearer's role stands beside it, if it stands alone above the
    body, or if the body's opening does not tell of its bearer; other names are those of places, of sections, and of
    people in pictures.
    """
    for n, line in enumerate(between):
        if signs_itself(line):
            return {line.number: WITH_TIME}
        if _is_agency(line) and any(is_stamp(noise[other.number]) for other in between[n + 1 : n + 2]):
            return {line.number: AGENCY}
        if may_sign(line, noise[line.number]):
            near = (*between[max(0, n - 1) : n], *between[n + 1 : n + 1 + NEAR])
            alone = line.number + 1 == end and all(noise[above.number] for above in between[:n])
            if alone or any(_shows_byline(other, noise) for other in near) or _is_stranger(line, opening):
                return {line.number: BARE_NAME}
    return {}


def signed_lines(lines: Sequence[Line]) -> dict[int, Label]:
    """The label of the first line that is a name with a time or a handle: for texts without a headline."""
    return next(({line.number: WITH_TIME} for line in lines if signs_itself(line)), {})


def signs_itself(line: Line) -> bool:
    """Whether the line is a name with the time or a handle: "Ada Lund - May 7, 2024", "Reuters, 7 May 2024"."""
    if line.words > SIGNED_WORDS or line.ends_sentence:
        return False
    if (handled := _HANDLED.match(line.head)) is not None:
        return _is_person(handled["names"])
    if (day := day_in(line.head)) is None:
        return False
    if (last := _DATE_FIRST.match(line.head)) is not None and day.end() <= last.start("names"):
        return _is_person(last["names"])
    before = re.sub(rf"\W*{DAY},?$", "", line.head[: day.start()].rstrip(_BETWEEN), flags=re.IGNORECASE).rstrip(
        _BETWEEN
    )
    bare = _BARE.fullmatch(before)
    return plain(before) in words("agencies") or (bare is not None and _is_person(bare["names"]))


def named_at_end(lines: Sequence[Line]) -> str | None:
    """The names in the lines that close an article: "(Reporting by Ada Lund; Editing by ...)", else "- Reuters"."""
    reported = (match["names"] for line in lines if (match := _REPORTED.match(line.head)))
    agencies = (name for line in lines if plain(name := line.head.strip(f"{_BETWEEN}().")) in words("agencies"))
    return next(reported, next(agencies, None))


def _is_agency(line: Line) -> bool:
    return plain(line.head.split(",")[0]) in words("agencies")


def may_sign(line: Line, label: Label | None) -> bool:
    """Whether the line is a bare name, even one that with the date below it looks like another article's teaser."""
    return (label is None or label is TEASER) and is_bare_name(line)


def is_bare_name(line: Line) -> bool:
    """Whether the line is one person's name or several, with the first one's role behind it or not."""
    match = _BARE.match(line.head) if line.words <= 12 else None
    if match is None or match["names"].isupper():
        return False
    names = [_IN.sub("", name) for name in re.split(r",? and | & |, ", match["names"])]
    return _is_person(names[0]) and all(_is_person(name) or _OFFICE_LINE.match(name) for name in names[1:])


def _is_stranger(line: Line, opening: str) -> bool:
    """Whether the line is one person's full name, by a known given name, and the opening says nothing of them."""
    first, *_, last = line.head.split()
    return line.words in (2, 3) and gender_of_given((first.casefold(),)) is not None and last.casefold() not in opening


def _is_person(name: str) -> bool:
    spoken = any(plain(word) in words("no_names") for word in name.split())
    return not spoken and not (is_place(name) or is_region(name))


def _shows_byline(line: Line, noise: Sequence[Label | None]) -> bool:
    label = noise[line.number] or noise_of(line, tail=True)
    if label is not None and label.part in (Part.STAMP, Part.BIOGRAPHY):
        return True
    return label is None and _OFFICE_LINE.match(line.head) is not None
