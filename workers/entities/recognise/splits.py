"""Puts together people's names that the recogniser does not know: it finds two halves, or the second half only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shared.model import EntityKind, ParsedArticle
from workers.entities.recognise.boundaries import opens_sentence
from workers.entities.records import Name, Names
from workers.language.folding import sound
from workers.language.keys import is_listed_place
from workers.language.lexicon import words
from workers.language.person_names import is_given_name
from workers.language.titles import is_title, is_title_modifier

WORD_BEFORE = re.compile(r"(?<![\w’'&.-])(?P<word>[A-Z][a-zà-ž]+(?:-[A-Z][a-zà-ž]+)?) $")
WORD_BEHIND = re.compile(r" (?P<word>[A-Z][a-zà-ž]+(?:-[A-Z][a-zà-ž]+)?)(?![\w-])")
MIN_SURNAME = 5
"""Shorter surnames sound alike by chance."""
REACH = 40
"""Longer than any given name, in characters."""
COMMON = ("role_nouns", "role_modifiers", "function_words", "calendar")


def mend_splits(article: ParsedArticle, names: Names) -> Names:
    """ "Alia" "Roe" side by side are one person; "Nacer Roe" is, where only "Roe" was found."""
    return tuple(_extended(article.text, [*_completed(article.text, list(_merged(article.text, names)))]))


def _merged(text: str, names: Names) -> Iterator[Name]:
    waiting: Name | None = None
    for name in names:
        if waiting and _are_halves(text, waiting, name):
            whole = text[waiting.start : name.end]
            waiting = Name(waiting.start, name.end, whole, "PERSON", rule="recognise.two_halves")
            continue
        if waiting:
            yield waiting
        waiting = name
    if waiting:
        yield waiting


def _are_halves(text: str, one: Name, other: Name) -> bool:
    if text[one.end : other.start] != " " or len(one.exact.split()) > 1 or len(other.exact.split()) > 1:
        return False
    return is_given_name(one.exact) and other.exact[0].isupper() and "NORP" not in (one.label, other.label)


def _completed(text: str, names: list[Name]) -> Iterator[Name]:
    """A lone given name with the surname behind it: known in another spelling, or behind what was taken for a place."""
    surnames = {sound(name.exact.split()[-1]) for name in names if name.label == "PERSON"}
    for at, name in enumerate(names):
        ceiling = names[at + 1].start if at + 1 < len(names) else len(text)
        behind = WORD_BEHIND.match(text, name.end, ceiling) if is_given_name(name.exact) else None
        if behind and (_is_known(behind["word"], surnames) or _is_no_place(name, behind["word"])):
            whole = text[name.start : behind.end()]
            name = Name(name.start, behind.end(), whole, "PERSON", rule="recognise.given_name_in_front")
        yield name


def _is_known(word: str, surnames: set[str]) -> bool:
    return len(word) >= MIN_SURNAME and sound(word) in surnames


def _is_no_place(name: Name, word: str) -> bool:
    """ "Volodymyr" before "Zelenskyy" is no town; "Victoria" before "Beach" may be one."""
    if name.kind is not EntityKind.PLACE or name.exact in words("known_places") or is_listed_place(name.exact):
        return False
    heads = words("place_heads") | words("organization_heads")
    return word not in heads and not is_title(word) and not _is_common(word)


def _extended(text: str, names: list[Name]) -> Iterator[Name]:
    floor = 0
    for name in names:
        yield _with_given(text, name, floor)
        floor = name.end


def _with_given(text: str, name: Name, floor: int) -> Name:
    """A lone surname in mid-sentence, with the capitalised word before it: the given name that was missed."""
    if name.label != "PERSON" or " " in name.exact or not name.exact[:1].isupper():
        return name
    before = WORD_BEFORE.search(text, max(floor, name.start - REACH), name.start)
    if before is None or not _can_be_given(text, before):
        return name
    return name._replace(start=before.start(), exact=text[before.start() : name.end])


def _can_be_given(text: str, before: re.Match[str]) -> bool:
    word = before["word"]
    if _is_common(word) or is_title(word) or word in words("nationals") or word.endswith(("ian", "ese", "ish")):
        return False
    return is_given_name(word) or not opens_sentence(text, before.start())


def _is_common(word: str) -> bool:
    low = word.casefold()
    return any(low in words(listed) for listed in COMMON) or is_title_modifier(low)
