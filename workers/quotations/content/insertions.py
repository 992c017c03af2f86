"""Finds the sentence around an inserted cue: "Talks, he said, go on.", "Talks go on, Smith told reporters."

The parser attaches insertions in many ways; the commas around them are surer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.language.cues import SAYING
from workers.language.lexicon import groups
from workers.language.tags import CLAUSE_PARTS, FINITE, PAUSES, is_time
from workers.quotations.content.governed import without_loose_words
from workers.quotations.content.heads import has_own_object
from workers.quotations.content.records import Content
from workers.quotations.cue.find import Cue, impersonal_subject
from workers.quotations.reading.scenes import Scene
from workers.quotations.speaker.phrases import stretch_around

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl"})
_ENDS = frozenset({".", "!", "?", ";"})
_CLAUSES = groups("clauses")
_CONJUNCTIONS = _CLAUSES["times"] | _CLAUSES["reasons"] | _CLAUSES["conditions"]
_SUBORDINATE = _CONJUNCTIONS | _CLAUSES["relatives"]
MAX_TIME = 5
"""Most words of an expression of time before its "after": "less than two hours after"."""
MAX_WORDS = 30


def inserted_content(scene: Scene, cue: Cue) -> Content:
    """The sentence around an inserted cue; empty where the cue is no insertion."""
    return Content(_sentence_around(scene, cue), "content.inserted")


def _sentence_around(scene: Scene, cue: Cue) -> set[int]:
    block = _block(cue)
    if block is None:
        return set()
    first, last = block
    sentence = cue.token.sent
    as_ = first > sentence.start and scene.doc[first - 1].lower_ == "as"
    first -= as_
    before = _last_word_or_comma(scene, first, sentence.start)
    after = scene.doc[last + 1] if last + 1 < sentence.end else None
    aside = _aside(scene, first)
    if aside:
        return aside
    if before is None or before.text not in PAUSES or _follows_quotation(scene, first):
        return set()
    front = set(range(sentence.start, first))
    if after is None or after.text in _ENDS:
        return front if _has_clause(scene, front) and not as_ and not _is_occasion(scene, front) else set()
    if not any(scene.doc[i].is_alpha for i in front):
        return set()
    if after.text in PAUSES and not as_ and _goes_on_in_marks(scene, last + 2):
        return front
    if after.text not in PAUSES or _precedes_quotation(scene, last + 2, fragments=as_):
        return set()
    comment = _is_comment(scene, last + 2, sentence.end) or _is_later(scene, last + 2, sentence.end)
    if comment and _has_clause(scene, front):
        return front
    front = _relative(scene, front, sentence.start)
    whole = front | set(range(last + 1, _sentence_end(scene, last + 1, sentence.end)))
    return without_loose_words(scene, whole) if not _is_condition(scene, front) else set()


def _relative(scene: Scene, front: set[int], start: int) -> set[int]:
    """ "the park, which, Roe said, is full": only the relative clause is hers."""
    pronoun = next((i for i in sorted(front, reverse=True) if scene.doc[i].is_alpha), start)
    relative = scene.doc[pronoun].tag_ in ("WDT", "WP") and pronoun > start
    return {pronoun} if relative and scene.doc[pronoun - 1].text in PAUSES else front


def _is_occasion(scene: Scene, front: set[int]) -> bool:
    """ "But when the money was cut, Roe said enough": the clause before the cue tells when Roe spoke."""
    words = [scene.doc[i] for i in sorted(front) if scene.doc[i].is_alpha and scene.doc[i].tag_ != "CC"]
    heads = [t for t in words if t.tag_ in FINITE and t.head.i not in front]
    return words[0].lower_ in _SUBORDINATE and all(t.dep_ == "advcl" for t in heads)


def _is_condition(scene: Scene, front: set[int]) -> bool:
    """ "If, as Roe says, it is late, ...": the content is the clause of the conjunction, whose end is unknown."""
    words = [scene.doc[i].lower_ for i in sorted(front) if scene.doc[i].is_alpha]
    return len(words) == 1 and words[0] in _CONJUNCTIONS


def _is_later(scene: Scene, start: int, end: int) -> bool:
    """ ", hours after the talks had begun", ", a day before the vote": the phrase tells when somebody spoke."""
    at = next(
        (i for i in range(start, min(end, start + MAX_TIME)) if scene.doc[i].lower_ in ("after", "before")), start
    )
    return at > start and any(is_time(t) or t.lower_ in ("hours", "minutes") for t in scene.doc[start:at])


def _is_comment(scene: Scene, start: int, end: int) -> bool:
    """ ", in the first sign that ...", ", adding to fears": the reporter's words behind the insertion."""
    token = scene.doc[start] if start < end else None
    return token is not None and (token.tag_ == "VBG" or (token.tag_ == "IN" and token.dep_ == "prep"))


