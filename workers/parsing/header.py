"""Decides which lines before the body are headline, standfirst and byline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from shared.model import SegmentKind
from workers.language.lexicon import any_of, words
from workers.parsing.bylines import BY_NAME, bare_bylines, is_byline, signed_lines
from workers.parsing.dateline import dateline_of
from workers.parsing.dates import time_in
from workers.parsing.labels import Label, Part, is_stamp
from workers.parsing.lines import Line
from workers.parsing.noise import is_biography

_SITE = re.compile(r"\s[|·•–—-]\s")
_AGO = re.compile(r"^\d+ ?\w+ ago$")
_TITLE = re.compile(r"\w{4,}")
_GENRE = re.compile(rf"(?:{any_of(words('genres'))}) ?[:|] ?\S", re.IGNORECASE)
BULLETS = ("•", "●", "▪", "*", "- ", "– ", "· ")
"""What an item of a list begins with."""

LOOK_BACK = 20
"""Lines before the body, without noise, that may hold its headline: further up is the page's navigation ..."""

FARTHEST = 80
"""... and so it is further up than so many lines of whatever kind: share menus have up to fifty."""

SURE, LIKELY = 1.5, 1.3
"""Scores that a headline needs: any line, and a line right above the byline."""

SIGNED = 4
"""Lines below a headline in which its byline or time stands."""

SENTENCE_STANDFIRST, LONGEST_STANDFIRST = 8, 60
"""Words."""

SHORTEST_TITLE, LONGEST_TITLE = 4, 25
"""Words of a headline above its standfirst."""

TITLE_CASE = 0.8
"""The share of capitalised words among those of four letters and more."""

ABOVE_BYLINE = 0.5
"""What a line right above the byline gains."""

KEY_EVENT = 1.5
"""What a line below "10m ago" loses: it is an entry of a live page."""

BARE_STANDFIRST = 5
"""Words in the shortest standfirst that stands right below the headline and is no sentence."""

ABOUT = 0.4
"""The share of a standfirst's words that the body's opening must repeat."""

LOOK_OVERLAP = 6000
"""Characters of the body in which a headline's words should recur."""


def label_header(lines: list[Line], start: int, noise: tuple[Label | None, ...], opening: str) -> dict[int, Label]:
    """The labels of the headline, standfirst and byline lines before line `start`, where the body begins."""
    top = look_back(noise, start)
    labels = {i: BY_NAME for i in range(top, start) if is_byline(lines[i])}
    words = opening[:LOOK_OVERLAP].casefold()
    headline = _headline(lines, start, noise, words, labels) or _genre_headline(lines, start, noise, words, labels)
    if headline is not None:
        headline = _without_site(lines[top:start], headline)
        labels[headline.number] = Label(SegmentKind.HEADLINE, "header.above_body", 0.8)
        for line in lines[top:start]:
            if line.number not in labels and _says_the_same(line, headline):
                labels[line.number] = Label(SegmentKind.BOILERPLATE, "header.headline_again", 0.8)
    # A page that names its headline in a bar, too, has standfirst and byline below the last of the two.
    above = max((line.number + 1 for line in lines[:start] if headline and line.key == headline.key), default=0)
    candidates = lines[max(above, top) : start]
    if SegmentKind.BYLINE not in (labels[n].kind for n in labels):
        labels |= (
            bare_bylines(candidates, noise, start, words)
            if headline is not None
            else signed_lines(candidates[-SIGNED:])
        )
    standfirst = _standfirst(candidates, noise, words, labels, headline is not None)
    if standfirst is not None:
        labels[standfirst.number] = Label(SegmentKind.STANDFIRST, "header.between_headline_and_body", 0.7)
    return labels


def look_back(noise: Sequence[Label | None], start: int) -> int:
    """The first of the lines above line `start` that may be the article's header."""
    farthest = max(0, start - FARTHEST)
    bare = [n for n in range(farthest, start) if noise[n] is None]
    return bare[-LOOK_BACK] if len(bare) >= LOOK_BACK else farthest


def _without_site(lines: list[Line], headline: Line) -> Line:
    """The headline's line without the page's name, if there are both: "Bridge Opens | Gazette", "Bridge Opens"."""
    if _SITE.search(headline.text) is None:
        return headline
    inside = (line for line in lines if line.words >= 3 and line.key in headline.key and line.key != headline.key)
    return next(inside, headline)


def first_paragraph(lines: list[Line], start: int, header: dict[int, Label], noise: tuple[Label | None, ...]) -> int:
    """Where the body begins: above `start` if only noise parts it from the line that looks like a standfirst.

    A standfirst stands above a byline, a time or a dateline, or right above the body.
    """
    found = next((n for n, label in header.items() if label.kind is SegmentKind.STANDFIRST), None)
    headed = any(label.kind is SegmentKind.HEADLINE for label in header.values())
    if found is None or not headed or not lines[found].prose or not lines[found].ends_sentence:
        return start
    between = range(found + 1, start)
    signed = any(n in header or (is_stamp(noise[n]) and time_in(lines[n].head)) for n in between)
    near = 0 < len(between) <= SIGNED
    return found if near and not signed and dateline_of(lines[start].text) is None else start


def _says_the_same(line: Line, headline: Line) -> bool:
    """Whether the line is the headline again, or the page's title with its name: "Bridge Opens | Gazette"."""
    return line.words >= 3 and (line.key in headline.key or headline.key in line.key) and line.words <= 30


