"""Measures the product's names with a network: F1 on the kit's sets, behind the product's own decoding and steps."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

from shared.model import Submission
from training.documents import BadData
from workers.entities.recognise.recognition import recognise
from workers.entities.recognise.steps import clean
from workers.entities.records import Recogniser
from workers.entities.tagger import Tagger
from workers.parsing import parse

SETS = {"GUM news": "entities-gum-news.jsonl", "EWT dev": "entities-ewt-dev.jsonl"}
KINDS = ("PERSON", "ORG", "LOC")

Figures = dict[str, dict[str, float]]
"""Exact and partial F1, in points of a hundred, by the sets' names."""


def judge(folder: Path, kit: Path) -> Figures:
    """The figures of the network in a folder. Raises BadData where the measuring kit is missing."""
    scorer, adapter = _script(kit, "score_entities"), _script(kit, "adapt")
    tagger = Tagger(folder)
    return {name: _figures(scorer, adapter, scorer.read(kit / "data" / file), tagger) for name, file in SETS.items()}


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


def _figures(scorer: ModuleType, adapter: ModuleType, gold: dict[str, Any], names: Recogniser) -> dict[str, float]:
    system = {uri: _found(adapter, uri, row["text"], names) for uri, row in gold.items()}
    scored = scorer.score_names(gold, system, KINDS)
    return {what: round(100 * scored[what]["f1"], 2) for what in ("exact", "partial")}


def _found(adapter: ModuleType, uri: str, text: str, names: Recogniser) -> dict[str, object]:
    article = parse(Submission(uri=uri, body=text))
    carry = adapter.back(article.text, text)
    found = [(carry(name.start, name.end), name.label) for name in clean(article, recognise(article, names))]
    return {"mentions": [{"start": at[0], "end": at[1], "label": label} for at, label in found if at]}
