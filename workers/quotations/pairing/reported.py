"""Makes the findings of one parsed line: each cue with its content and the free-standing quotations beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shared.model import SpeechAct
from workers.language.cues import SAYING, CueClass, told_act
from workers.language.tags import FINITE, MAIN, VERBAL
from workers.quotations.content.governed import content_of
from workers.quotations.content.insertions import inserted_content
from workers.quotations.content.records import Content
from workers.quotations.cue.acts import act_of, addressee_of
from workers.quotations.cue.belief import is_believed, is_hypothetical
from workers.quotations.cue.find import Cue, find_cues
from workers.quotations.pairing.fit import Fit, Pairing, best_pairings, governor_of
from workers.quotations.reading.scenes import Scene, to_spans
from workers.quotations.records import Offsets, Reported, merged
from workers.quotations.speaker.phrases import voice_of
from workers.quotations.speaker.subjects import can_speak, sentence_subject

if TYPE_CHECKING:
    from spacy.tokens import Token

MARKED = 6.5
"""Score of a cue that governs words between marks."""
FRAGMENT = 5.5
"""Score of a cue that governs nothing but a fragment between marks: annotators differ on how much around it is said."""
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
MOST_BETWEEN = 3
"""Tokens between a clause and the words that belong to it: a comma, "because"."""
_BEFORE_WORDS = frozenset({":", ",", "-", "—", "–", "--"})
CLASS_SCORES = (
    (SAYING, 6.0),
    (CueClass.STANCE, 5.0),
    (CueClass.INFINITIVE | CueClass.PREPOSITION, 4.5),
    (CueClass.OBJECT | CueClass.PREDICATIVE, 4.0),
)
"""Scores of a cue that governs words without marks, by its class: "said" is surer than "opposed"."""
BARE_SCORE = 4.0
"""Score of words without a verb: "cited the report" reports less than "said the report was late"."""
NOUN_SCORE = 3.0


@dataclass(frozen=True, slots=True)
class Governed:
    """A cue with the words it governs, how deep it stands in its sentence, and whether it is inserted in the words."""

    cue: Cue
    content: Content
    depth: int
    is_inserted: bool = False

    @property
    def tokens(self) -> set[int]:
        """The words that the cue governs, as token indices."""
        return self.content.tokens


@dataclass(frozen=True, slots=True)
class Found:
    """The quotations of one line, and the quoted stretches that nobody said ("he might say 'no'")."""

    findings: list[Reported]
    dismissed: frozenset[int]


def find_in_scene(scene: Scene, text: str) -> Found:
    """The findings of one line's cues; quoted stretches without a cue are left to without_cue."""
    every = find_cues(scene)
    hypothetical = [c for c in every if is_hypothetical(c)]
    cues = [c for c in every if c not in hypothetical]
    free = best_pairings(scene, [c for c in cues if not c.is_noun])
    paired: dict[int, list[Pairing]] = {}
    for pairing in free.values():
        paired.setdefault(id(pairing.cue), []).append(pairing)
    findings: list[Reported] = []
    for one in _outermost([_governed(scene, c) for c in cues], scene, free):
        found = _finding(scene, text, one, paired.get(id(one.cue), []))
        if found is not None:
            findings.append(found)
    findings = _with_fragments(scene, text, cues, findings)
    taken = frozenset(n for finding in findings for n in finding.slots)
    return Found(sorted(findings, key=lambda f: f.spans[0]), _dismissed(scene, hypothetical) - taken)


def _dismissed(scene: Scene, hypothetical: list[Cue]) -> frozenset[int]:
    slots = range(len(scene.frame.slots))
    free = best_pairings(scene, hypothetical)
    return frozenset(n for n in slots if n in free or governor_of(scene, n, hypothetical) is not None)


