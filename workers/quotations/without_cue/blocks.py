"""Finds block quotations: lines without marks below a line that introduces somebody's words by a colon.

"Roe wrote to drivers:" and then what she wrote. Lines that the page marks up as quotations, or that begin with the ">"
of e-mails, belong to the block; of plain lines only the first does, for the end of the words is not marked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from shared.model import Voice
from workers.language.cues import SAYING
from workers.language.marks import Line, Quoted
from workers.language.tags import FINITE
from workers.quotations.content.governed import content_of
from workers.quotations.cue.find import Cue, find_cues
from workers.quotations.media import is_medium_noun
from workers.quotations.reading.scenes import Scene
from workers.quotations.records import Offsets, Reported
from workers.quotations.speaker.phrases import voice_of
from workers.quotations.speaker.subjects import can_speak, sentence_subject
from workers.quotations.without_cue.introductions import owned_words

MARKED_UP, PLAIN = 8.0, 6.0
"""Scores: lines that the page marks up as a quotation are surer than a line that only stands below a colon."""
MIN_WORDS = 4
"""Fewer words below a colon are a list item or a heading as often as somebody's words."""
LAST_WORDS = 8
"""Words before the colon among which "statement" or "letter" stands where it introduces one."""
_COLON = re.compile(r":\s*$")
_MARK = re.compile(r"\s*> ?")
_ITEM = re.compile(r"\s*(?:[-*•–—]|\d+[.)])\s")
_NOUN = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Block:
    """The numbers of the introducing line and of the lines below it that may be quoted."""

    intro: int
    lines: tuple[int, ...]
    marked_up: bool


def find_blocks(text: str, lines: list[Line], quoted: Sequence[tuple[Quoted, ...]], pulled: Set[int]) -> list[Block]:
    """Where block quotations may stand; `pulled` are where lines begin that the page calls quotations."""
    found: list[Block] = []
    for number, line in enumerate(lines[:-1]):
        if not _COLON.search(text, line.start, line.end) or quoted[number + 1]:
            continue
        block = [n for n in _run(text, lines, number + 1, pulled) if not quoted[n]]
        found.append(Block(number, tuple(block) or (number + 1,), bool(block)))
    return found


def _run(text: str, lines: list[Line], first: int, pulled: Set[int]) -> range:
    last = first
    while last < len(lines) and (lines[last].start in pulled or text.startswith(">", lines[last].start)):
        last += 1
    return range(first, last)


def block_finding(text: str, lines: list[Line], block: Block, intro: Scene) -> Reported | None:
    """The quotation that a block is, if the line above it introduces somebody's words."""
    spans = tuple(_span(text, lines[n]) for n in block.lines)
    first = text[slice(*spans[0])]
    if not block.marked_up and (len(first.split()) < MIN_WORDS or _ITEM.match(first) or first.rstrip().endswith(":")):
        return None
    told = _introduction(text, intro)
    if told is None:
        return None
    cue, voice, sentence = told
    return Reported(
        line=block.lines[0],
        spans=spans,
        rule="without_cue.marked_up_below_colon" if block.marked_up else "without_cue.plain_line_below_colon",
        cue=cue,
        voice=voice,
        score=MARKED_UP if block.marked_up else PLAIN,
        sentence=sentence,
        verbatim=True,
    )


def _introduction(text: str, scene: Scene) -> tuple[Offsets | None, Voice | None, Offsets] | None:
    """The cue, the speaker and the sentence of a line that ends in a colon."""
    sentence = list(scene.doc.sents)[-1]
    bounds = scene.offsets_of(sentence)
    cues = [c for c in find_cues(scene) if c.token.i >= sentence.start and _introduces(scene, c)]
    if cues:
        cue = cues[-1]
        return scene.offsets_of(cue.token), voice_of(scene, cue.subject, cue.token, cue.relative), bounds
    owned = owned_words(scene, sentence)
    if owned is not None:
        return owned.cue, owned.voice, bounds
    subject = sentence_subject(scene, sentence)
    nouns = list(_NOUN.finditer(text, *bounds))[-LAST_WORDS:]
    told = next((m.span() for m in reversed(nouns) if is_medium_noun(m[0])), None)
    if told is None or subject is None or not can_speak(subject):
        return None
    return told, voice_of(scene, subject, None), bounds


def _introduces(scene: Scene, cue: Cue) -> bool:
    """ "wrote to drivers:", "her statement read:"; but not "said the plan has three parts:"."""
    if not cue.kind & SAYING or cue.is_noun or cue.subject is None or not can_speak(cue.subject):
        return False
    return not any(t.tag_ in FINITE for t in map(scene.doc.__getitem__, content_of(scene, cue).tokens))


def _span(text: str, line: Line) -> Offsets:
    mark = _MARK.match(text, line.start, line.end)
    start, end = mark.end() if mark is not None else line.start, line.end
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())
