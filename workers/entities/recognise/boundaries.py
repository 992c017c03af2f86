"""Decides where names begin and end: cuts off the words that the recogniser took in, adds those it left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from shared.model import ParsedArticle
from workers.entities.records import Name, Names, free_of
from workers.language.lexicon import any_of, groups, words
from workers.language.person_names import is_given_name, read_person
from workers.language.segments import read_segments
from workers.language.titles import is_title

CREDIT = re.compile(r"\s(?:Image|Photo|Photograph|Picture|Video|File photo)$")
"""The first word of a caption's credit, which the recogniser reads as the end of a name: "Jane Roe Image: ..."."""
CAPITAL = re.compile(r",? (?:D\.C\.|DC)")
SUFFIX = re.compile(rf",? (?:[JS]r\b\.?|I{{2,3}}\b|IV\b)| (?:{any_of(groups('suffixes')['barristers'])})\b")
"""Words that belong to the full name before them: Jr., III, and the letters of a barrister."""
NICKNAME = re.compile(r" [“\"‘'][A-Z][^\n“”\"‘’',.]{1,24}[”\"’'] (?=[A-Z])")
BEHIND_APOSTROPHE = re.compile(r"(?:['’](?!(?:s|d|ll|re|ve)\b)[^\W\d_]+)+", re.IGNORECASE)
BEHIND_HYPHEN = re.compile(r"[-‐‑][^\W\d_]+")
SENTENCE_BEFORE = re.compile(r"(?:^|\n|[.!?:][”\"’'»)\]]*\s|[,!?][”\"’'»]\s)\s*[“\"‘'«(\[]*$")
NEXT_WORD = re.compile(r" (?P<word>[A-Z][\w’'-]+)")
EASTERN = re.compile(r"\b(?P<family>[A-Z][a-z]{1,8}) [A-Z][a-z]{1,8}[-‐‑][a-z]{2,8}\b")
OFFICE_OF = re.compile(r"(?P<office>[\w-]+) of $")
GIVEN_AND_SURNAME = 2
MIN_NAME = 2
"""Letters of a word that can be a name by itself: "Group F" is no F."""


def mend_boundaries(article: ParsedArticle, names: Names) -> Names:
    """Cut credits and occupations off; add ends of words, the capital's district and nicknames inside full names."""
    text = article.text
    mended = [cut_small(cut_occupation(text, _whole(text, name))) for name in names]
    places = {name.exact for name in mended if name.label == "LOC"}
    parted = (part for name in mended for part in part_from_place(text, name, places))
    eastern = list(_eastern(article))
    return without_overlaps((*eastern, *_nicknamed(text, mended), *_in_halves(text, mended), *free_of(parted, eastern)))


def _in_halves(text: str, names: list[Name]) -> Iterable[Name]:
    """ "Ida" of "Ida May", where "May" is a person's name elsewhere: the two are one name."""
    alone = {name.exact for name in names if name.label == "PERSON" and " " not in name.exact}
    longer = {name.start for name in names if " " in name.exact}
    for one in names:
        behind = NEXT_WORD.match(text, one.end)
        other = behind is not None and behind["word"] in alone - {one.exact} and behind.start("word") not in longer
        if behind and other and one.exact in alone and not is_title(one.exact):
            yield one._replace(end=behind.end(), exact=text[one.start : behind.end()])


def _eastern(article: ParsedArticle) -> Iterable[Name]:
    """Korean and Chinese full names by their family name and the hyphen: "Moon Hae-in", "Oh Se-hoon"."""
    for segment in read_segments(article):
        for match in EASTERN.finditer(article.text, segment.start_char, segment.end_char):
            if match["family"].casefold() in words("family_names_first"):
                yield Name(*match.span(), match.group(), "PERSON", rule="recognise.family_name_first")


def part_from_place(text: str, name: Name, places: Collection[str]) -> tuple[Name, ...]:
    """ "Mayor of Marlow Nia Morgan", of which the recogniser makes one place: the place, and the person behind it."""
    parts = name.exact.split(" ")
    behind = range(1, len(parts) - 1)
    given = next((n for n in behind if is_given_name(parts[n]) or " ".join(parts[:n]) in places), None)
    office = OFFICE_OF.search(text[max(0, name.start - 30) : name.start])
    if name.label not in ("LOC", "ORG") or given is None or office is None or not is_title(office["office"]):
        return (name,)
    start = name.start + sum(len(part) + 1 for part in parts[:given])
    return name.cut(name.start, start - 1), name.cut(start, name.end).labelled(
        "PERSON", "recognise.behind_place_of_office"
    )


