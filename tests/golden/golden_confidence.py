"""Whether a confidence is what it says: expected calibration error, over the golden articles or the kit's sets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from build import Gold
from golden_measure import Unit, found_units, gold_units, match, same_speaker

from shared.model import Article

BINS = 10


@dataclass(frozen=True)
class Outcome:
    """A confidence, and whether words and speaker were right."""

    confidence: float
    right: bool


def calibration_error(articles: Iterable[tuple[Gold, Article]]) -> float:
    """Mean distance between confidence and the share that is right, over ten bins weighed by their size."""
    bins: dict[int, list[Outcome]] = defaultdict(list)
    for outcome in outcomes(articles):
        bins[min(int(outcome.confidence * BINS), BINS - 1)].append(outcome)
    total = sum(len(group) for group in bins.values())
    return sum(abs(sum(o.confidence - o.right for o in group)) for group in bins.values()) / total


def outcomes(articles: Iterable[tuple[Gold, Article]]) -> Iterator[Outcome]:
    """Every stretch that was found; those labelled `apart` or without a speaker are left out."""
    for gold, article in articles:
        for unit, right in judged(gold, article):
            if unit.attribution is not None:
                yield Outcome(unit.attribution.confidence, right)


def judged(gold: Gold, article: Article) -> Iterator[tuple[Unit, bool]]:
    """Every stretch found in one article, and whether it is right."""
    wanted, found = list(gold_units(gold)), list(found_units(article))
    asked = [unit for unit in wanted if unit.kind != "apart"]
    partners = {id(mine): theirs for theirs, mine in match(asked, found, Unit.overlap)}
    for unit in found:
        partner = partners.get(id(unit))
        if partner is None:
            if not unit.inside(u for u in wanted if u.kind == "apart"):
                yield unit, False
        elif partner.name is not None or partner.mention:
            yield unit, bool(set(partner.mention) & set(unit.mention)) or same_speaker(partner, unit)
