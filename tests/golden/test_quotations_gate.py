"""The three stages on every golden article must not fall under the figures of gate.toml."""

from __future__ import annotations

import tomllib
from dataclasses import asdict

import pytest
from build import HERE, load_all
from golden_measure import Measures, measure

from shared.model import Submission
from workers.extract import extract
from workers.models import Models

LEAST: dict[str, float] = tomllib.loads((HERE / "gate.toml").read_text(encoding="utf-8"))["least"]


@pytest.fixture(scope="module")
def measured(models: Models) -> Measures:
    """The figures of this checkout."""
    golden = load_all()
    return measure([(gold, extract(Submission(uri=gold["doc_id"], body=gold["text"]), models)) for gold in golden])


@pytest.mark.parametrize("figure", sorted(LEAST))
def test_quotations_hold_the_gate(measured: Measures, figure: str) -> None:
    assert asdict(measured)[figure] >= LEAST[figure]
