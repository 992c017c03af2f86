"""Measures the product's names on the kit's sets: F1 behind its own decoding and steps, or some of them."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from shared.model import ParsedArticle, Submission
from training.documents import BadData
from workers.entities.recognise.recognition import recognise
from workers.entities.recognise.steps import STEPS, Step, clean
from workers.entities.records import Names, Recogniser
from workers.entities.tagger import Tagger
from workers.parsing import parse

SETS = {"GUM news": "entities-gum-news.jsonl", "EWT dev": "entities-ewt-dev.jsonl"}
KINDS = ("PERSON", "ORG", "LOC")

Figures = dict[str, dict[str, float]]
"""Exact and partial F1, in points of a hundred, by the sets' names."""


class Read(NamedTuple):
    """A document of a set: its labels, the article that the product reads, and what the recogniser found in it."""

    gold: dict[str, Any]
    article: ParsedArticle
    names: Names


class Kit:
    """The measuring kit's scorer of names."""

    def __init__(self, folder: Path) -> None:
        """Raises BadData where the kit is missing."""
        self._folder = folder
        self._scorer, self._adapter = _script(folder, "score_entities"), _script(folder, "adapt")

    def read(self, name: str, recogniser: Recogniser) -> list[Read]:
        """The documents of one of SETS; the recogniser reads each once."""
        gold = self._scorer.read(self._folder / "data" / SETS[name])
        articles = ((row, parse(Submission(uri=uri, body=row["text"]))) for uri, row in gold.items())
        return [Read(row, article, recognise(article, recogniser)) for row, article in articles]

    def figures(self, read: Sequence[Read], steps: Iterable[Step] = STEPS) -> dict[str, float]:
        """Exact and partial F1 of what the steps leave."""
        steps = tuple(steps)
        system = {one.article.uri: self._found(one, steps) for one in read}
        scored = self._scorer.score_names({one.article.uri: one.gold for one in read}, system, KINDS)
        return {what: 100 * scored[what]["f1"] for what in ("exact", "partial")}

    def _found(self, one: Read, steps: Iterable[Step]) -> dict[str, object]:
        carry = self._adapter.back(one.article.text, one.gold["text"])
        found = [(carry(name.start, name.end), name.label) for name in clean(one.article, one.names, steps)]
        return {"mentions": [{"start": at[0], "end": at[1], "label": label} for at, label in found if at]}


def judge(folder: Path, kit: Path) -> Figures:
    """The figures of the network in a folder. Raises BadData where the measuring kit is missing."""
    measuring, tagger = Kit(kit), Tagger(folder)
    reached = {name: measuring.figures(measuring.read(name, tagger)) for name in SETS}
    return {name: {what: round(points, 2) for what, points in each.items()} for name, each in reached.items()}


def points(figures: Figures) -> float:
    """What a network is chosen by: its exact F1, on average over the sets."""
    return sum(each["exact"] for each in figures.values()) / len(figures)


def _script(kit: Path, name: str) -> ModuleType:
    path = kit / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.exists():
        raise BadData(f"no measuring kit at {kit}; name it by --kit")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
