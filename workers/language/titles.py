"""Decides which words are titles of people and what they say, from one list, for all who read names."""

from __future__ import annotations

import re
from functools import cache

from workers.language.lexicon import groups, table

_SORTS = ("courtesy", "peers", "regnal", "clergy", "offices", "ranks")
_BEFORE = re.compile(r"(?:[\w.’'-]+ ){1,6}$")
_LONGEST = 80
"""How far before a name its titles are looked for, in characters."""


@cache
def all_titles() -> frozenset[str]:
    """Every title, in lower case and without full stops: president, mrs, gen."""
    return frozenset().union(*(groups("titles")[sort] for sort in _SORTS))


def is_title(word: str) -> bool:
    """Whether a word is a title: President, Mr., Vice-President, ex-Senator."""
    return _bare(word).removeprefix("ex-") in all_titles()


def is_title_modifier(word: str) -> bool:
    """Whether a word belongs to a title behind it: "Prime" Minister, "former" President, "US" Senator."""
    return word.strip(".,") in groups("titles")["modifiers"] or _bare(word) in groups("titles")["modifiers"]


def is_peers_title(title: str) -> bool:
    """Whether the place behind a name belongs to its title: "Lord" Roe of Hull, "Baroness" Doe of Ely."""
    last = _bare(title.split(" ")[-1])
    return last in groups("titles")["peers"] or last in ("lord", "lady")


def abbreviated_titles() -> tuple[str, ...]:
    """The abbreviations as written before a name, without their full stops: Gen, Rev."""
    return tuple(short.capitalize() for short in table("titles")["short"])


def in_full(word: str) -> str:
    """The title that an abbreviation stands for: "governor" of "Gov."; other words as they are, in lower case."""
    bare = _bare(word)
    return str(table("titles")["short"].get(bare, bare))


def titles_before(text: str, start: int) -> str:
    """The titles right before a name that begins at `start`: "Prime Minister", "Mrs."; none without a capital."""
    before = _BEFORE.search(text, max(0, start - _LONGEST), start)
    parts = before.group().split() if before else []
    if not parts or not is_title(parts[-1]) or not parts[-1][0].isupper():
        return ""
    at = len(parts) - 1
    while at > 0 and (is_title(parts[at - 1]) or is_title_modifier(parts[at - 1])):
        at -= 1
    return " ".join(parts[at:])


def titles_in_front(parts: tuple[str, ...]) -> int:
    """How many words at the front of a name are titles: none of "Pope Francis", two of "Prime Minister Roe"."""
    last = max((at for at, word in enumerate(parts[:-1]) if is_title(word) and _belong(parts[:at])), default=-1)
    # At least one word stays a name, and a regnal title stays with one.
    alone = last == len(parts) - 2 and last >= 0 and _bare(parts[last]) in groups("titles")["regnal"]
    return last if alone else last + 1


def without_titles(name: str) -> str:
    """A name without the titles at its front: "Jane Roe" of "Dr. Jane Roe", "Pope Francis" as it is."""
    parts = tuple(name.split())
    return " ".join(parts[titles_in_front(parts) :])


def _belong(parts: tuple[str, ...]) -> bool:
    return all(is_title(word) or is_title_modifier(word) for word in parts)


def _bare(word: str) -> str:
    return word.strip(".,").casefold()
