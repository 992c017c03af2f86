"""Finds a name alone beside a quotation: before a colon, "Walz: '...'", or as a signature, '"..." — Jane Roe, Ohio'.

The parser often takes a name before a colon for a part of the quotation.
"""

from __future__ import annotations

import re

from shared.model import FoundEntities, MentionForm, Voice
from workers.language.cues import SAYING, cue_verb, said_forms
from workers.language.lexicon import any_of, groups, words
from workers.quotations.records import Offsets, name_voice

_LABEL = re.compile(
    r"(?P<phrase>(?:[A-ZÀ-ÖØ-Þ][\w.'’-]*\s){0,6}(?P<head>[A-ZÀ-ÖØ-Þ][\w'’-]+))(?:\s*\([^()\n]{1,40}\))?"
    r"(?:\son\s[^:\n]{2,60})?\s*:\s*"
)
"""Up to six words of title and name, perhaps party and seat in brackets, or what it is about: "Roe on the race:"."""
_ADDED = re.compile(
    r"(?P<cue>[A-Z][a-z]+) (?P<phrase>(?:[\w.’'&-]+ ){0,6}(?P<head>[A-ZÀ-ÖØ-Þ][\w'’-]+))(?:, [^:“”\"]{1,60})?\s*:\s*"
)
_NAME_WORD = rf"(?:[A-ZÀ-ÖØ-Þ][\w.'’-]*|(?:{any_of(words('name_particles'))}|of)\b)"
_NAME = rf"[A-ZÀ-ÖØ-Þ][\w.'’-]*(?:\s+{_NAME_WORD}){{0,5}}"
_DASH = r"(?P<dash>[—–―]|--?)"
_SIGNATURE = re.compile(rf"[.,]?\s*{_DASH}\s*(?P<role>(?:[\w’'-]+ ){{0,5}}?)(?P<name>{_NAME})\s*(?:$|[,.(]|(?=[“\"]))")
_NEXT_LINE = re.compile(
    rf"\s*\n\s*{_DASH}\s*(?P<role>(?:[\w’'-]+ ){{0,5}}?)(?P<name>{_NAME})(?:,[^\n.!?“”\"]{{1,60}})?\s*(?:\n|$)"
)
"""The signature on a line of its own."""

_WITH_AGE = re.compile(rf"\s+(?P<dash>)(?P<role>)(?P<name>{_NAME}), \d{{1,3}}(?:$|[,.])")
"""Without a dash only an age shows that a name signs: '"About time." Kevin Marsh, 41'."""
_ROLE_BEHIND = r"(?P<rest>(?:\d|an? |the |[a-z])[^,.!?“”\"\n]{1,60})"
_WITH_ROLE = re.compile(rf"\s+(?P<dash>)(?P<role>)(?P<name>{_NAME}), {_ROLE_BEHIND}\.?\s*(?=\n|$)")
"""Without a dash also a role shows it: '"About time." Kevin Marsh, chairman of the guild'."""

_FINITE = groups("clauses")["auxiliaries"] - {"to", "not"}
_INITIALS = re.compile(r"(?:[A-Z]\. ?)+")


class Labels:
    """The names of one article, as they stand before colons; `last_words` are their last words."""

    def __init__(self, text: str, found: FoundEntities) -> None:
        self._text = text
        self.last_words = {m.exact.split()[-1] for m in found.mentions if m.form is MentionForm.NAME}

    def before(self, line_start: int, offset: int) -> Voice | None:
        """The name that stands alone between the start of the line and a quotation."""
        match = _LABEL.fullmatch(self._text, line_start, offset) or _added_by(self._text, line_start, offset)
        if match is None or match["head"] not in self.last_words:
            return None
        return Voice(*match.span("phrase"), *match.span("head"))


def _added_by(text: str, line_start: int, offset: int) -> re.Match[str] | None:
    """ "Added teammate Carl Munk: '...'": a verb of saying, what somebody is, and the name."""
    match = _ADDED.fullmatch(text, line_start, offset)
    verb = cue_verb(match["cue"]) if match is not None else None
    return match if verb is not None and verb.kind & SAYING else None


def signature_after(text: str, start: int, end: int) -> tuple[Offsets | None, Voice] | None:
    """The dash and the name that stand between a closing mark and the end of its line, or that are the next line."""
    match = _SIGNATURE.match(text, start, end) or _WITH_AGE.match(text, start, end)
    if match is None and not text[start:end].strip():
        match = _NEXT_LINE.match(text, start)
    match = match or _with_role(text, start)
    if match is None or not _is_role(match["role"]):
        return None
    name_start, name_end = match.span("name")
    if not _INITIALS.fullmatch(text[name_start:name_end]):
        name_end = name_start + len(text[name_start:name_end].rstrip("."))
    dash = match.span("dash") if match["dash"] else None
    return dash, name_voice(text, match.start("role") if match["role"] else name_start, name_end)


def _with_role(text: str, start: int) -> re.Match[str] | None:
    """A name and what its bearer is, behind a closed sentence: no verb follows."""
    match = _WITH_ROLE.match(text, start)
    if match is None or text[:start].rstrip("”\"’'»")[-1:] not in ".!?":
        return None
    behind = match["rest"].lower().split()
    return None if any(word in _FINITE or word in said_forms() for word in behind) else match


def _is_role(words_before: str) -> bool:
    """Whether the words before a signing name may say what its bearer is: "opposition leader ", "Facebook user "."""
    return words("function_words").isdisjoint(words_before.lower().split())
