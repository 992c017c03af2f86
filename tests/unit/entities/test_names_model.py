"""The model's gate: names marked by hand in sentences written for this test; a wrong or damaged model fails it."""

from __future__ import annotations

from pathlib import Path

from entity_marks import marked

from shared.model import EntityKind
from workers.entities.recognise.recognition import recognise
from workers.entities.recognise.steps import clean
from workers.entities.records import KIND_OF_LABEL, Name
from workers.models import Models

SENTENCES = Path(__file__).with_name("marked_names.txt")
SCORED = {EntityKind.PERSON, EntityKind.ORGANIZATION, EntityKind.PLACE}
MIN_F1 = 0.94
"""The model of the lock file reaches .979 here; with another model's weights, or none, it is far below."""

Found = set[tuple[int, int, EntityKind]]


def scored(names: tuple[Name, ...]) -> Found:
    return {(n.start, n.end, KIND_OF_LABEL[n.label]) for n in names if KIND_OF_LABEL[n.label] in SCORED}


def f1(gold: Found, found: Found) -> float:
    return 2 * len(gold & found) / (len(gold) + len(found))


def test_the_model_finds_the_marked_names(models: Models) -> None:
    article, names, _ = marked(SENTENCES.read_text(encoding="utf-8"))
    gold = scored(names)

    assert len(gold) > 60
    assert f1(gold, scored(clean(article, recognise(article, models.names)))) >= MIN_F1


def test_the_gate_can_fail() -> None:
    gold = scored(marked(SENTENCES.read_text(encoding="utf-8")).names)

    assert f1(gold, set()) < MIN_F1
    assert f1(gold, {(start, end, EntityKind.PERSON) for start, end, _ in gold}) < MIN_F1
