"""Lexicons: the data files beside this module, read once a process."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from shared.model import SegmentKind
from workers.language import lexicon


@dataclass(frozen=True)
class NoiseRule:
    """One kind of noise: lines that are one of `exact`, or that match a pattern."""

    name: str
    kind: SegmentKind
    confidence: float
    max_words: int
    tail: bool
    """Holds only where nothing but noise follows."""
    exact: frozenset[str]
    pattern: re.Pattern[str] | None
    inside: re.Pattern[str] | None
    """As `pattern`, for lines whose phrase holds one of `cues`, which is quickly seen."""
    cues: tuple[str, ...]


@lru_cache(maxsize=1)
def noise_rules() -> tuple[NoiseRule, ...]:
    """The rules of noise.toml, in their order."""
    rows = lexicon.table("noise")["rule"]
    return tuple(
        NoiseRule(
            name=str(row["name"]),
            kind=SegmentKind(row["kind"]),
            confidence=float(row.get("confidence", 0.9)),
            max_words=int(row.get("max_words", 60)),
            tail=bool(row.get("tail", False)),
            exact=frozenset(map(plain, row.get("exact", ()))),
            pattern=any_of(row.get("patterns", ())),
            inside=any_of(row.get("inside", ())),
            cues=tuple(row.get("cues", ())),
        )
        for row in rows
    )


@lru_cache(maxsize=8)
def words(name: str) -> frozenset[str]:
    """The entries of a list file (one a line, # starts a comment), in lower case."""
    return frozenset(map(plain, lexicon.entries(name)))


@lru_cache(maxsize=8)
def beginnings(name: str) -> tuple[str, ...]:
    """The beginnings that a list file gives as entries ending in *."""
    return tuple(entry.removesuffix("*") for entry in lexicon.entries(name) if entry.endswith("*"))


def any_of(patterns: Iterable[str]) -> re.Pattern[str] | None:
    """One expression for all the patterns, case ignored; None for no pattern."""
    joined = "|".join(f"(?:{p})" for p in patterns)
    return re.compile(joined, re.IGNORECASE) if joined else None


def plain(phrase: str) -> str:
    """A phrase as lexicons hold it: lower case, straight apostrophes, single spaces, no marks at its ends."""
    text = phrase.casefold().replace("’", "'").replace("‘", "'")
    return " ".join(text.split()).strip(' \t:.!»›>|·•→-–—[](){}*…#+"“”')
