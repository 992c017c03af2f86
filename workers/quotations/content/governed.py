"""Collects the words that a cue governs, as token indices: from their heads in the parse, for pairing.

What the parser hangs on the cue is added ("complained about the sound during the debate"); the words of others that it
hung into the content are removed: the next "he said", comments, asides.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from workers.language.cues import SAYING, CueClass, cue_verb
from workers.language.lexicon import groups
from workers.language.tags import FINITE, MAIN, VERBAL, is_time
from workers.quotations.content.heads import governed_heads
from workers.quotations.content.objects import NAMING
from workers.quotations.content.records import NOTHING, Content, Heads
from workers.quotations.content.strays import strays_behind
from workers.quotations.cue.find import Cue
from workers.quotations.media import is_medium_noun
from workers.quotations.reading.scenes import Scene, runs
from workers.quotations.speaker.owners import is_things
from workers.quotations.speaker.subjects import can_speak

if TYPE_CHECKING:
    from spacy.tokens import Token

_LOOSE = frozenset({"CC", "IN", "WDT", "WP", "WRB"})
_LINKS = groups("clauses")["links"]
_CONTRASTS = groups("clauses")["contrasts"]
_PRONOUNS = frozenset({"WDT", "WP", "PRP", "DT", "WRB"})
MARK_AND_WORD = 2
MAX_JOINT = 3
"""Longest run of commas and conjunctions that joins two parts of a content."""
_CIRCUMSTANCES = groups("clauses")["times"]
_PHRASES = frozenset({"prep", "agent", "advcl", "dative"})


def content_of(scene: Scene, cue: Cue) -> Content:
    """The words that the cue governs, without its own and its speaker's; empty if it governs none."""
    named = _named_fragment(scene, cue)
    if named:
        return Content(named, "content.named_fragment")
    governed = governed_heads(cue)
    return Content(_kept(scene, cue, governed.heads), governed.rule) if governed is not None else NOTHING


def _named_fragment(scene: Scene, cue: Cue) -> set[int]:
    """'called the charges, since dropped, "a farce"': all from the verb to the fragment, whatever the parse."""
    left_object = cue.takes_what or cue.token.dep_ == "relcl"
    if cue.verb.base not in NAMING or cue.passive or left_object:
        return set()
    first = cue.token.i + 1
    last = next((i for i in range(first, cue.token.sent.end) if scene.slot_at[i] is not None), first)
    # The parser may hang the fragment on the noun before: "issued a statement calling it "a breach"".
    reach = cue.token.right_edge.i + (MARK_AND_WORD if cue.token.dep_ == "acl" else 0)
    if last == first or last > reach or scene.doc[first].tag_ in ("IN", "TO", "RB", ","):
        return set()
    if any(scene.doc[i].tag_ in FINITE for i in range(first, last)):
        return set()
    if scene.in_stand_in(last):
        return set()
    return set(range(first, _last_of_series(scene, last, cue.token.sent.end))) | _subtree_right(cue, first)


def _last_of_series(scene: Scene, index: int, end: int) -> int:
    """The end of a series such as '"a fool," "a coward" and "a cheat"', from a token of its first fragment."""
    while index < end and (scene.slot_at[index] is not None or scene.doc[index].lower_ in ("and", "or", ",")):
        index += 1
    while scene.slot_at[index - 1] is None:
        index -= 1
    return index


def _subtree_right(cue: Cue, first: int) -> set[int]:
    """The tokens of the verb's objects behind an index."""
    heads = [c for c in cue.token.rights if c.dep_ in ("dobj", "oprd", "attr")]
    return {t.i for head in heads for t in head.subtree if t.i >= first}


def _kept(scene: Scene, cue: Cue, heads: Heads) -> set[int]:
    kept = {t.i for head in heads for t in head.subtree if not cue.unanswered or t.i > cue.token.i}
    kept |= details_behind(cue, heads) | strays_behind(cue, heads)
    if any(head.is_ancestor(cue.token) for head in heads):
        kept -= {t.i for t in cue.token.subtree}
    kept.discard(cue.token.i)
    if kept and scene.doc[min(kept)].dep_ == "mark" and scene.doc[min(kept)].lower_ in cue.verb.prepositions:
        kept.discard(min(kept))
    if cue.subject is not None and not cue.subject.is_ancestor(cue.token):
        kept -= {t.i for t in cue.subject.subtree}
    if cue.passive and cue.subject is not None:
        kept.discard(cue.subject.head.i)
    kept -= others_words(scene, cue, kept)
    if cue.verb.base == "according":
        kept -= {i for i in kept if i > cue.token.i > min(kept) and _is_added(scene, cue, i)}
    kept |= _joints(scene, kept)
    if all(scene.doc[i].tag_ in _PRONOUNS or scene.doc[i].is_punct for i in kept):
        return set()
    return without_loose_words(scene, kept | _whole_slots(scene, kept))


