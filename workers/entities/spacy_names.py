"""The named entities of any spaCy pipeline for English, in place of Onrecord's own recogniser."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from workers.entities.records import Tagged

if TYPE_CHECKING:
    from spacy.language import Language

LABEL = {
    "PERSON": "PERSON",
    "ORG": "ORG",
    "GPE": "LOC",
    "LOC": "LOC",
    "FAC": "LOC",
    "NORP": "NORP",
    "EVENT": "MISC",
    "WORK_OF_ART": "MISC",
    "PRODUCT": "MISC",
    "LAW": "MISC",
}
"""OntoNotes labels that name something; dates, amounts, ordinals and languages do not."""
MAX_CHUNK_CHARS = 50_000
"""The pipeline's memory grows with the text it is given at once; few articles are longer than this."""
BREAK = "\n\n"
HYPHENS = re.compile(r"(?<=[^\W\d_])[‐‑–](?=[^\W\d_])")
"""Hyphens and dashes inside words that spaCy takes for the end of a name: "Jean‑Luc", "Lopez–Vega"."""


class SpacyNames:
    """Reads lines with a pipeline's `ner`."""

    def __init__(self, pipeline: Language) -> None:
        self.pipeline = pipeline

    def __call__(self, lines: Sequence[str]) -> list[list[Tagged]]:
        """The names of each line; lines follow each other a blank line apart, so that they teach each other."""
        found: list[list[Tagged]] = [[] for _ in lines]
        for chunk in _chunks(lines):
            for line, name in self._read([lines[at] for at in chunk]):
                found[chunk[line]].append(name)
        return found

    def _read(self, lines: Sequence[str]) -> Iterator[tuple[int, Tagged]]:
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len(line) + len(BREAK))
        for ent in self.pipeline(HYPHENS.sub("-", BREAK.join(lines))).ents:
            at = bisect_right(starts, ent.start_char) - 1
            start, end = ent.start_char - starts[at], min(ent.end_char - starts[at], len(lines[at]))
            if ent.label_ in LABEL and start < end:
                yield at, Tagged(start, end, LABEL[ent.label_])


def _chunks(lines: Sequence[str]) -> Iterator[list[int]]:
    """Indexes of lines that are read at once; a longer line is read alone."""
    chunk: list[int] = []
    size = 0
    for at, line in enumerate(lines):
        if chunk and size + len(line) > MAX_CHUNK_CHARS:
            yield chunk
            chunk, size = [], 0
        chunk.append(at)
        size += len(line)
    if chunk:
        yield chunk
