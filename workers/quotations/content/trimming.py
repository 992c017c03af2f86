"""Removes from a content the words of others that the parser hung into it: the next "he said", comments, asides."""

from __future__ import annotations

from spacy.tokens import Token

from workers.language.cues import SAYING, cue_verb
from workers.language.tags import FINITE, VERBAL
from workers.quotations.cue.find import Cue
from workers.quotations.media import is_medium_noun
from workers.quotations.reading.scenes import Scene
from workers.quotations.speaker.owners import is_things


def others_words(scene: Scene, cue: Cue, content: set[int]) -> set[int]:
    """The token indices in a content that belong to another cue of the same sentence or to the reporter."""
    dropped = _apart(scene, cue, content)
    for index in sorted(content):
        token = scene.doc[index]
        if index in dropped or token.head.i == index:
            continue
        if token.text == ";" and token.i > cue.token.i:
            dropped |= {i for i in content if i >= index}
        elif _is_new_report(scene, cue, token) or _is_source(scene, cue, token):
            dropped |= {t.i for t in token.subtree if t.i >= _start(scene, token)}
        elif _is_aside(scene, token, max(content)) or _is_occasion(scene, token, content):
            dropped |= {t.i for t in token.subtree}
    return dropped


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
    if verb is None or not verb.kind & SAYING:
        return False
    if token.dep_ == "advcl" and token.tag_ == "VBG":
        return _after_comma(scene, token)
    if token.dep_ != "conj":
        return False
    if any(c.dep_ == "nsubj" for c in token.children):
        return any(c.dep_ in ("ccomp", "xcomp") for c in token.children)
    return token.tag_ == cue.token.tag_ and (token.tag_ != token.head.tag_ or is_things(token.head))


def _is_source(scene: Scene, cue: Cue, token: Token) -> bool:
    """ ", according to the files" behind what somebody said: the reporter's source."""
    return token.lower_ == "according" and token.i > cue.token.i and _after_comma(scene, token)


def _after_comma(scene: Scene, token: Token) -> bool:
    start = token.left_edge.i
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
    if token.dep_ == "advcl" and token.tag_ == "VBG" and token.left_edge.tag_ == "VBG":
        return _after_comma(scene, token)
    if token.dep_ != "relcl":
        return False
    pronoun = token.left_edge
    return pronoun.lower_ in ("which", "who") and pronoun.i > 0 and scene.doc[pronoun.i - 1].text == ","
