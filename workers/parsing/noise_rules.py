"""Compiles the rules of noise.toml, which `noise` applies to every line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from shared.model import SegmentKind
from workers.language.lexicon import table
from workers.parsing.lines import plain


@dataclass(frozen=True)
class NoiseRule:
    """One kind of noise: lines that are one of `exact`, or that match a pattern."""

    name: str
    kind: SegmentKind
    confidence: float
    max_words: int
    tail: bool
    """The rule holds only where nothing but noise follows."""
    exact: frozenset[str]
    pattern: re.Pattern[str] | None
    inside: re.Pattern[str] | None
    """As `pattern`, for lines whose phrase holds one of `cues`: looking for those is fast."""
    cues: tuple[str, ...]


@cache
def noise_rules() -> tuple[NoiseRule, ...]:
    """The rules of noise.toml, in their order."""
    return tuple(
        NoiseRule(
            name=str(row["name"]),
            kind=SegmentKind(row["kind"]),
            confidence=float(row.get("confidence", 0.9)),
            max_words=int(row.get("max_words", 60)),
            tail=bool(row.get("tail", False)),
            exact=frozenset(map(plain, row.get("exact", ()))),
            pattern=_compiled(row.get("patterns", ())),
            inside=_compiled(row.get("inside", ())),
            cues=tuple(row.get("cues", ())),
        )
        for row in table("noise")["rule"]
    )


def _compiled(patterns: Iterable[str]) -> re.Pattern[str] | None:
    """One expression for all the patterns, case ignored; None for no pattern."""
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(joined, re.IGNORECASE) if joined else None
