"""The quotations stage: who said what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from typing import TYPE_CHECKING

from shared.model import EntityKind, FoundEntities, FoundQuotation, MentionForm, ParsedArticle, SegmentKind
from workers.language.cues import holds_cue
from workers.language.marks import Line, Quoted, begins_with_mark, find_quoted, lines_of_article
from workers.quotations.assembly import assemble
from workers.quotations.pairing.reported import find_in_scene
from workers.quotations.reading.frames import build_frame, in_sentence_case
from workers.quotations.reading.scenes import Scene, make_scene
from workers.quotations.records import Finding
from workers.quotations.without_cue.blocks import Block, block_finding, find_blocks
from workers.quotations.without_cue.carry_over import CarryOver
from workers.quotations.without_cue.headlines import find_in_headline
from workers.quotations.without_cue.labels import Labels
from workers.quotations.without_cue.stance import Stances
from workers.quotations.without_cue.transcripts import find_transcript

if TYPE_CHECKING:
    from spacy.language import Language

_UNUSED = ["attribute_ruler", "lemmatizer"]
"""Components whose output this stage does not read; leaving them out halves what parsing costs besides the network."""


def find_quotations(article: ParsedArticle, found: FoundEntities, frames: Language) -> tuple[FoundQuotation, ...]:
    """Every quotation of the article, in order: direct, mixed and indirect, each with the words for its speaker."""
    text = article.text
    lines = lines_of_article(article)
    transcript = find_transcript(text, lines)
    headline = find_in_headline(text, lines[0], 0, found) if lines and 0 not in transcript.lines else None
    cased = in_sentence_case(text, lines[0], found) if lines else text
    skipped = transcript.lines | ({0} if headline is not None else set())
    quoted = find_quoted(cased, lines)
    pulled = frozenset(s.start_char for s in article.segments if s.kind is SegmentKind.PULLQUOTE)
    blocks = [b for b in find_blocks(text, lines, quoted, pulled) if skipped.isdisjoint(b.lines)]
    scenes = _scenes(cased, lines, quoted, frames, frozenset(b.intro for b in blocks), skipped, _named(found))
    findings = [
        *_findings(text, lines, blocks, scenes, CarryOver(text, Labels(text, found), Stances(found))),
        *transcript.findings,
    ]
    stretches = [q for line in quoted for q in line]
    return assemble(text, stretches, findings + ([headline] if headline is not None else []))


def _scenes(
    text: str,
    lines: list[Line],
    quoted: Sequence[tuple[Quoted, ...]],
    frames: Language,
    wanted: frozenset[int],
    skipped: Set[int],
    named: Set[int],
) -> Iterator[Scene]:
    """The lines worth a parse, and those `wanted`, parsed in order."""
    kept = [n for n in range(len(lines)) if n not in skipped and (n in wanted or _is_read(text, lines, quoted, n))]
    built = [build_frame(text, lines[n], quoted[n]) for n in kept]
    docs = frames.pipe((frame.text for frame in built), disable=[n for n in _UNUSED if n in frames.pipe_names])
    return (make_scene(frame, doc, n, named) for n, frame, doc in zip(kept, built, docs, strict=True))


def _named(found: FoundEntities) -> frozenset[int]:
    """Where the letters of names of people and bodies stand."""
    speaking = {e.ordinal for e in found.entities if e.kind in (EntityKind.PERSON, EntityKind.ORGANIZATION)}
    names = (m for m in found.mentions if m.form is MentionForm.NAME and m.entity in speaking)
    return frozenset(i for m in names for i in range(m.start_char, m.end_char))


def _findings(
    text: str, lines: list[Line], blocks: list[Block], scenes: Iterable[Scene], carry_over: CarryOver
) -> list[Finding]:
    """The findings of the lines, in order; the lines of a block quotation are not read by themselves."""
    below = {block.intro: block for block in blocks}
    taken: set[int] = set()
    for scene in scenes:
        if scene.line in taken:
            continue
        carry_over.add(scene, find_in_scene(scene, text))
        block = block_finding(text, lines, below[scene.line], scene) if scene.line in below else None
        if block is not None:
            carry_over.add_block(block)
            taken |= set(below[scene.line].lines)
    return carry_over.findings()


def _is_read(text: str, lines: list[Line], quoted: Sequence[Sequence[Quoted]], number: int) -> bool:
    """Whether a line is worth a parse: marks or a cue in it, or the next one begins with words it may introduce."""
    if quoted[number] or (number + 1 < len(lines) and begins_with_mark(text, lines[number + 1])):
        return True
    return holds_cue(text[lines[number].start : lines[number].end])
