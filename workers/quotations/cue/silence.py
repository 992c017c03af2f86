"""Finds refusals to answer: "could not be reached for comment", "declined to say why", "did not return calls"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from workers.language.cues import CueClass, cue_verb
from workers.language.lexicon import groups

if TYPE_CHECKING:
    from spacy.tokens import Token

Heads: TypeAlias = "list[Token]"
_WORDS = groups("silence")


@dataclass(frozen=True, slots=True)
class Silence:
    """A refusal to answer: its cue, the verb whose subject did not answer, and the heads of the question."""

    cue: Token
    verb: Token
    heads: tuple[Token, ...]


def silence_at(token: Token) -> Silence | None:
    """The refusal that a token tells; None if it tells none."""
    if token.dep_ == "neg":
        # "would not comment", "has not commented": the cue is the "not".
        return _made(token, token.head, [token.head] if _is_comment(token.head) else [])
    if token.dep_ == "acomp":
        return _made(token, token.head, _unavailable(token))
    if not token.tag_.startswith("VB"):
        return None
    found = (heads for rule in _RULES if (heads := rule(token)))
    return _made(token, token, next(found, []))


def _made(cue: Token, verb: Token, heads: Heads) -> Silence | None:
    return Silence(cue, verb, tuple(heads)) if heads else None


def _is_comment(verb: Token) -> bool:
    return verb.tag_.startswith("VB") and verb.lower_ in ("comment", "commented", "comments")


def _unavailable(adjective: Token) -> Heads:
    """ "was not available for comment", "was unavailable to comment"."""
    told = adjective.lower_ == "unavailable" or (adjective.lower_ == "available" and _is_negated(adjective.head))
    return (_for_comment(adjective) or _for_comment(adjective.head)) if told else []


def _unreached(verb: Token) -> Heads:
    """ "could not immediately be reached for comment"."""
    return _for_comment(verb) if verb.lower_ in _WORDS["reached"] and _is_negated(verb) else []


def _no_comment(verb: Token) -> Heads:
    """ "had no comment", "offered no comment"."""
    return [c for c in _objects(verb) if c.lower_ == "comment" and any(d.lower_ == "no" for d in c.lefts)]


def _unanswered(verb: Token) -> Heads:
    """ "did not return calls seeking comment", "has not answered a message"."""
    asked = verb.lower_ in _WORDS["answering"] and _is_negated(verb)
    return [c for c in _objects(verb) if c.lower_ in _WORDS["requests"]] if asked else []


def _unresponsive(verb: Token) -> Heads:
    """ "did not respond to requests for comment"."""
    if _base(verb) not in _WORDS["responding"] or not _is_negated(verb):
        return []
    return [c for c in verb.rights if c.dep_ in ("prep", "dative") and c.lower_ == "to"]


def _declined(verb: Token) -> Heads:
    """ "declined to comment", "refused to say why"."""
    declining = _base(verb) in _WORDS["declining"]
    return [c for c in verb.rights if c.dep_ == "xcomp" and c.lower_ in _WORDS["telling"]] if declining else []


def _unwilling(verb: Token) -> Heads:
    """ "would not say why", "will not discuss it"; but not "did not say why", nor "would not be told why"."""
    unwilling = any(c.dep_ == "aux" and c.lower_ in _WORDS["unwilling"] for c in verb.lefts)
    known = cue_verb(verb.text) if unwilling and verb.tag_ == "VB" and _is_negated(verb) else None
    if known is None or known.base not in _WORDS["telling"]:
        return []
    clauses = [c for c in verb.rights if c.dep_ == "ccomp" or (c.dep_ == "prep" and c.lower_ in known.prepositions)]
    return clauses or (_objects(verb) if known.kind & CueClass.OBJECT else [])


def _for_comment(word: Token) -> Heads:
    infinitive = [c for c in word.rights if c.lower_ == "comment"]
    purpose = [c for c in word.rights if c.lower_ == "for" and any(o.lower_ == "comment" for o in c.children)]
    return infinitive or purpose


def _objects(verb: Token) -> Heads:
    return [c for c in verb.rights if c.dep_ == "dobj"]


def _base(verb: Token) -> str:
    known = cue_verb(verb.text)
    return known.base if known is not None else ""


def _is_negated(verb: Token) -> bool:
    """Whether a "not" or "never" hangs on a verb."""
    return any(c.dep_ == "neg" for c in verb.children)


_RULES: tuple[Callable[[Token], Heads], ...] = (
    _unreached,
    _no_comment,
    _unanswered,
    _unresponsive,
    _declined,
    _unwilling,
)