def _governed(scene: Scene, cue: Cue) -> Governed:
    inserted = inserted_content(scene, cue)
    if inserted.tokens:
        return Governed(cue, inserted, -1, is_inserted=True)
    # "According to the Post, Roe said": the Post reports the whole.
    leads = cue.verb.base == "according" and cue.token.i < cue.token.head.i
    return Governed(cue, content_of(scene, cue), -1 if leads else sum(1 for _ in cue.token.ancestors))


def _outermost(governed: list[Governed], scene: Scene, free: dict[int, Pairing]) -> list[Governed]:
    """The cues outside the contents of others; a cue with a free-standing quotation always stays."""
    paired = {id(p.cue) for p in free.values()}
    kept: list[Governed] = []
    covered: set[int] = set()
    for one in sorted(governed, key=lambda g: g.depth):
        repeated = one.cue.token.i in covered or 2 * len(one.tokens & covered) > len(one.tokens)
        if id(one.cue) in paired or (not repeated and is_believed(scene, one.cue, one.tokens)):
            kept.append(one)
            covered |= one.tokens
    return kept


def _finding(scene: Scene, text: str, one: Governed, paired: list[Pairing]) -> Reported | None:
    slots = scene.frame.slots
    free = {p.slot for p in paired}
    inside = {n for n in (scene.slot_at[i] for i in one.tokens) if n is not None}
    leading = inside if one.cue.verb.base == "according" else set[int]()
    clauses = {n: _clause_before(scene, one, n) for n in free | leading if slots[n].stand_in}
    joined = {n for n, clause in clauses.items() if clause} | _inserted_before(scene, one, free)
    spans: list[Offsets] = [slots[n].quoted.inner for n in free - joined]
    fragments = any(not slots[n].stand_in for n in inside)
    if joined:
        words = {t.i for n in joined for t in scene.slot_tokens[n]}
        spans.extend(to_spans(scene, text, one.tokens.union(words, *clauses.values())))
    elif fragments or not (free or inside):
        spans.extend(to_spans(scene, text, one.tokens))
    titles = {slot.quoted.inner for slot in slots if slot.quoted.title}
    if not spans or titles.issuperset(spans):
        return None
    fits = [p.fit for p in paired] or [Fit(_own_score(scene, one, spans), one.content.rule)]
    best = max(fits, key=lambda fit: fit.score)
    act = act_of(scene, one.cue, one.tokens)
    return replace(_made(scene, one.cue, spans, frozenset(free | inside), best), act=act)


def _clause_before(scene: Scene, one: Governed, number: int) -> set[int]:
    """'said the tide was kind: "Two metres is nothing"', 'said that if it held, "we stay"': clause and words are one.

    The tokens of the clause and of the mark behind it; none where a free quotation stands by itself.
    """
    first = scene.slot_tokens[number][0].i
    before = {i for i in one.tokens if one.cue.token.i < i < first and scene.slot_at[i] is None}
    gap = scene.doc[max(before, default=first) + 1 : first]
    if not before or len(gap) > MOST_BETWEEN or scene.doc[min(before)].tag_ in ("WP", "WDT", "WRB"):
        return set()
    if told_act(one.cue.verb.base) == SpeechAct.DENIAL or any(
        t.text not in _BEFORE_WORDS and t.tag_ not in ("IN", "CC") for t in gap
    ):
        return set()
    dash = scene.doc[first - 1].text in ("-", "—", "–", "--")
    verbs = VERBAL if dash else FINITE
    if not dash and not any(scene.doc[i].dep_ in _SUBJECTS for i in before):
        # 'All she would say was: "..."'
        return set()
    return before | {t.i for t in gap} if any(scene.doc[i].tag_ in verbs for i in before) else set()


def _inserted_before(scene: Scene, one: Governed, free: set[int]) -> set[int]:
    """'The boats were old, she said, and "I had to think"': the quotations behind an insertion that go on from it."""
    if not one.is_inserted or not any(i < one.cue.token.i for i in one.tokens):
        return set()
    return {n for n in free if scene.slot_tokens[n][0].i > one.cue.token.i}