def without_loose_words(scene: Scene, content: set[int]) -> set[int]:
    """A content without parts that are nothing but a conjunction or a relative: "Yet, she said, it is late"."""
    parts = [_without_end(scene, set(range(first, last + 1))) for first, last in runs(content)]
    loose = [p for p in parts if all(_is_loose(scene.doc[i]) for i in p)]
    return set[int]().union(*(p for p in parts if p not in loose)) if len(loose) < len(parts) else content


def _without_end(scene: Scene, part: set[int]) -> set[int]:
    """A part without the conjunction at its end, which joins another clause."""
    last = max(part)
    while len(part) > 1 and (scene.doc[last].is_punct or scene.doc[last].tag_ == "CC") and scene.slot_at[last] is None:
        part = part - {last}
        last = max(part)
    return part


def _is_loose(token: Token) -> bool:
    return token.is_punct or token.tag_ in _LOOSE or token.lower_ in _LINKS


def _joints(scene: Scene, kept: set[int]) -> set[int]:
    """Commas and conjunctions between parts of a content."""
    added: set[int] = set()
    for (_, last), (first, _) in pairwise(runs(kept)):
        between = range(last + 1, first)
        if len(between) <= MAX_JOINT and all(scene.doc[i].is_punct or scene.doc[i].dep_ == "cc" for i in between):
            added |= set(between)
    return added


def _is_added(scene: Scene, cue: Cue, index: int) -> bool:
    """ "X, according to Y, and Z": whether the token belongs to the phrase coordinated behind the insertion."""
    behind = next((t for t in scene.doc[cue.token.right_edge.i + 1 : index + 1] if not t.is_punct), None)
    return behind is not None and behind.dep_ == "cc"


def _whole_slots(scene: Scene, kept: set[int]) -> set[int]:
    """Fragments between marks go in whole when most of their words are in, whatever the parser cut off."""
    added: set[int] = set()
    for number in {scene.slot_at[i] for i in kept} - {None}:
        tokens = scene.slot_tokens[number] if number is not None else ()
        words = [t for t in tokens if t.is_alpha]
        if 2 * sum(t.i in kept for t in words) >= len(words):
            added |= {t.i for t in tokens}
    return added


def details_behind(cue: Cue, heads: Heads) -> set[int]:
    """The tokens of the phrases right behind a reported noun phrase; phrases that tell when or where are left out."""
    done = all(head.dep_ == "pcomp" for head in heads)
    if (any(head.tag_ in VERBAL for head in heads) and not done) or cue.token.tag_ not in VERBAL:
        return set()
    end = max(head.right_edge.i for head in heads)
    added: set[int] = set()
    for child in cue.token.rights:
        if child.left_edge.i <= end or child.dep_ == "punct":
            continue
        stops = child.left_edge.i != end + 1 or child.dep_ not in _PHRASES
        if stops or (_is_reporters(child) and not (done and child.tag_ in MAIN)):
            break
        added |= {t.i for t in child.subtree}
        end = child.right_edge.i
    return added


def _is_reporters(phrase: Token) -> bool:
    """ "on Friday", "in a statement", "at a rally", "to reporters", ", saying ...": told of the act of saying."""
    if phrase.dep_ == "advcl" and phrase.left_edge.lower_ in _CIRCUMSTANCES:
        return any(c.dep_ == "nsubj" for c in phrase.lefts)
    if phrase.left_edge.is_punct or phrase.tag_ == "VBG" or phrase.lower_ in ("to", "as", "after", "before"):
        return True
    objects = [c for c in phrase.children if c.dep_ == "pobj"]
    return any(is_time(c) or c.like_num or is_medium_noun(c.text) for c in objects)


def others_words(scene: Scene, cue: Cue, content: set[int]) -> set[int]:
    """The token indices in a content that belong to another cue of the same sentence or to the reporter."""
    dropped = _apart(scene, cue, content)
    for index in sorted(content):
        token = scene.doc[index]
        if index in dropped or token.head.i == index:
            continue
        if token.i > cue.token.i and (token.text == ";" or _is_tail(scene, token)):
            dropped |= {i for i in content if i >= index}
        elif _is_new_report(scene, cue, token) or _is_source(scene, cue, token):
            dropped |= {t.i for t in token.subtree if t.i >= _start(scene, token)}
        elif _is_aside(scene, token, max(content)) or _is_occasion(scene, token, content):
            dropped |= {t.i for t in token.subtree}
    return dropped


def _is_tail(scene: Scene, token: Token) -> bool:
    """'likened it to "a wreck" - a charge that stung': the reporter's words behind the closing mark."""
    behind = token.i + 1 < len(scene.doc) and token.nbor(1).lower_ in ("a", "an", "one")
    closes = scene.slot_at[token.i - 1] is not None and scene.slot_at[token.i] is None
    return closes and behind and token.text in ("-", "–", "—", "--")


