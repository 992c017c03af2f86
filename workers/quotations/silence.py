"""Those who did not answer: "could not be reached for comment", "had no comment", "did not return calls"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from spacy.tokens import Token

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_CALLS = frozenset(
    (
        *("call", "calls", "message", "messages", "email", "emails", "e-mail", "e-mails", "request", "requests"),
        *("inquiry", "inquiries", "enquiry", "enquiries", "voicemail", "voicemails", "questions"),
    )
)
_ANSWERING = frozenset({"return", "returned", "answer", "answered"})
_REACHED = frozenset({"reached", "contacted"})


@dataclass(frozen=True, slots=True)
class Silence:
    """Who did not answer, and the words for what was asked; `cue` is the word that tells it."""

    cue: Token
    subject: Token
    heads: tuple[Token, ...]


def silence_at(token: Token) -> Silence | None:
    """Whether a token tells that somebody did not answer."""
    for rule in _RULES:
        found = rule(token)
        if found is not None:
            return found
    return None


def _unreached(token: Token) -> Silence | None:
    """ "could not immediately be reached for comment"."""
    if token.lower_ not in _REACHED or not is_negated(token):
        return None
    return _made(token, token, _for_comment(token))


def _unavailable(token: Token) -> Silence | None:
    """ "was not available for comment", "was unavailable to comment"."""
    if token.dep_ != "acomp" or token.lower_ not in ("available", "unavailable"):
        return None
    unavailable = token.lower_ == "unavailable" or is_negated(token.head)
    return _made(token, token.head, _for_comment(token) or _for_comment(token.head)) if unavailable else None


def _no_comment(token: Token) -> Silence | None:
    """ "had no comment", "offered no comment"."""
    if token.pos_ == "PUNCT" or not token.tag_.startswith("VB"):
        return None
    objects = [c for c in token.rights if c.dep_ == "dobj" and c.lower_ == "comment"]
    return _made(token, token, [c for c in objects if any(d.lower_ == "no" for d in c.lefts)])


def _unreturned(token: Token) -> Silence | None:
    """ "did not return calls seeking comment", "did not answer a message"."""
    if token.lower_ not in _ANSWERING or token.tag_ != "VB" or not is_negated(token):
        return None
    return _made(token, token, [c for c in token.rights if c.dep_ == "dobj" and c.lower_ in _CALLS])


def _unwilling(token: Token) -> Silence | None:
    """ "would not comment", "did not immediately comment", "has not commented": the cue is the "not"."""
    if token.lower_ not in ("comment", "commented") or not token.tag_.startswith("VB"):
        return None
    negation = next((c for c in token.lefts if c.dep_ == "neg"), None)
    return _made(negation, token, [token]) if negation is not None else None


def _made(cue: Token, verb: Token, heads: list[Token]) -> Silence | None:
    subject = next((c for c in verb.lefts if c.dep_ in _SUBJECTS), None)
    return Silence(cue, subject, tuple(heads)) if heads and subject is not None else None


def _for_comment(token: Token) -> list[Token]:
    infinitive = [c for c in token.rights if c.lower_ == "comment"]
    return infinitive or [
        c for c in token.rights if c.lower_ == "for" and any(o.lower_ == "comment" for o in c.children)
    ]


def is_negated(verb: Token) -> bool:
    """Whether a "not" or "never" hangs on a verb."""
    return any(c.dep_ == "neg" for c in verb.children)


_RULES: tuple[Callable[[Token], Silence | None], ...] = (
    _unreached,
    _unavailable,
    _no_comment,
    _unreturned,
    _unwilling,
)
