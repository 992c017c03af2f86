"""Computes the second half of the parser's "tok2vec", in which each word's vector looks at its neighbours.

The same arithmetic as thinc's layers, in whole rows of numpy: its pieces of a maxout lie side by side, so that their
maximum is one comparison of two matrices, and nothing is copied on the way that only training needs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from itertools import accumulate
from typing import Any, Never, TypeAlias

import numpy as np
from spacy.language import Language
from thinc.api import Model

_Rows: TypeAlias = "np.ndarray[Any, np.dtype[np.float32]]"
_EPSILON = np.float32(1e-8)
"""Thinc's, where a vector's variance is 0."""


def compute_in_rows(pipeline: Language) -> None:
    """Replaces the second half of a pipeline's "tok2vec"."""
    layers = pipeline.get_pipe("tok2vec").model.layers  # type: ignore[attr-defined]
    layers[1] = Model("neighbours", _Encoder(layers[1]).forward, layers=[layers[1]])


def _never_train(_: object) -> Never:
    raise NotImplementedError("the pipeline is only read with")


class _Encoder:
    """The blocks of the half, one behind the other; each adds to a vector what it sees beside it."""

    def __init__(self, encode: Model[Any, Any]) -> None:
        self._blocks = [_Block(residual) for residual in encode.layers[0].layers]

    def forward(self, _: object, lines: Sequence[_Rows], **_training: bool) -> tuple[list[_Rows], Callable[..., Never]]:
        """What thinc asks of a layer: the output, and a way back that nobody takes."""
        return self.read(lines), _never_train

    def read(self, lines: Sequence[_Rows]) -> list[_Rows]:
        """The vectors of each line. As many empty rows as blocks lie around each, so that no line sees another."""
        gap = len(self._blocks)
        starts = list(accumulate((len(line) + gap for line in lines), initial=gap))
        rows: _Rows = np.zeros((starts[-1], lines[0].shape[1]), np.float32)
        for start, line in zip(starts, lines, strict=False):
            rows[start : start + len(line)] = line
        for block in self._blocks:
            rows[1:-1] += block.seen(rows)
        return [rows[start : start + len(line)] for start, line in zip(starts, lines, strict=False)]


class _Block:
    """One block: a window of three vectors, the largest of some weighted sums, and the norm over the vector."""

    def __init__(self, residual: Model[Any, Any]) -> None:
        layers: dict[str, Any] = {layer.name: layer for layer in residual.walk()}
        weights, bias = (layers["maxout"].get_param(name) for name in ("W", "b"))
        width, self._pieces, _ = weights.shape
        self._weights = np.ascontiguousarray(weights.transpose(2, 1, 0).reshape(-1, self._pieces * width))
        self._bias = bias.T.ravel()
        self._gain, self._shift = (layers["layernorm"].get_param(name) for name in ("G", "b"))

    def seen(self, rows: _Rows) -> _Rows:
        """What the block adds to all rows but the first and the last."""
        windows = np.hstack((rows[:-2], rows[1:-1], rows[2:]))
        largest: _Rows = reduce(np.maximum, np.hsplit(windows @ self._weights + self._bias, self._pieces))
        largest -= largest.mean(axis=1, keepdims=True)
        largest /= np.sqrt(np.square(largest).mean(axis=1, keepdims=True) + _EPSILON)
        largest *= self._gain
        largest += self._shift
        return largest
