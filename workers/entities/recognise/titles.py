"""Titles before a person's name: found in the text, kept apart from the name."""

from __future__ import annotations

import re

from shared.model import ParsedArticle
from workers.entities.records import Name
from workers.language.lexicon import words

WORDS_BEFORE = re.compile(r"(?:[\w.’'-]+ ){1,6}$")
REGNAL = frozenset(("pope", "king", "queen", "prince", "princess", "emperor", "empress", "sultan", "emir", "saint"))
"""Titles that are half of the name: "Pope Francis", "King Charles" have no surname."""

LONGEST_TITLE = 80


def split_titles(article: ParsedArticle, names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Take titles off the front of people's names, and note those that stand before them."""
    return tuple(_split(article.text, name) if name.label == "PERSON" else name for name in names)


def _split(text: str, name: Name) -> Name:
    parts = [(m.group(), m.start()) for m in re.finditer(r"\S+", name.exact)]
    first = _titles(tuple(word for word, _ in parts))
    bare = name.cut(name.start + parts[first][1], name.end)
    before = WORDS_BEFORE.search(text, max(0, bare.start - LONGEST_TITLE), bare.start)
    return bare._replace(title=_last_titles(before.group().split()) if before else "")


def _titles(parts: tuple[str, ...]) -> int:
    """How many words at the front are titles; at least one word stays a name, and a regnal title stays with one."""
    count = max((at + 1 for at, word in enumerate(parts[:-1]) if is_title(word) and _belongs(parts[:at])), default=0)
    if count and count == len(parts) - 1 and parts[count - 1].casefold() in REGNAL:
        return count - 1
    return count


def _belongs(parts: tuple[str, ...]) -> bool:
    return all(is_title(word) or _is_modifier(word) for word in parts)


def _last_titles(before: list[str]) -> str:
    if not before or not is_title(before[-1]) or not (before[-1][0].isupper()):
        return ""
    at = len(before) - 1
    while at > 0 and (is_title(before[at - 1]) or _is_modifier(before[at - 1])):
        at -= 1
    return " ".join(before[at:])


def is_title(word: str) -> bool:
    """Whether the word is a title: President, Mr., Vice-President, ex-Senator."""
    return word.strip(".,").casefold().removeprefix("ex-") in words("titles")


def _is_modifier(word: str) -> bool:
    bare = word.strip(".,")
    return bare in words("title_modifiers") or bare.casefold() in words("title_modifiers")
