"""The table of word vectors: the parser's output does not depend on what the process has read before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Doc

from workers.models import Models
from workers.quotations.reading import word_vectors

LINE = "The ferry's late again, she said."
OTHERS = ["He can't sail.", "Late ferries cost the harbour money, officials said.", "Nobody said so."]


def parsed(frames: Language, lines: Iterable[str]) -> list[tuple[list[str], list[int], bytes]]:
    return [_read(doc) for doc in frames.pipe(lines)]


def _read(doc: Doc) -> tuple[list[str], list[int], bytes]:
    return [t.tag_ for t in doc], [t.head.i for t in doc], np.asarray(doc.tensor).tobytes()


@pytest.fixture
def fresh(models: Models) -> Iterator[Language]:
    """The pipeline with an empty table."""
    layers = models.frames.get_pipe("tok2vec").model.layers  # type: ignore[attr-defined]
    kept = layers[0]
    layers[0] = kept.layers[0]
    word_vectors.keep_word_vectors(models.frames)
    yield models.frames
    layers[0] = kept


def test_a_line_reads_the_same_whatever_was_read_before(fresh: Language) -> None:
    # Given
    alone = parsed(fresh, [LINE])
    # When
    parsed(fresh, OTHERS)
    # Then
    assert parsed(fresh, [LINE]) == alone


def test_a_line_reads_the_same_when_the_table_begins_anew(fresh: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given
    kept = parsed(fresh, [LINE])
    # When
    monkeypatch.setattr(word_vectors, "MOST", 3)
    # Then
    assert parsed(fresh, [LINE]) == kept


def test_the_table_gives_the_vectors_of_the_pipeline(models: Models, fresh: Language) -> None:
    # Given
    docs = [fresh.make_doc(line) for line in [LINE, *OTHERS]]
    table = fresh.get_pipe("tok2vec").model.layers[0]  # type: ignore[attr-defined]
    # When
    kept, made = table.predict(docs), table.layers[0].predict(docs)
    # Then
    assert all(np.allclose(one, other, atol=1e-5) for one, other in zip(kept, made, strict=True))