def _whole(text: str, name: Name) -> Name:
    return finish_word(text, extend_capital(text, cut_credit(text, name)))


def cut_small(name: Name) -> Name:
    """ "miller Jane Roe": a person's name begins with a capital or with a particle."""
    first, _, rest = name.exact.partition(" ")
    small = name.label == "PERSON" and rest[:1].isupper() and first.islower() and not is_given_name(first)
    return name.cut(name.end - len(rest), name.end) if small and first not in words("name_particles") else name


def without_overlaps(names: Iterable[Name]) -> Names:
    """The names in order, without each that overlaps an earlier one: extended names may run into others."""
    kept: list[Name] = []
    for name in sorted(names, key=lambda name: (name.start, -name.end)):
        if not kept or name.start >= kept[-1].end:
            kept.append(name)
    return tuple(kept)


def _nicknamed(text: str, names: list[Name]) -> Iterable[Name]:
    """'Dominic "Big Dom" Roe': found in halves."""
    people = [name for name in names if name.label == "PERSON"]
    for one in people:
        nickname = NICKNAME.match(text, one.end)
        other = next((n for n in people if nickname and n.start <= nickname.end() < n.end), None)
        if other and other is not one:
            yield one._replace(end=other.end, exact=text[one.start : other.end])


def cut_credit(text: str, name: Name) -> Name:
    """ "Jane Roe Image: Vale Daily": the credit begins a new thought."""
    credit = CREDIT.search(name.exact)
    return (
        name.cut(name.start, name.start + credit.start()) if credit and text[name.end : name.end + 1] == ":" else name
    )


def extend_capital(text: str, name: Name) -> Name:
    """ "D.C." belongs to Washington."""
    capital = CAPITAL.match(text, name.end) if name.exact == "Washington" else None
    return name._replace(end=capital.end(), exact=text[name.start : capital.end()]) if capital else name


def finish_word(text: str, name: Name) -> Name:
    """ "Achieng Ng’ang" of "Ng’ang’a", "Ban Ki" of "Ban Ki-hwan": no name ends inside a word, but for "Roe-backed"."""
    rest = BEHIND_APOSTROPHE.match(text, name.end) or BEHIND_HYPHEN.match(text, name.end)
    whole = name._replace(end=rest.end(), exact=text[name.start : rest.end()]) if rest else name
    if rest is None or rest.group()[0] in "'’":
        return whole
    person = read_person(whole.exact)
    eastern = name.label == "PERSON" and len(person.folded) > 1 and person.folded[0] in person.families
    return whole if eastern else name


def cut_occupation(text: str, name: Name) -> Name:
    """A sentence may open with what somebody or something is: "Sculptor Jane Roe", "Chipmaker Lumen"."""
    first, _, rest = name.exact.partition(" ")
    bare = first.casefold()
    named = rest[:1].isupper() and len(rest) >= MIN_NAME and not is_given_name(first)
    if not named or not opens_sentence(text, name.start):
        return name
    headed = rest.split()[-1] in words("organization_heads")
    cut = name.cut(name.end - len(rest), name.end)
    if bare in words("role_nouns") and not is_title(bare):
        full = len(rest.split()) == GIVEN_AND_SURNAME and not headed
        return cut.labelled("PERSON", "recognise.occupation_in_front") if full or name.label == "PERSON" else name
    return cut if bare in groups("kind_nouns")["organization"] and not headed else name


def opens_sentence(text: str, start: int) -> bool:
    """Whether a sentence or a line begins there."""
    return SENTENCE_BEFORE.search(text[max(0, start - 6) : start] if start > 6 else "\n" + text[:start]) is not None


def mend_suffixes(article: ParsedArticle, names: Names) -> Names:
    """Add suffixes to people's full names: the father is not the son."""
    return without_overlaps([extend_suffix(article.text, name) for name in names])


def extend_suffix(text: str, name: Name) -> Name:
    """ "Jr." and "III" belong to the full name before them."""
    suffix = SUFFIX.match(text, name.end) if name.label == "PERSON" and " " in name.exact else None
    return name._replace(end=suffix.end(), exact=text[name.start : suffix.end()]) if suffix else name
