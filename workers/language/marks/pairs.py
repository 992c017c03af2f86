"""Pairs quotation marks into quoted stretches, line by line, so that an odd mark never costs another quotation.

Conventions of English newspapers (AP Stylebook, "quotation marks"; The Guardian style guide, "quotation marks"): outer
marks may be double or single, curly or straight; a quotation that runs over paragraphs is re-opened in each and closed
in the last only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from workers.language.cues import said_forms
from workers.language.lexicon import any_of
from workers.language.marks.lines import Line, begins_with_mark
from workers.language.marks.ticks import Side, Tick, find_ticks, pair_singles
from workers.language.works import is_title

_SAID = rf"(?:[\w.'’-]+\s+){{0,6}}?(?:{any_of(said_forms())})\b"
_REPORT = re.compile(rf"[,.?!]\s+(?={_SAID})")
"""Where somebody's words end before "he said" although no mark closes them."""
_QUOTED_REPORT = re.compile(rf"[,.?!][”\"»]\s+{_SAID}")
_SIGNED = re.compile(r"\s*[—–―]\s*[A-ZÀ-ÖØ-Þ][\w.'’-]*(?:[\s,]+[A-ZÀ-ÖØ-Þ][\w.'’-]*){0,5}\s*$")
"""A dash and a name up to the end of the line, as without_cue/labels.py reads them."""
_MIXED_REPORT = re.compile(rf"[,.?!]['’](?=\s+{_SAID})")
"""The same where a single mark stands in for the double one that closes."""
_SHORT_REPORT = re.compile(rf"[,?!]\s+(?={_SAID}(?:\s+[\w.'’-]+){{0,4}}\.(?:\s|$))")
"""The same where the next line opens with a mark, and the quotation may as well run on: "he said" ends its sentence."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch between outer marks: offsets with the marks (`start`, `end`) and without (`inner_start`, `inner_end`).

    `resumed` is true where the stretch goes on from the one before it over a paragraph border; `title` where the words
    are the name of something.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool = True
    resumed: bool = False
    title: bool = False

    @property
    def inner(self) -> tuple[int, int]:
        """Offsets without the marks."""
        return self.inner_start, self.inner_end


def find_quoted(text: str, lines: Sequence[Line]) -> tuple[tuple[Quoted, ...], ...]:
    """The outermost quoted stretches of each line, in order."""
    result: list[tuple[Quoted, ...]] = []
    is_open = False
    for number, line in enumerate(lines):
        opens_next = number + 1 < len(lines) and begins_with_mark(text, lines[number + 1])
        found = _line_quoted(text, line, is_open, opens_next)
        is_open = bool(found) and not found[-1].closed
        result.append(found)
    return tuple(result)


def _line_quoted(text: str, line: Line, is_open: bool, opens_next: bool) -> tuple[Quoted, ...]:
    ticks = find_ticks(text, line.start, line.end)
    signed = _signed(text, line, ticks)
    if signed is not None:
        return (signed,)
    doubles = list(_pair_doubles(text, line, [t for t in ticks if t.double], is_open, opens_next))
    free = [t for t in ticks if not t.double and not any(d.start < t.start < d.end for d in doubles)]
    singles = [Quoted(a.start, b.end, a.end, b.start) for a, b in pair_singles(text, free)]
    if not doubles and not singles and opens_next:
        singles = [
            _to_the_end(text, line, t) for t in free[:1] if t.side is Side.OPEN and _runs_on(text, line, t, True)
        ]
    outer = [d for d in doubles if not any(s.start < d.start and d.end < s.end for s in singles)]
    singles = [s for s in singles if not any(s.start < d.end and d.start < s.end for d in outer)]
    kept = sorted((_bare(text, q) for q in [*outer, *singles] if _has_words(text, q)), key=lambda q: q.start)
    if kept and is_open and kept[0].start == _first_letter(text, line):
        kept[0] = replace(kept[0], resumed=True)
    return tuple(replace(q, title=is_title(text, line.start, q.start, q.end, text[slice(*q.inner)])) for q in kept)


def _signed(text: str, line: Line, ticks: list[Tick]) -> Quoted | None:
    """A reader's line from its first mark to its signature, whatever odd marks stand within."""
    first, last = _first_letter(text, line), [t for t in ticks if t.double]
    if len(last) <= 2 or last[0].start != first or _SIGNED.match(text, last[-1].end, line.end) is None:
        return None
    if _QUOTED_REPORT.search(text, last[0].end, last[-1].start):
        return None
    return Quoted(first, last[-1].end, last[0].end, last[-1].start)


