"""Finds who speaks behind a colon, and block quotations: lines without marks below a line that ends in one.

"Roe wrote to drivers:" and then what she wrote. Lines that the page marks up as quotations, or that begin with the ">"
of e-mails, belong to the block; of plain lines only the first does, for the end of the words is not marked.

The sentence before a colon tells the speaker also without a cue: "The mayor's response: ...".
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shared.model import Voice
from workers.language.cues import SAYING
from workers.language.lexicon import groups
from workers.language.marks import Line, Quoted
from workers.language.tags import FINITE
from workers.quotations.content.governed import content_of
from workers.quotations.cue.find import Cue, find_cues
from workers.quotations.media import is_medium_noun
from workers.quotations.reading.frames import Slot
from workers.quotations.reading.scenes import Scene
from workers.quotations.records import Offsets, Reported
from workers.quotations.speaker.owners import noun_owner, stand_owner
from workers.quotations.speaker.phrases import voice_of
from workers.quotations.speaker.subjects import can_speak, sentence_subject

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

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
_REPLIES = groups("constructions")["replies"] | groups("constructions")["messages"]
"""Nouns that introduce their owner's words by a colon alone: "The mayor's response: ..."."""
MAX_NAME = 14
"""Most tokens of a line that is only a name, a role and a colon."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence for the speaker of words without a cue beside them; `sentence` is the one in which `cue` stands."""

    rule: str
    voice: Voice | None
    cue: Offsets | None = None
    sentence: Offsets | None = None
    score: float = 6.0


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
    bounds = scene.offsets_of_span(sentence)
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


def introduced_by(text: str, scene: Scene, before: Scene | None, slot: Slot) -> Evidence | None:
    """The introduction of a quotation: the sentence that ends in a colon before it."""
    lead = text[scene.frame.line.start : slot.quoted.start].rstrip()
    if lead:
        return _colon(scene, slot.quoted.start) if lead.endswith(":") else None
    if before is None or not text[: before.frame.line.end].rstrip().endswith(":"):
        return None
    return _colon(before, before.frame.line.end)


def _colon(scene: Scene, offset: int) -> Evidence | None:
    sentence = next((s for s in reversed(list(scene.doc.sents)) if scene.start_of(s.start) < offset), None)
    introduction = _read_introduction(scene, sentence, offset) if sentence is not None else None
    if sentence is None or introduction is None:
        return None
    return replace(introduction, sentence=scene.offsets_of_span(sentence))


def _read_introduction(scene: Scene, sentence: Span, offset: int) -> Evidence | None:
    cues = [c for c in find_cues(scene) if sentence.start <= c.token.i < sentence.end and c.subject is not None]
    near = [c for c in cues if scene.end_of(c.token.i) <= offset and not c.is_noun]
    near = [c for c in near if c.subject is not None and can_speak(c.subject)] or near
    behind = _behind(scene, sentence, near[-1]) if near else None
    if near and behind is None:
        cue = next((c for c in near if c.token.dep_ == "ROOT"), near[-1])
        voice = voice_of(scene, cue.subject, cue.token, cue.relative)
        return Evidence("without_cue.cue_in_sentence_before_colon", voice, scene.offsets_of(cue.token))
    subject = behind or sentence_subject(scene, sentence)
    if subject is not None and subject.lower_ in groups("constructions")["stands"]:
        # "Her advice is simple:"
        subject = stand_owner(scene, subject) or subject
    if subject is None:
        return _verbless(scene, sentence)
    return Evidence("without_cue.subject_of_sentence_before_colon", voice_of(scene, subject, None))


def _behind(scene: Scene, sentence: Span, cue: Cue) -> Token | None:
    """ "With critics worried about her, Roe has a message:": the speaker is the subject behind the cue's own clause."""
    if cue.token.dep_ not in ("advcl", "pcomp", "acl", "relcl"):
        return None
    outside = [t for t in sentence if t.i > cue.token.right_edge.i and scene.slot_at[t.i] is None]
    subjects = [t for t in outside if t.dep_ == "nsubj" and can_speak(t) and not cue.token.is_ancestor(t)]
    return subjects[0] if subjects else None


def _verbless(scene: Scene, sentence: Span) -> Evidence | None:
    """ "From Jo Roe of Hull:", "And this from a reader:"."""
    for token in sentence:
        if token.lower_ == "from":
            whom = next((c for c in token.children if c.dep_ == "pobj"), None)
            if whom is None:
                return None
            return Evidence("without_cue.sent_from", voice_of(scene, whom, None), scene.offsets_of(token))
    owned = owned_words(scene, sentence)
    if owned is not None:
        return owned
    root = sentence.root
    named = (
        root.tag_ in ("NNP", "NN") and scene.slot_at[root.i] is None and len(sentence) <= MAX_NAME and can_speak(root)
    )
    return Evidence("without_cue.line_of_name_and_role", voice_of(scene, root, None)) if named else None


def owned_words(scene: Scene, sentence: Span) -> Evidence | None:
    """ "The mayor's response:", "A statement from the mayor:": the noun, and whose it is."""
    root = sentence.root
    owner = noun_owner(scene, root) if root.lower_ in _REPLIES else None
    if owner is None:
        return None
    return Evidence("without_cue.owned_words", voice_of(scene, owner, None), scene.offsets_of(root))


def told_of_before(scene: Scene) -> Voice | None:
    """The subject of a line's last sentence, if a name: a quotation that fills the next line is theirs."""
    sentences = list(scene.doc.sents)
    subject = sentence_subject(scene, sentences[-1]) if sentences else None
    named = subject is not None and subject.tag_ == "NNP" and not subject.text.isupper()
    return voice_of(scene, subject, None) if named else None
