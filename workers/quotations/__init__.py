"""The quotations stage: who said what."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language

from shared.model import FoundEntities, ParsedArticle, Quotation
from workers.quotations.assembly import Assembly
from workers.quotations.continuation import CarryOver
from workers.quotations.cues import holds_cue
from workers.quotations.findings import find_in_scene
from workers.quotations.frames import build_frame
from workers.quotations.headlines import find_in_headline
from workers.quotations.marks import Line, Quoted, begins_with_mark, cut_lines, find_quoted
from workers.quotations.resolution import Resolver
from workers.quotations.salience import Salience
from workers.quotations.scenes import make_scene
from workers.quotations.transcripts import find_transcript
from workers.quotations.truecasing import in_sentence_case

_UNUSED = ["attribute_ruler", "lemmatizer"]
"""Components whose output this stage does not read; leaving them out halves what parsing costs besides the network."""


def find_quotations(article: ParsedArticle, found: FoundEntities, frames: Language) -> tuple[Quotation, ...]:
    """Every quotation of the article, in order: direct, mixed and indirect, each with its speaker where one is told."""
    text = article.text
    lines = [piece for s in article.language_segments() for piece in cut_lines(text, s.start_char, s.end_char)]
    transcript = find_transcript(text, lines)
    headline = find_in_headline(text, lines[0], 0, found) if lines and 0 not in transcript.lines else None
    cased = in_sentence_case(text, lines[0], found) if lines else text
    skipped = transcript.lines | ({0} if headline is not None else set())
    quoted = find_quoted(cased, lines)
    stretches = [q for line in quoted for q in line]
    numbers = [n for n in range(len(lines)) if n not in skipped and _is_read(cased, lines, quoted, n)]
    built = [build_frame(cased, lines[n], quoted[n]) for n in numbers]
    docs = frames.pipe((frame.text for frame in built), disable=[n for n in _UNUSED if n in frames.pipe_names])
    carry_over = CarryOver(text)
    for number, frame, doc in zip(numbers, built, docs, strict=True):
        scene = make_scene(frame, doc, number)
        carry_over.add(scene, find_in_scene(scene, text))
    findings = [*carry_over.findings(), *transcript.findings, *([headline] if headline is not None else [])]
    salience = Salience(text, lines, stretches, found)
    return Assembly(text, stretches, Resolver(text, found, article.authors, salience)).quotations(findings)


def _is_read(text: str, lines: list[Line], quoted: Sequence[Sequence[Quoted]], number: int) -> bool:
    """Whether a line is worth a parse: marks or a cue in it, or the next one begins with words it may introduce."""
    if quoted[number] or (number + 1 < len(lines) and begins_with_mark(text, lines[number + 1])):
        return True
    return holds_cue(text[lines[number].start : lines[number].end])
