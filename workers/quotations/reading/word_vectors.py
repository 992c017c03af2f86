"""Keeps the vectors that the parser makes of words: each is made once, not each time that the word is printed.

spaCy's "tok2vec" works in two halves. The first makes a vector of each token by itself: of its spelling, its norm and
whether a blank follows. The second lets these vectors look at their neighbours. Only the second depends on where a word
stands, and the first takes two fifths of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, islice
from typing import Any, Never, TypeAlias

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Token
from thinc.api import Model

TOGETHER = 64
"""Words of which vectors are made at a time. Always as many: the last bits of a product of matrices depend on their
shape, and what an article gives must not depend on the articles before it."""
MOST = 2**14
"""Words kept, some 8 MB; a process that has met more begins anew."""

_Key: TypeAlias = "tuple[int, ...]"
_Layer: TypeAlias = "Model[Sequence[Doc], list[Any]]"


def keep_word_vectors(pipeline: Language) -> None:
    """Puts a table of vectors in front of the first half of a pipeline's "tok2vec"."""
    layers: list[_Layer] = pipeline.get_pipe("tok2vec").model.layers  # type: ignore[attr-defined]
    layers[0] = Model("word_vectors", _Table(layers[0]).forward, layers=[layers[0]])


def _never_train(_: object) -> Never:
    raise NotImplementedError("the pipeline is only read with")


class _Table:
    """The vectors of the words that a process has met."""

    def __init__(self, embed: _Layer) -> None:
        self._embed = embed
        self._vectors: dict[_Key, Any] = {}

    def forward(self, _: _Layer, docs: Sequence[Doc], **_training: bool) -> tuple[list[Any], Callable[[object], Never]]:
        """What thinc asks of a layer: the output, and a way back that nobody takes."""
        return self.read(docs), _never_train

    def read(self, docs: Sequence[Doc]) -> list[Any]:
        """The vectors of the tokens of each line."""
        keys = [list(map(tuple, doc.to_array(["ORTH", "NORM", "SPACY"]).tolist())) for doc in docs]
        if len(self._vectors) > MOST:
            self._vectors = {}
        new = {
            key: doc[at]
            for doc, own in zip(docs, keys, strict=True)
            for at, key in enumerate(own)
            if key not in self._vectors
        }
        self._add(iter(new.items()))
        ends = list(accumulate(map(len, keys)))
        return np.split(np.stack([self._vectors[key] for own in keys for key in own]), ends[:-1])

    def _add(self, new: Iterator[tuple[_Key, Token]]) -> None:
        while batch := list(islice(new, TOGETHER)):
            keys, tokens = zip(*batch, strict=True)
            self._vectors.update(zip(keys, self._embed.predict([_line_of(tokens)])[0], strict=False))


def _line_of(tokens: Sequence[Token]) -> Doc:
    """Some tokens in a line of TOGETHER; the last one fills it up."""
    filled = [*tokens, *[tokens[-1]] * (TOGETHER - len(tokens))]
    line = Doc(tokens[0].vocab, [t.text for t in filled], [bool(t.whitespace_) for t in filled])
    for made, token in zip(line, filled, strict=True):
        made.norm_ = token.norm_
    return line