def _bare(text: str, quoted: Quoted) -> Quoted:
    """The stretch without the blanks that French marks have inside them."""
    inner = text[quoted.inner_start : quoted.inner_end]
    start = quoted.inner_start + len(inner) - len(inner.lstrip())
    return replace(quoted, inner_start=start, inner_end=start + len(inner.strip()))


def _pair_doubles(text: str, line: Line, ticks: list[Tick], is_open: bool, opens_next: bool) -> Iterator[Quoted]:
    stack: list[Tick] = []
    if is_open and ticks and _closes_what_ran_on(text, line, ticks):
        first = _first_letter(text, line)
        yield Quoted(first, ticks[0].end, first, ticks[0].start)
        ticks = ticks[1:]
    for index, tick in enumerate(ticks):
        if _opens(tick, stack):
            if stack and not _is_nested(stack, ticks, index):
                yield from _unclosed(text, line, stack[0], tick.start, opens_next=False)
                stack.clear()
            stack.append(tick)
            continue
        within = stack[-1] if stack else tick
        opener = _pop(stack, tick)
        if opener is not None and not stack:
            yield from _closed(text, opener, within, tick)
    if stack:
        yield from _unclosed(text, line, stack[0], line.end, opens_next)


def _closed(text: str, opener: Tick, within: Tick, closer: Tick) -> Iterator[Quoted]:
    """A closed stretch; or two where somebody reports between its opener and another mark that was never closed."""
    report = _MIXED_REPORT.search(text, opener.end, within.start) if within.start > opener.start else None
    if report is not None:
        yield Quoted(opener.start, report.end(), opener.end, report.start() + 1)
        opener = within
    yield Quoted(opener.start, closer.end, opener.end, closer.start)


def _unclosed(text: str, line: Line, opener: Tick, end: int, opens_next: bool) -> Iterator[Quoted]:
    """A stretch whose closing mark was forgotten: up to the reporting clause, else to the end of its line."""
    if not _runs_on(text, line, opener, opens_next):
        return
    report = (_SHORT_REPORT if opens_next else _REPORT).search(text, opener.end, end)
    report = report or _MIXED_REPORT.search(text, opener.end, end)
    if report is not None:
        stop = report.start() + 1
        yield Quoted(opener.start, stop, opener.end, stop)
    elif end == line.end:
        yield _to_the_end(text, line, opener)


def _to_the_end(text: str, line: Line, opener: Tick) -> Quoted:
    end = line.start + len(text[line.start : line.end].rstrip())
    return Quoted(opener.start, end, opener.end, end, closed=False)


def _opens(tick: Tick, stack: list[Tick]) -> bool:
    if tick.side is Side.EITHER:
        return not any(t.style == tick.style for t in stack)
    return tick.side is Side.OPEN


def _is_nested(stack: list[Tick], ticks: list[Tick], index: int) -> bool:
    """Whether a mark that opens while another is open stands inside it, rather than after one left unclosed."""
    style = ticks[index].style
    if stack[-1].style != style:
        return True
    following = (ticks[i].side for i in range(index + 1, len(ticks)) if ticks[i].style == style)
    first_two = list(islice(following, 2))
    return len(first_two) == 2 and Side.OPEN not in first_two


def _pop(stack: list[Tick], closer: Tick) -> Tick | None:
    """The opener that `closer` closes: the nearest of its own style, else the only one that is open."""
    for depth in range(len(stack) - 1, -1, -1):
        if stack[depth].style == closer.style:
            opener = stack[depth]
            del stack[depth:]
            return opener
    return stack.pop() if len(stack) == 1 else None


def _closes_what_ran_on(text: str, line: Line, ticks: list[Tick]) -> bool:
    """A paragraph that was not re-opened but holds the closing mark of the quotation before it."""
    return ticks[0].side is Side.CLOSE and ticks[0].start > _first_letter(text, line)


def _runs_on(text: str, line: Line, opener: Tick, opens_next: bool) -> bool:
    """An unclosed mark is believed where a quotation may begin: at the line's start, after a comma or a colon.

    Where the next line opens with a mark, so may one after a sentence.
    """
    before = text[line.start : opener.start].rstrip()
    return not before or before[-1] in (",:.!?" if opens_next else ",:")


def _first_letter(text: str, line: Line) -> int:
    stretch = text[line.start : line.end]
    return line.start + len(stretch) - len(stretch.lstrip())


def _has_words(text: str, quoted: Quoted) -> bool:
    return any(c.isalnum() for c in text[quoted.inner_start : quoted.inner_end])