def _standfirst(
    lines: list[Line], noise: tuple[Label | None, ...], opening: str, taken: dict[int, Label], headed: bool
) -> Line | None:
    """The line nearest to the headline (without one: to the body) that is a sentence or shares the body's words."""
    for line in lines if headed else reversed(lines):
        below = headed and line is lines[0] and _closed(lines, taken, noise)
        fewest = BARE_STANDFIRST if below else SENTENCE_STANDFIRST
        if (
            line.number in taken
            or noise[line.number]
            or line.truncated
            or not fewest <= line.words <= LONGEST_STANDFIRST
        ):
            continue
        if is_biography(line):
            continue
        if (above := noise[line.number - 1]) is not None and above.kind is SegmentKind.RELATED and line.number:
            continue
        signed = headed and line is lines[0] and line.number + 1 in taken
        if (headed and line.prose) or signed or below or _overlap(line, opening) >= ABOUT:
            return line
    return None


def _closed(lines: list[Line], taken: dict[int, Label], noise: Sequence[Label | None]) -> bool:
    """Whether the line below the first one is the byline or noise, and no title of another article."""
    return len(lines) == 1 or lines[1].number in taken or noise[lines[1].number] is not None


def _headline(
    lines: list[Line], start: int, noise: tuple[Label | None, ...], opening: str, taken: dict[int, Label]
) -> Line | None:
    best: tuple[float, Line] | None = None
    for line in lines[look_back(noise, start) : start]:
        if line.number in taken or noise[line.number] is not None or not 3 <= line.words <= 30 or time_in(line.head):
            continue
        if line.head.startswith(("http", *BULLETS)):
            continue
        score = _headline_score(line, opening, first=line.number == 0)
        score += 0.8 if _signed(_told_below(lines[line.number + 1 : start + SIGNED], noise), noise, taken) else 0
        score += ABOVE_BYLINE if line.number + 1 in taken else 0
        score -= KEY_EVENT if line.number and _AGO.search(lines[line.number - 1].head) else 0
        sure = score >= (SURE if line.number + 1 not in taken else LIKELY)
        score -= any(number < line.number for number in taken)  # what stands below a byline is rather a standfirst
        if sure and (best is None or score > best[0]):
            best = (score, line)
    if best is None:
        return None
    found = _above_standfirst(lines, best[1], noise, opening, taken)
    return next(line for line in lines[look_back(noise, start) : start] if line.key == found.key)


def _in_title_case(line: Line) -> bool:
    """Whether the longer words are capitalised, as in headlines of some papers, which never write standfirsts so."""
    longer: list[str] = _TITLE.findall(line.text)
    capitals = [word for word in longer if not word[0].islower()]
    return len(capitals) >= TITLE_CASE * max(3, len(longer))


def _told_below(below: list[Line], noise: Sequence[Label | None]) -> list[Line]:
    """The first lines below a headline that are its standfirst, its byline or its time, without share buttons."""
    told = (line for line in below if (label := noise[line.number]) is None or is_stamp(label))
    return list(islice(told, SIGNED))


def _above_standfirst(
    lines: list[Line], line: Line, noise: Sequence[Label | None], opening: str, taken: dict[int, Label]
) -> Line:
    """The headline right above a line that says more of the body's words, for that is its standfirst; else the line.

    "Tarn beats forecasts" above "Shares rise to a record; chief executive to step down in May".
    """
    above = lines[line.number - 1] if line.number else line
    free = noise[above.number] is None and above.number not in taken and not above.ends_sentence
    free = free and not above.head.startswith("http")
    titled = SHORTEST_TITLE <= above.words <= LONGEST_TITLE and not time_in(above.head)
    enough = ABOUT / 2 if line.ends_sentence else ABOUT
    small = any(map(str.islower, above.text.split()))  # a menu in one line has none
    cased = small and _in_title_case(above) and not _in_title_case(line)
    told = free and titled and not _says_the_same(above, line) and (cased or _overlap(above, opening) >= enough)
    return above if told else line


def _genre_headline(
    lines: list[Line], start: int, noise: tuple[Label | None, ...], opening: str, taken: dict[int, Label]
) -> Line | None:
    """A headline that names its genre ("In pictures: The lantern boats"), and so looks like a link to another article.

    It is the headline if the body repeats its words, and if there is no other headline.
    """
    for line in lines[look_back(noise, start) : start]:
        label = noise[line.number]
        if label is None or label.part is not Part.LINK or _GENRE.match(line.head) is None:
            continue
        bound = (
            ABOUT if line.number == 0 or _signed(lines[line.number + 1 : line.number + 3], noise, taken) else 2 * ABOUT
        )
        if 4 <= line.words <= 30 and _overlap(line, opening) >= bound:
            return line
    return None


def _signed(below: list[Line], noise: tuple[Label | None, ...], taken: dict[int, Label]) -> bool:
    """Whether a byline or the time of publication stands among the lines."""
    return any(is_stamp(noise[line.number]) or line.number in taken for line in below)


def _headline_score(line: Line, opening: str, first: bool) -> float:
    score = 3 * _overlap(line, opening) + (0.7 if line.alone else 0) + (1.0 if first and line.words >= 4 else 0)
    if line.text.endswith("."):
        score -= 1
    return score - (1 if line.truncated else 0)


def _overlap(line: Line, opening: str) -> float:
    """The share of the line's longer words that recur in the body's opening."""
    words = {word.casefold() for word in _TITLE.findall(line.text)}
    return sum(word in opening for word in words) / max(3, len(words))