def _block(cue: Cue) -> tuple[int, int] | None:
    """First and last token of the cue's own clause: subject, verb, addressee, adverbials."""
    verb, subject = cue.token, cue.subject if not cue.passive else impersonal_subject(cue)
    if cue.inserted_from is not None:
        return cue.inserted_from, verb.i
    if not cue.kind & SAYING:
        return None
    if subject is None or subject.head.i != verb.i or cue.relative is not None:
        return None
    # A clause before the subject belongs to the content: "It may sail, but only if it can, Roe told reporters".
    parts = [subject, *(c for c in verb.children if c.dep_ in CLAUSE_PARTS and (c.dep_ != "advcl" or c.i > subject.i))]
    own = {verb.i} | {t.i for part in parts for t in part.subtree}
    first, last = stretch_around(verb.i, own)
    if not first <= subject.i <= last or last - first > MAX_WORDS:
        return None
    first, last = _trimmed(verb, first, last)
    relative = any(t.tag_ in ("WDT", "WP") for t in verb.doc[first : verb.i])
    if verb.doc[first].lower_ in _SUBORDINATE or relative or has_own_object(cue):
        return None
    return first, last


def _last_word_or_comma(scene: Scene, first: int, start: int) -> Token | None:
    """The token before the cue's clause; a closing mark gives way to the comma inside it."""
    for index in range(first - 1, start - 1, -1):
        if scene.doc[index].text != '"':
            return scene.doc[index]
    return None


def _has_clause(scene: Scene, front: set[int]) -> bool:
    """Whether a main verb stands there; "In an article headlined Title, she said" has none before the cue."""
    begins_with_in = scene.doc[min(front, default=0)].lower_ == "in"
    verbs = (scene.doc[i] for i in front if scene.doc[i].tag_ in FINITE)
    return any(not begins_with_in or any(c.dep_ in _SUBJECTS for c in verb.lefts) for verb in verbs)


def _trimmed(verb: Token, first: int, last: int) -> tuple[int, int]:
    doc = verb.doc
    while first < verb.i and doc[first].is_punct:
        first += 1
    while last > verb.i and doc[last].is_punct:
        last -= 1
    return first, last


def _follows_quotation(scene: Scene, first: int) -> bool:
    """'"...," he said': the words before are a free-standing quotation."""
    return any(scene.in_stand_in(i) for i in range(max(0, first - 2), first))


def _aside(scene: Scene, first: int) -> set[int]:
    """'Poe – "the best of men," says Roe – died': only the fragment behind the dash is hers."""
    number = scene.slot_at[first - 1] if first > 0 else None
    tokens = scene.slot_tokens[number] if number is not None else ()
    start = tokens[0].i if tokens else 0
    return {t.i for t in tokens} if start > 0 and scene.doc[start - 1].text in ("–", "—", "--", "-", "(") else set()


def _goes_on_in_marks(scene: Scene, start: int) -> bool:
    """'It was, Roe said, "a stone in the sea"': free words that begin with a small letter end the sentence before."""
    number = scene.slot_at[start] if start < len(scene.doc) else None
    return number is not None and scene.frame.slots[number].stand_in and scene.frame.slots[number].small


def _precedes_quotation(scene: Scene, start: int, fragments: bool) -> bool:
    """Whether the words behind are a free-standing quotation, or with `fragments` anything between marks."""
    near = range(start - 1, min(start + 1, len(scene.doc)))
    return any(scene.in_stand_in(i) or (fragments and scene.slot_at[i] is not None) for i in near)


def _sentence_end(scene: Scene, start: int, end: int) -> int:
    """The end of the reported sentence: a semicolon, or the end of the sentence around it."""
    return next((i for i in range(start, end) if scene.doc[i].text == ";"), end)