def _apart(scene: Scene, cue: Cue, content: set[int]) -> set[int]:
    """ "Police counted 40; organisers said 90": the tokens before the last semicolon in front of the cue."""
    first = min(content, default=cue.token.i)
    border = next((i for i in range(cue.token.i - 1, first, -1) if scene.doc[i].text == ";"), first)
    return {i for i in content if i < border}


def _is_new_report(scene: Scene, cue: Cue, token: Token) -> bool:
    """ ", arguing that ...", "and she added ...", "and warned ..." after a reported clause."""
    if token.i < cue.token.i or token.tag_ not in VERBAL or scene.slot_at[token.i] is not None:
        return False
    verb = cue_verb(token.text)
    if (
        token.dep_ == "conj"
        and token.head.head == cue.token
        and token.head.tag_ in ("VB", "VBG")
        and _goes_on(cue, token)
    ):
        # "urged them to go and left": the second is the cue's own past tense.
        return True
    if verb is None or verb.kind is CueClass.SUPPORT:
        return False
    if token.dep_ == "advcl" and token.left_edge.lower_ in _CONTRASTS:
        return _after_comma(scene, token) and any(_speaks_up(c) for c in token.lefts)
    if not verb.kind & SAYING:
        return token.dep_ == "conj" and _goes_on(cue, token)
    if token.dep_ == "advcl" and token.tag_ == "VBG":
        return _after_comma(scene, token)
    if token.dep_ != "conj":
        return False
    if any(c.dep_ == "nsubj" for c in token.children):
        return any(c.dep_ in ("ccomp", "xcomp") for c in token.children)
    return token.tag_ == cue.token.tag_ and (token.tag_ != token.head.tag_ or is_things(token.head))


def _goes_on(cue: Cue, token: Token) -> bool:
    """ "said he had been ill and called it common": the verb has the form of the cue, not of the one it hangs on."""
    alone = not any(c.dep_ in ("nsubj", "aux") for c in token.lefts)
    same = token.tag_ == cue.token.tag_ != token.head.tag_
    return alone and same and (token.tag_ in MAIN or (token.tag_ == "VB" and token.head.tag_ in ("VBG", "VBN")))


def _speaks_up(subject: Token) -> bool:
    """ "while Poe said", "though she noted", "while critics call it", "while 30 per cent call it"."""
    share = subject.like_num or any(c.dep_ == "nummod" for c in subject.lefts)
    if subject.dep_ in ("nummod", "npadvmod"):
        return subject.like_num
    return subject.dep_ == "nsubj" and subject.lower_ != "i" and (share or can_speak(subject))


def _is_source(scene: Scene, cue: Cue, token: Token) -> bool:
    """ ", according to the files" behind what somebody said: the reporter's source."""
    return token.lower_ == "according" and token.i > cue.token.i and _after_comma(scene, token)


def _after_comma(scene: Scene, token: Token) -> bool:
    start = token.left_edge.i
    while start > 0 and scene.doc[start - 1].text == '"':
        start -= 1
    return start > 0 and (scene.doc[start - 1].text == "," or scene.doc[start].text == ",")


def _start(scene: Scene, token: Token) -> int:
    """The first token of what is dropped, the conjunction before it included."""
    start = token.left_edge.i
    while start > 0 and (scene.doc[start - 1].is_punct or scene.doc[start - 1].dep_ == "cc"):
        start -= 1
    return start


def _is_occasion(scene: Scene, token: Token, content: set[int]) -> bool:
    """ "demanded an inquiry in a letter to the line": the letter is the medium."""
    if token.dep_ != "prep" or token.lower_ not in ("in", "at", "during") or token.right_edge.i < max(content) - 1:
        return False
    if scene.slot_at[token.i] is not None or any(scene.doc[i].tag_ in FINITE for i in content):
        return False
    objects = [c for c in token.children if c.dep_ == "pobj" and is_medium_noun(c.text)]
    return any(d.lower_ in ("a", "an") for c in objects for d in c.lefts)


def _is_aside(scene: Scene, token: Token, last: int) -> bool:
    """ ", which made him ..." at the end of a reported clause: the reporter's background, more often than not."""
    if token.right_edge.i < last - 1 or scene.slot_at[token.i] is not None:
        return False
    if any(map(scene.in_stand_in, (t.i for t in token.subtree))):
        # ', which is a problem because, "In the end, ..."'
        return False
    if token.dep_ == "advcl" and token.tag_ == "VBG" and token.left_edge.tag_ in ("VBG", "RB"):
        return _after_comma(scene, token)
    if token.dep_ != "relcl":
        return False
    pronoun = token.left_edge
    return pronoun.lower_ in ("which", "who") and pronoun.i > 0 and scene.doc[pronoun.i - 1].text == ","