def _own_score(scene: Scene, one: Governed, spans: list[Offsets]) -> float:
    """The score of a cue with the words it governs, where no free quotation stands beside it."""
    inner = {slot.quoted.inner for slot in scene.frame.slots}
    if all(span in inner for span in spans):
        return FRAGMENT
    return MARKED if scene.holds_marks(one.tokens) else _class_score(scene, one)


def _class_score(scene: Scene, one: Governed) -> float:
    score = next((score for kind, score in CLASS_SCORES if one.cue.kind & kind), NOUN_SCORE)
    is_clause = any(scene.doc[i].tag_ in FINITE | {"VB"} for i in one.tokens)
    return score if is_clause else min(score, BARE_SCORE)


def _with_fragments(scene: Scene, text: str, cues: list[Cue], findings: list[Reported]) -> list[Reported]:
    """'wrote that it was lost, "and nobody cares"': a fragment right behind its own cue's content belongs to it."""
    kept = list(findings)
    for fragment in _fragments(scene, cues, findings):
        start = fragment.spans[0][0]
        own = next((i for i, f in enumerate(kept) if f.cue == fragment.cue and f.spans[-1][1] < start), None)
        if own is not None and not any(c.isalnum() for c in text[kept[own].spans[-1][1] : start]):
            kept[own] = replace(
                kept[own], spans=merged([*kept[own].spans, *fragment.spans]), slots=kept[own].slots | fragment.slots
            )
        else:
            kept.append(fragment)
    return kept


def _fragments(scene: Scene, cues: list[Cue], findings: list[Reported]) -> list[Reported]:
    """Fragments between marks that stand in no cue's content, each with the cue that governs it in the parse."""
    taken = {number for finding in findings for number in finding.slots}
    result: dict[int, Reported] = {}
    for number, slot in enumerate(scene.frame.slots):
        pairing = None if number in taken or slot.stand_in or slot.quoted.title else governor_of(scene, number, cues)
        if pairing is None:
            continue
        known = result.get(pairing.cue.token.i)
        span, fit = slot.quoted.inner, Fit(FRAGMENT, "pairing.fragment")
        result[pairing.cue.token.i] = (
            known.joined(span, number) if known else _made(scene, pairing.cue, [span], frozenset({number}), fit)
        )
    return list(result.values())


def _made(scene: Scene, cue: Cue, spans: list[Offsets], slots: frozenset[int], fit: Fit) -> Reported:
    return Reported(
        line=scene.line,
        spans=merged(spans),
        cue=scene.offsets_of(cue.token),
        voice=voice_of(scene, cue.subject or _main_subject(scene, cue), cue.token, cue.relative),
        slots=slots,
        score=fit.score,
        rule=fit.rule,
        sentence=scene.offsets_of_span(cue.token.sent),
        addressee=addressee_of(scene, cue),
    )


def _main_subject(scene: Scene, cue: Cue) -> Token | None:
    """The sentence's own subject, for a cue whose subject the parser lost; passives have none on purpose."""
    if cue.passive or cue.is_noun:
        return None
    subject = _noun_before(scene, cue) or sentence_subject(scene, cue.token.sent)
    return subject if subject is not None and can_speak(subject) else None


def _noun_before(scene: Scene, cue: Cue) -> Token | None:
    """The noun right before a finite verb, a bracket between them left out: "Roe (R-Ohio) said"."""
    at = cue.token.i - 1
    if cue.token.tag_ not in MAIN or at < 0:
        return None
    if scene.doc[at].text == "," and scene.doc[at - 1].tag_ == "NNP":
        # "Asked again, the witness, Paul Dorn, answered".
        at -= 1
    if scene.doc[at].text == ")":
        at = next((i for i in range(at, -1, -1) if scene.doc[i].text == "("), 0) - 1
    found = scene.doc[at] if at >= 0 else None
    return found if found is not None and found.tag_ in ("NN", "NNS", "NNP") and scene.slot_at[at] is None else None
