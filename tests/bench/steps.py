"""What each post-processing step of the entities gives: exact and partial F1 with all steps, less the F1 without it.

    python -m tests.bench.steps     writes the table of docs/quality.md anew (between its two marks)

Needs the measuring kit beside the checkout, as `make quality` does; the model reads each article once.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any, NamedTuple

import click

from shared.model import ParsedArticle, Submission
from tests.quality.__main__ import KIT, PAGE
from workers.entities.recognise.recognition import recognise
from workers.entities.recognise.steps import STEPS, Step, clean
from workers.entities.records import Name
from workers.models import load
from workers.parsing import parse

SETS = {"GUM news": "entities-gum-news.jsonl", "EWT dev": "entities-ewt-dev.jsonl"}
KINDS = ["PERSON", "ORG", "LOC"]
BEGIN, END = "<!-- steps -->", "<!-- /steps -->"

Gold = dict[str, dict[str, Any]]


class Read(NamedTuple):
    """An article and what the recogniser found in it."""

    article: ParsedArticle
    names: tuple[Name, ...]


class Figures(NamedTuple):
    """Exact and partial F1, in points of a hundred."""

    exact: float
    partial: float


def main() -> None:
    """Measure all sets, print the table, put it into the page."""
    if not KIT.exists():
        sys.exit(f"no measuring kit at {KIT}; set ONRECORD_KIT")
    scorer, adapter = _script("score_entities"), _script("adapt")
    golds: list[Gold] = [scorer.read(KIT / "data" / file) for file in SETS.values()]
    measured = [_measure(scorer, adapter, gold, [*_read(gold)]) for gold in golds]
    table = "\n".join(_table(measured))
    click.echo(table)
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(
        re.sub(rf"{BEGIN}.*{END}", lambda _: f"{BEGIN}\n{table}\n{END}", page, flags=re.S), encoding="utf-8"
    )


def _script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, KIT / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _read(gold: Gold) -> Iterator[Read]:
    model = load().names
    for uri, row in gold.items():
        article = parse(Submission(uri=uri, body=row["text"]))
        yield Read(article, recognise(article, model))


def _measure(scorer: ModuleType, adapter: ModuleType, gold: Gold, read: Sequence[Read]) -> dict[str, Figures]:
    """Figures with all steps under "all", with none under "none", and without each step under its name."""

    def figures(steps: Sequence[Step]) -> Figures:
        system = {article.uri: _system(adapter, gold, Read(article, names), steps) for article, names in read}
        scored = scorer.score_names(gold, system, KINDS)
        return Figures(100 * scored["exact"]["f1"], 100 * scored["partial"]["f1"])

    without = {name: [step for step in STEPS if step.run.__name__ != name] for name in _names()}
    return {"all": figures(STEPS), "none": figures(())} | {name: figures(steps) for name, steps in without.items()}


def _system(adapter: ModuleType, gold: Gold, read: Read, steps: Sequence[Step]) -> dict[str, object]:
    carry = adapter.back(read.article.text, gold[read.article.uri]["text"])
    found = [(carry(name.start, name.end), name.label) for name in clean(*read, steps)]
    return {"mentions": [{"start": at[0], "end": at[1], "label": label} for at, label in found if at]}


def _names() -> list[str]:
    return list(dict.fromkeys(step.run.__name__ for step in STEPS))


def _table(measured: Sequence[dict[str, Figures]]) -> Iterator[str]:
    yield "| step | why | " + " | ".join(f"{name}: exact, partial" for name in SETS) + " |"
    yield "|---|---|" + "---|" * len(SETS)
    for row, why in (("all", "F1 with all steps"), ("none", "F1 without any step")):
        yield f"| {row} | {why} | " + " | ".join("{:.1f}, {:.1f}".format(*figures[row]) for figures in measured) + " |"
    reasons = {step.run.__name__: step.reason for step in reversed(STEPS)}
    for name in _names():
        gains = [_gain(figures["all"], figures[name]) for figures in measured]
        yield f"| `{name}` | {reasons[name]} | " + " | ".join(gains) + " |"


def _gain(whole: Figures, without: Figures) -> str:
    return f"{whole.exact - without.exact:+.1f}, {whole.partial - without.partial:+.1f}"


if __name__ == "__main__":
    main()
