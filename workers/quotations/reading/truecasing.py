"""Sets headlines In Title Case in sentence case, letter for letter, so that the parser can read them."""

from __future__ import annotations

import re
from itertools import pairwise

from shared.model import FoundEntities, MentionForm
from workers.language.lexicon import groups, words
from workers.language.marks import Line

_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
MIN_WORDS = 4
CAPITALISED = 0.7
"""Share of words with a capital from which a line is in title case: sentences in English news stay under one half."""

_VERBS_TOO = frozenset({"May", "March"})


def in_sentence_case(text: str, line: Line, found: FoundEntities) -> str:
    """The text with one title-case line in sentence case; names that the article mentions keep their capitals."""
    words = list(_WORD.finditer(text, line.start, line.end))
    large = sum(w[0][0].isupper() for w in words if len(w[0]) > 3)
    if len(words) < MIN_WORDS or large < CAPITALISED * sum(len(w[0]) > 3 for w in words):
        return text
    names = _name_words(line, found)
    letters = list(text[line.start : line.end])
    for before, word in pairwise(words):
        if _is_common(word[0], names) and not _is_date(before[0], word[0]):
            at = word.start() - line.start
            letters[at] = _small(letters[at])
    return text[: line.start] + "".join(letters) + text[line.end :]


def _name_words(line: Line, found: FoundEntities) -> frozenset[str]:
    """The words of the names that stand outside the line."""
    elsewhere = [m for m in found.mentions if m.form is MentionForm.NAME and not line.start <= m.start_char < line.end]
    return frozenset(word for m in elsewhere for word in _WORD.findall(m.exact))


def _is_common(word: str, names: frozenset[str]) -> bool:
    bare = re.sub(r"['’]s?$", "", word)
    return bare not in names and bare.rstrip(".") not in names and not bare[1:].isupper() and not bare.endswith(".")


def _is_date(before: str, word: str) -> bool:
    """Days and months; May and March only where no verb can stand: "in May"."""
    if word in _VERBS_TOO:
        return before.lower() in groups("times")["before_months"]
    return word.istitle() and word.lower() in words("calendar")


def _small(letter: str) -> str:
    """Lower case only where it is one letter for one: offsets must hold."""
    lowered = letter.lower()
    return lowered if len(lowered) == 1 else letter
