"""The three stages on every golden article must not fall under the figures of gate.toml."""

from __future__ import annotations

import tomllib
from dataclasses import asdict

import pytest
from build import HERE, Gold, load_all
from golden_confidence import calibration_error
from golden_measure import Measures, measure

from shared.model import Article, Submission
from workers.extraction import extract
from workers.models import Models

LEAST: dict[str, float] = tomllib.loads((HERE / "gate.toml").read_text(encoding="utf-8"))["least"]


MOST_CALIBRATION_ERROR = 0.05


@pytest.fixture(scope="module")
def extracted(models: Models) -> list[tuple[Gold, Article]]:
    """Every golden article with what this checkout finds in it."""
    return [(gold, extract(Submission(uri=gold["doc_id"], body=gold["text"]), models)) for gold in load_all()]


@pytest.fixture(scope="module")
def measured(extracted: list[tuple[Gold, Article]]) -> Measures:
    """The figures of this checkout."""
    return measure(extracted)


@pytest.mark.parametrize("figure", sorted(LEAST))
def test_quotations_hold_the_gate(measured: Measures, figure: str) -> None:
    assert asdict(measured)[figure] >= LEAST[figure]


def test_a_confidence_is_what_it_says(extracted: list[tuple[Gold, Article]]) -> None:
    assert calibration_error(extracted) <= MOST_CALIBRATION_ERROR
