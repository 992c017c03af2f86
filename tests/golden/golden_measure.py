"""How well extracted quotations fit the golden ones: F1 of stretches of content, and of stretches with their speaker.

A unit is a stretch of content without other words in it, counted in letters and digits, so that marks and blanks at
its ends do not matter. Quotations labelled `apart` (denials, declined comments) are neither asked for nor counted
wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from build import Gold
from golden_markup import Offsets

from shared.model import Article, Attribution

_SAME_STRETCH = 0.5
"""Shared letters over all letters from which two units count as the same: the usual bar of span evaluations."""


@dataclass(frozen=True)
class Unit:
    """A stretch of content, as the numbers of its letters, and who says it."""

    start: int
    stop: int
    kind: str
    name: str | None
    mention: range
    attribution: Attribution | None = None

    def overlap(self, other: Unit) -> float:
        """Shared letters over letters in either."""
        shared = max(0, min(self.stop, other.stop) - max(self.start, other.start))
        return shared / (self.stop - self.start + other.stop - other.start - shared)

    def inside(self, others: Iterable[Unit]) -> bool:
        """Whether at least half of it lies in one of the others."""
        half = (self.stop - self.start) / 2
        return any(min(self.stop, o.stop) - max(self.start, o.start) >= half for o in others)


@dataclass(frozen=True)
class Pairing:
    """The units of one article matched one to one, and how many of either side counted."""

    pairs: tuple[tuple[Unit, Unit], ...]
    gold: tuple[Unit, ...]
    found: int


@dataclass(frozen=True)
class Measures:
    """F1, each between 0 and 1."""

    direct_exact: float
    direct_joint: float
    all_overlap: float


def measure(articles: Iterable[tuple[Gold, Article]]) -> Measures:
    """The three figures over all articles."""
    both = [(list(gold_units(gold)), list(found_units(article))) for gold, article in articles]
    direct = [_pair(gold, found, {"direct"}, _exactly) for gold, found in both]
    every = [_pair(gold, found, {"direct", "mixed", "indirect"}, Unit.overlap) for gold, found in both]
    return Measures(_f1(direct), _joint_f1(direct), _f1(every))


def same_speaker(gold: Unit, found: Unit) -> bool:
    """The full name where the labels give one, else the words in the text."""
    if gold.name is None:
        return bool(set(gold.mention) & set(found.mention))
    wanted, given = _words(gold.name), _words(found.name or "")
    return wanted[0] in given and wanted[-1] in given


def _pair(gold: list[Unit], found: list[Unit], kinds: set[str], score: Callable[[Unit, Unit], float]) -> Pairing:
    wanted = [unit for unit in gold if unit.kind in kinds]
    pairs = match(wanted, found, score)
    taken = {id(unit) for _, unit in pairs}
    others = [unit for unit in gold if unit.kind not in kinds]
    wrong = [unit for unit in found if id(unit) not in taken and unit.kind in kinds and not unit.inside(others)]
    return Pairing(tuple(pairs), tuple(wanted), len(pairs) + len(wrong))


def match(gold: list[Unit], found: list[Unit], score: Callable[[Unit, Unit], float]) -> list[tuple[Unit, Unit]]:
    """One to one, the best fitting first."""
    scored = ((score(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found))
    pairs: dict[int, int] = {}
    for value, i, j in sorted(scored, key=lambda row: (-row[0], row[1], row[2])):
        if value >= _SAME_STRETCH and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return [(gold[i], found[j]) for i, j in pairs.items()]


def _exactly(gold: Unit, found: Unit) -> float:
    return float((gold.start, gold.stop) == (found.start, found.stop))


def _f1(pairings: list[Pairing]) -> float:
    right = sum(len(p.pairs) for p in pairings)
    return 2 * right / (sum(len(p.gold) for p in pairings) + sum(p.found for p in pairings))


def _joint_f1(pairings: list[Pairing]) -> float:
    """As `_f1`, a pair counting only with the right speaker; gold units without one are left out."""
    attributed = [pair for p in pairings for pair in p.pairs if _has_speaker(pair[0])]
    right = sum(same_speaker(gold, found) for gold, found in attributed)
    silent = sum(len(p.pairs) for p in pairings) - len(attributed)
    wanted = sum(_has_speaker(unit) for p in pairings for unit in p.gold)
    return 2 * right / (wanted + sum(p.found for p in pairings) - silent)


def _has_speaker(unit: Unit) -> bool:
    return unit.name is not None or bool(unit.mention)


def gold_units(gold: Gold) -> Iterator[Unit]:
    """The labelled stretches of an article."""
    rank = _ranks(gold["text"])
    for quotation in gold["quotes"]:
        places = [i for span in quotation["speaker_spans"] for i in span]
        mention = range(rank[places[0]], rank[places[1]]) if places else range(0)
        for start, stop in _stretches(quotation["spans"], rank):
            yield Unit(start, stop, quotation["kind"], quotation["speaker_resolved"], mention)


def found_units(article: Article) -> Iterator[Unit]:
    """The stretches that were found, with their confidence."""
    rank = _ranks(article.text)
    for quotation in article.quotations:
        speaker = quotation.speaker
        start, end = (speaker.start_char, speaker.end_char) if speaker else (None, None)
        mention = range(0) if start is None or end is None else range(rank[start], rank[end])
        spans = [(span.start_char, span.end_char) for span in quotation.spans]
        for first, stop in _stretches(spans, rank):
            name = speaker.name if speaker else None
            yield Unit(first, stop, quotation.kind, name, mention, quotation.attribution)


def _stretches(spans: Iterable[Offsets], rank: list[int]) -> list[Offsets]:
    """The spans in letters, joined where only marks and blanks stand between them."""
    joined: list[Offsets] = []
    for start, stop in sorted((rank[s], rank[e]) for s, e in spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        elif start < stop:
            joined.append((start, stop))
    return joined


def _ranks(text: str) -> list[int]:
    """How many letters and digits stand before each place."""
    return list(accumulate((char.isalnum() for char in text), initial=0))


def _words(name: str) -> list[str]:
    return [word.removesuffix("’s").removesuffix("'s").lower() for word in re.findall(r"[^\W_][\w.'’-]*", name)]
