"""Recognises subjects that hold main verbs of their own: the parser lost its way in a long sentence.

"The plan, made in May, coincided with the fair and came hours after several towns, gathered in Hull, demanded it":
the subject of "demanded" is the towns, not the plan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.language.lexicon import groups
from workers.language.tags import MAIN

if TYPE_CHECKING:
    from spacy.tokens import Token

MAX_SUBJECT = 20
"""Shorter ones are not doubted: 99.5 % of the speakers that annotators marked in PolNeAR dev have 20 words or fewer."""
_HUNG = frozenset({"conj", "ccomp", "advcl", "acl"})
_SUBORDINATING = groups("clauses")["times"] | groups("clauses")["reasons"]


def is_tangled(subject: Token, verb: Token) -> bool:
    """Whether a verb's subject holds main verbs that are not part of the verb's own clause."""
    words = list(subject.subtree)
    if len(words) <= MAX_SUBJECT:
        return False
    own = {t.i for t in branch(subject, verb).subtree} if subject.is_ancestor(verb) else set()
    # "Officials, who asked not to be named because they had no permission": the verbs of a relative clause are its own.
    own |= {t.i for w in words if w.dep_ == "relcl" and w.i < verb.i and _is_relative(w) for t in w.subtree}
    return any(t.tag_ in MAIN and t.dep_ in _HUNG and t.i not in own for t in words)


def nearer_subject(subject: Token, verb: Token) -> Token | None:
    """The noun behind the last "after", "when" or "while" in a tangled subject: the clause that the verb ends."""
    for token in reversed(list(subject.subtree)):
        if token.i < verb.i and token.lower_ in _SUBORDINATING:
            return next((c for c in token.children if c.dep_ in ("pobj", "nsubj") and c.i < verb.i), None)
    return None


def _is_relative(verb: Token) -> bool:
    """Whether a clause begins with "who", "which" or "that"; the parser takes lost main verbs for relatives, too."""
    return any(c.tag_ in ("WP", "WDT", "WP$") for c in verb.lefts)


def branch(head: Token, inner: Token) -> Token:
    """The child of `head` whose subtree holds `inner`."""
    while inner.head.i not in (head.i, inner.i):
        inner = inner.head
    return inner
