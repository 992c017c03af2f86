"""The quotations stage: who said what."""

from __future__ import annotations

from spacy.language import Language

from shared.model import FoundEntities, ParsedArticle, Quotation
from workers.quotations.assembly import assemble
from workers.quotations.continuation import CarryOver
from workers.quotations.findings import find_in_scene
from workers.quotations.frames import build_frame
from workers.quotations.marks import Line, find_quoted
from workers.quotations.scenes import make_scene

_UNUSED = ["attribute_ruler", "lemmatizer"]
"""Components whose output this stage does not read; leaving them out halves what parsing costs besides the network."""


def find_quotations(article: ParsedArticle, found: FoundEntities, frames: Language) -> tuple[Quotation, ...]:
    """Every quotation of the article, in order: direct, mixed and indirect, each with its speaker where one is told."""
    text = article.text
    lines = [Line(s.start_char, s.end_char) for s in article.language_segments()]
    quoted = find_quoted(text, lines)
    built = [build_frame(text, line, stretches) for line, stretches in zip(lines, quoted, strict=True)]
    docs = frames.pipe((frame.text for frame in built), disable=[n for n in _UNUSED if n in frames.pipe_names])
    scenes = [make_scene(frame, doc, i) for i, (frame, doc) in enumerate(zip(built, docs, strict=True))]
    carry_over = CarryOver(text)
    for scene in scenes:
        carry_over.add(scene, find_in_scene(scene, text))
    return assemble(text, carry_over.findings(), [q for stretches in quoted for q in stretches], found)
