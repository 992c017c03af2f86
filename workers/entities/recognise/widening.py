"""Adds what the recogniser leaves off people's names: nicknames, the word behind a particle, a surname used again."""

from __future__ import annotations

import re
from collections.abc import Iterable

from shared.model import ParsedArticle
from workers.entities.recognise.boundaries import PARTICLES, without_overlaps
from workers.entities.records import Name, Names
from workers.language.cues import said_forms
from workers.language.keys import is_listed_place
from workers.language.lexicon import any_of, groups, words
from workers.language.person_names import is_given_name
from workers.language.titles import is_title, is_title_modifier

WORD = r"[A-Z][\w’'-]*\w"
NICKNAMED = re.compile(rf"(?<![\w.])(?P<given>[A-Z][\w-]+) [“\"‘'](?P<nick>[A-Z][^\n“”\"‘’',.]{{1,24}})[”\"’'] {WORD}")
BEHIND_PARTICLE = re.compile(rf" {WORD}")
ENDS_IN_PARTICLE = re.compile(rf" {PARTICLES}$")
BEHIND = re.compile(rf" (?P<word>{WORD})(?=[,.;:)’']|\s(?:[a-z]|$)|$)")
GIVEN_BEFORE = re.compile(r"(?<![\w’'&.-])(?P<word>[A-Z][a-zà-ž]+) $")
HEADS = ("place_heads", "organization_heads", "law_heads", "built_heads", "known_places", "platforms")
COMMON = ("role_nouns", "role_modifiers", "function_words", "calendar", "unit_nouns", "common_words")


def widen(article: ParsedArticle, names: Names) -> Names:
    """Widen names to the words that belong to them, and drop the names that then lie inside another."""
    text = article.text
    known = {name.exact for name in names if name.label in ("PERSON", "NORP")}
    return without_overlaps((*_nicknamed(text, names), *(_widened(text, name, known) for name in names)))


def _nicknamed(text: str, names: Names) -> Iterable[Name]:
    """'Dominic "Big Dom" Roe': found in halves, or not at all."""
    people = {at for name in names if name.label == "PERSON" for at in (name.start, name.end)}
    for match in NICKNAMED.finditer(text):
        start, end = match.span()
        if (is_given_name(match["given"]) or not people.isdisjoint((start, end))) and match["nick"][-1].isalpha():
            yield Name(start, end, match.group(), "PERSON", rule="recognise.nickname_inside")


def _widened(text: str, name: Name, known: set[str]) -> Name:
    if name.label == "PERSON" and ENDS_IN_PARTICLE.search(name.exact):
        behind = BEHIND_PARTICLE.match(text, name.end)
        return _until(text, name, behind.end()) if behind else name
    if name.label == "PERSON" and len(name.exact.split()) == 2:
        before = GIVEN_BEFORE.search(text, max(0, name.start - 20), name.start)
        # "Priyanka" before "Gandhi Vadra".
        if (
            before
            and is_given_name(before["word"])
            and not (is_given_name(name.exact.split()[0]) or is_title(before["word"]))
        ):
            return name._replace(start=before.start(), exact=text[before.start() : name.end])
    behind = BEHIND.match(text, name.end) if " " not in name.exact else None
    if behind is None or not _can_be_surname(behind["word"]):
        return name
    person = name.label == "PERSON" and not is_title(name.exact)
    stranger = name.label in ("NORP", "LOC") and _is_no_people_and_no_place(name.exact)
    stranger = stranger and _is_no_people_and_no_place(behind["word"])
    if (person and _is_surname(text, behind["word"], known)) or (stranger and behind["word"] in known):
        return _until(text, name, behind.end())
    return name


def _until(text: str, name: Name, end: int) -> Name:
    wider = name._replace(end=end, exact=text[name.start : end])
    return wider.labelled("PERSON", "recognise.surname_used_again")


def _can_be_surname(word: str) -> bool:
    low = word.casefold()
    listed = any(word in words(heads) for heads in HEADS) or any(low in words(common) for common in COMMON)
    return not (listed or is_title(word) or is_title_modifier(low) or is_listed_place(word) or word.isupper())


def _is_no_people_and_no_place(word: str) -> bool:
    """Neither a people nor a place: "Jomo" before "Kenyatta", which was taken for one."""
    demonyms = {demonym for listed in groups("demonyms").values() for demonym in listed}
    if word in demonyms or word in words("nationals") or word in words("known_places") or is_listed_place(word):
        return False
    return not word.endswith(tuple(groups("endings")["peoples"])) and word[1:].islower()


def _is_surname(text: str, word: str, known: set[str]) -> bool:
    """Whether the word alone means a person elsewhere in the article: it was found so, or it speaks."""
    said = re.compile(rf"(?<![\w’'-]){re.escape(word)} (?:{any_of(said_forms())})\b")
    return _stands_alone(text, word) and (word in known or said.search(text) is not None)


def _stands_alone(text: str, word: str) -> bool:
    """Whether the word stands elsewhere with no name before it, as surnames do."""
    return any(
        not re.search(r"(?:[A-Z]\.|[A-Z][\w’'-]*) $", text[max(0, match.start() - 30) : match.start()])
        for match in re.finditer(rf"(?<![\w’'-]){re.escape(word)}(?![\w-])", text)
    )
