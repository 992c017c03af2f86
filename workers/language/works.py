"""Recognises names between marks, which are no quotations: titles of works and programmes, nicknames."""

from __future__ import annotations

import re

from workers.language.citations import is_cited
from workers.language.cues import said_forms
from workers.language.lexicon import any_of, groups
from workers.language.naming import is_name
from workers.language.sentences import sentence_breaks

_WORD = re.compile(r"[^\W_][\w'’.-]*")
_PERFORMED = re.compile(
    rf"\b(?:{any_of(groups('works')['performing'])}|(?:[Hh]e|[Ss]he|[Tt]hey|I|[Ww]e|reading|rereading) read) $"
)
_APPOSED = re.compile(
    rf"[^\w\n]{{0,2}} (?:(?:(?:{any_of(groups('works')['of_works'])}|\d{{4}}) )|[A-Z][\w.]*(?:['’]s)? ){{1,5}}"
    rf"(?:best sellers?|{any_of(groups('works')['authored'])})\b"
)
_WORKS = any_of(groups("works")["works"] - groups("works")["outlets"])
_AUTHORS, _PERFORMING = any_of(groups("works")["of_authors"]), any_of(groups("works")["performing"])
_TOUCHING = re.compile(rf"\b(?:{_WORKS}|(?:{_AUTHORS}) of|{_PERFORMING}) $")
_TOLD_OF = re.compile(rf"\b(?:{any_of(said_forms())}|call(?:s|ed|ing)?) [^,.;:]*$")
"""'said of the song "It broke me"', 'told the session "We stay"': the work is spoken of, or spoken to."""
_OWNED = r"(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|[Mm]y|[Oo]ur|[A-Z][\w.]*['’]s?)"
_WITH_COMMA = re.compile(rf"{_OWNED}(?: [\w-]+){{0,3}} (?:{any_of(groups('works')['works'])}), $")
_VERB_BEHIND = re.compile(r",? (?:[a-z]+ly )?(?P<word>[a-z]+)")
MAX_TITLE = 20
"""Most words of a title in small letters."""
_BREAK = re.compile(r"[,:.;!?—–]\s*$")
MAX_WORDS = 8
"""Longer stretches are sentences, however many capitals they have."""


def is_title(text: str, line_start: int, start: int, end: int, inner: str) -> bool:
    """Whether the words between marks at `start`..`end` are the name of something.

    Capital letters throughout, and either a word for a work beside them, or a possessive or an article before
    ('MSNBC's "Morning Joe"', 'the "Buffett Rule"'), or a nickname inside a name ('Edward "Ned" Lamont').
    """
    words = _WORD.findall(inner)
    if not words:
        return False
    if is_name(text, line_start, start, end, inner) or is_cited(text, line_start, start, end):
        return True
    if _is_work(text, line_start, start, end, inner):
        return True
    if len(words) > MAX_WORDS or not is_capitalised(words):
        return False
    if _PERFORMED.search(text, max(line_start, start - 20), start):
        return True
    before = _WORD.findall(text[max(line_start, start - 60) : start])
    after = _WORD.findall(text[end : end + 40])
    near = {w.lower() for w in before[-2:]} | {w.lower() for w in after[:2]}
    apposed, nickname = _is_apposed(text, end, inner), _is_nickname(text, start, end, words)
    if near & groups("works")["works"] or apposed or _is_named(before) or nickname:
        return True
    touching = bool(before) and not _BREAK.search(text, max(line_start, start - 5), start)
    return touching and (before[-1].endswith(("'s", "’s")) or before[-1].lower() in groups("works")["before"])


def _is_work(text: str, line_start: int, start: int, end: int, inner: str) -> bool:
    """'The song "When the river comes" was played', 'Her paper, "Rivers that move," appeared': in small letters."""
    if not inner[:1].isupper() or len(inner.split()) > MAX_TITLE or next(sentence_breaks(inner, 0, len(inner)), None):
        return False
    before = text[line_start:start]
    if _TOUCHING.search(before):
        return _TOLD_OF.search(before) is None
    if not _WITH_COMMA.search(before) or "," not in (inner[-1], text[end : end + 1]):
        return False
    sentence = re.split(r"[.!?][”\"]? ", before)[-1]
    behind = _VERB_BEHIND.match(text, end)
    return (
        behind is not None and behind["word"] not in said_forms() and said_forms().isdisjoint(_WORD.findall(sentence))
    )


def _is_apposed(text: str, end: int, inner: str) -> bool:
    """'"The Long Harbour," Jane Roe's novel of 2005': the apposition behind the comma tells that it is a work."""
    return inner.endswith(",") and _APPOSED.match(text, end) is not None


def _is_named(before: list[str]) -> bool:
    """'a rule known as "Fair Share"', 'the so-called "Dreamers"'."""
    last = [w.lower() for w in before[-2:]]
    return bool(last) and (last[-1] in groups("works")["naming"] or last == ["known", "as"])


def is_capitalised(words: list[str]) -> bool:
    """Whether words are written like a title or a heading: all but the small ones with a capital."""
    large = [w for w in words if w.lower() not in groups("works")["small"]]
    return (
        bool(large)
        and all(w[0].isupper() or w[0].isdigit() for w in large)
        and (words[0][0].isupper() or words[0][0].isdigit())
    )


def _is_nickname(text: str, start: int, end: int, words: list[str]) -> bool:
    """'Edward "Ned" Lamont': one or two words between the words of a name."""
    before, after = (
        re.search(r"[A-Z][\w.]+ $", text[max(0, start - 30) : start]),
        re.match(r" [A-Z][a-z]", text[end : end + 3]),
    )
    return len(words) <= 2 and before is not None and after is not None


def is_heading(inner: str) -> bool:
    """Whether a whole line between marks is a crosshead rather than somebody going on: short and capitalised."""
    words = _WORD.findall(inner)
    return 1 < len(words) <= MAX_WORDS and is_capitalised(words)
