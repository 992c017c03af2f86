"""The second half of tok2vec in whole rows: the vectors that thinc's layers give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from workers.models import Models

LINES = ["The ferry's late again, she said.", "He can't sail.", "Nobody said so."]


@pytest.fixture(scope="module")
def halves(models: Models) -> Any:
    """Both halves of the pipeline's tok2vec."""
    return models.frames.get_pipe("tok2vec").model.layers  # type: ignore[attr-defined]


def words_of(models: Models, halves: Any, lines: Sequence[str]) -> Any:
    return halves[0].predict([models.frames.make_doc(line) for line in lines])


@pytest.mark.parametrize("lines", [LINES, LINES[:1], ["", *LINES, ""]])
def test_the_rows_are_the_ones_of_the_layers(models: Models, halves: Any, lines: list[str]) -> None:
    # Given
    words = words_of(models, halves, lines)
    # When
    in_rows, in_layers = halves[1].predict(words), halves[1].layers[0].predict(words)
    # Then
    assert [len(line) for line in in_rows] == [len(line) for line in words]
    assert all(np.allclose(one, other, atol=1e-5) for one, other in zip(in_rows, in_layers, strict=True))


def test_a_line_does_not_see_the_one_before(models: Models, halves: Any) -> None:
    # Given
    words = words_of(models, halves, LINES)
    # When
    (alone,) = halves[1].predict(words[1:2])
    # Then
    assert np.allclose(halves[1].predict(words)[1], alone, atol=1e-5)
