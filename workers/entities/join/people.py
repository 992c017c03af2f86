"""Decides which names mean one person: full names first, then the surnames, given names and initials they leave."""

from __future__ import annotations

import re
from itertools import pairwise

from workers.entities.join.gathering import People, Person
from workers.entities.join.holders import office_of
from workers.entities.records import Name
from workers.language.gender import Gender, gender_beside, gender_for_sure, gender_of_title
from workers.language.lexicon import any_of, groups
from workers.language.person_names import (
    PersonName,
    is_given_name,
    pet_forms,
    read_person,
    same_generation,
    same_person,
    same_surname,
)

KIN_BEFORE = re.compile(rf"\b(?:{any_of(groups('relatives')['namesakes'])}),?\s$")
KIN_REACH = 15
RELATIVES = rf"(?:{any_of(groups('relatives')['kin'])})s?"
INTRODUCED = re.compile(
    rf"(?:['’]s?|\b[Hh]is|\b[Hh]er|\b[Tt]heir)\s(?:[\w-]+\s){{0,3}}{RELATIVES},?\s(?:[A-Z][\w.]*\s){{0,2}}$"
    rf"|\b{RELATIVES}\sof\s(?:(?:the|late|former|[A-Z][\w.]*)\s){{0,4}}$"
)
""" "His wife, Ann Roe", "son of Carl Roe": the article introduces them for another person's sake."""
INTRODUCED_REACH = 60
LONGEST_INITIALS = 5
SINGLE = "join.single_name"
KNOWN_AS = "join.known_as"
COUPLE = 2
"""Words of the second name of a couple: given name and surname."""
CHILDS_AGE = re.compile(r",? \(?(?:aged )?(?P<age>\d\d?)[,)]")
GROWN_UP = 16
"""A younger person has no courtesy title."""
SPOUSE = re.compile(r",? (?:(?:and|with) )?(?:his|her) (?:late )?(?:wife|husband),? ")
ALIAS = re.compile(
    r",? \(?(?:(?:who is )?(?:(?:also|better|widely|simply|affectionately) )?"
    r"known (?:to [\w ]{3,20} )?as|aka|a\.k\.a\.|nicknamed|alias|or) [“\"‘']?$"
)
ALIAS_REACH = 60
FAR = 2
"""How many times oftener than a namesake an article names the person whom its headline calls by the surname."""


def join_people(text: str, names: list[Name]) -> list[list[Name]]:
    """The names of the article, one list for each person."""
    read = [(name, read_person(name.written)) for name in _with_shared_surnames(text, names)]
    people = People()
    for name, parts in read:
        if parts.full:
            _join_full(people, text, name, parts)
    for person in people.all:
        person.gender = person.gender or next((g for name in person.names if (g := gender_beside(text, name))), None)
    short = [(name, parts) for name, parts in read if not parts.full]
    holders = {name.start for name, parts in short if _join_holder(people, text, name, parts)}
    strangers = People()
    for name, parts in short:
        if name.start not in holders:
            _join_short(people, strangers, text, name, parts, text.rfind("\n", 0, name.start) + 1)
    return [person.names for person in (*people.all, *strangers.all)]


def _with_shared_surnames(text: str, names: list[Name]) -> list[Name]:
    """ "Martin and Sheila Cragg": two given names in front of one surname."""
    ordered = sorted(names)
    shared = [
        one._replace(shared=read_person(other.exact).written[-1]) if _shares_surname(text, one, other) else one
        for one, other in pairwise(ordered)
    ]
    married = {
        other.start: other._replace(shared=read_person(one.exact).written[-1])
        for one, other in pairwise(ordered)
        if _is_spouse(text, one, other)
    }
    return [married.get(name.start, name) for name in (*shared, *ordered[-1:])]


def _is_spouse(text: str, one: Name, other: Name) -> bool:
    """ "Martin Cragg and his wife Sheila", in an article with a "Mrs. Cragg"."""
    parts = read_person(one.exact)
    if " " in other.exact or not parts.full or SPOUSE.fullmatch(text, one.end, other.start) is None:
        return False
    return (
        re.search(
            rf"\b(?:Mrs?|Ms)\.? {re.escape(parts.written[-1])}\b|\b[Tt]he {re.escape(parts.written[-1])}s\b", text
        )
        is not None
    )


def _shares_surname(text: str, one: Name, other: Name) -> bool:
    parts = read_person(other.exact).folded
    given = is_given_name(one.exact) and len(parts) == COUPLE and is_given_name(parts[0])
    return given and text[one.end : other.start] == " and "


def _join_full(people: People, text: str, name: Name, parts: PersonName) -> None:
    fitting = [person for person in people.alike(parts) if _can_be(person, name, parts)]
    same = same_form = [person for person in fitting if (*parts.folded, parts.generation) in person.forms]
    if not same and not (parts.generation and KIN_BEFORE.search(text, max(0, name.start - KIN_REACH), name.start)):
        # "John Reid and his son, John Reid Jr.": the name alone would make them one.
        same = fitting
    person = same[0] if len(same) == 1 else None
    if person:
        rule = "join.same_full_name" if person in same_form else "join.spelling_of_full_name"
        people.add(person, name, parts, rule)
    else:
        person = people.found(name, parts, "join.new_full_name")
    if INTRODUCED.search(text, max(0, name.start - INTRODUCED_REACH), name.start):
        person.introduced_at.add(name.start)


def _can_be(person: Person, name: Name, parts: PersonName) -> bool:
    return _genders_agree(person, name) and same_person(person.fullest, parts)


def _join_holder(people: People, text: str, name: Name, parts: PersonName) -> bool:
    """Joins "President Roe" to the one Roe who holds the office, else to nobody known; False for other names."""
    office = office_of(name.title)
    relatives = [p for p in people.alike(parts) if _is_surname(p.fullest, parts)] if office else []
    if not office or not relatives:
        return False
    holders = [p for p in relatives if _genders_agree(p, name) and p.holds(text, office)]
    if len(holders) == 1:
        holders[0].add(name, parts, "join.holder_of_the_office", anchors=True)
    elif not holders:
        people.found(name, parts, "join.office_of_nobody_else", anchors=True)
    return len(holders) < 2


def _join_short(people: People, strangers: People, text: str, name: Name, parts: PersonName, paragraph: int) -> None:
    alike = [p for p in strangers.alike(parts) if same_surname(p.fullest.folded, parts.folded)]
    person, rule = _bearer(people, text, name, parts, paragraph)
    if person is None and (person := _under_alias(people, text, name)) is not None:
        rule = KNOWN_AS
        people.add(person, name, parts, rule)
        return
    if person is None:
        person, rule = next((p for p in alike if _genders_agree(p, name)), None), SINGLE
    if person is None:
        strangers.found(name, parts, SINGLE)
    else:
        person.add(name, parts, rule)


def _bearer(people: People, text: str, name: Name, parts: PersonName, paragraph: int) -> tuple[Person | None, str]:
    """The person whom a short name means, by the surname, the given name or any part of a full name; and the rule."""
    if spelt := _of_initials(people, name):
        return spelt, "join.initials"
    alike = [p for p in people.alike(parts) if _genders_agree(p, name) and same_generation(p.fullest, parts)]
    for fits, rule in PARTS:
        # A courtesy title calls for a surname: "Mr. Scott" is not Scott Brown.
        if gender_of_title(name.title) and fits is _is_given:
            continue
        bearers = [person for person in alike if fits(person.fullest, parts)]
        if fits is _is_pet_form and len(bearers) > 1:
            return None, ""
        if gender_of_title(name.title):
            # "Ms. Hart" is the mother, not Lily Hart, 7.
            bearers = [p for p in bearers if not _is_child(text, p)] or bearers
        if bearers:
            bearers = [p for p in bearers if parts.generation and p.fullest.generation == parts.generation] or bearers
            bearers = [p for p in bearers if name.title and _is_of_the_title(p, name)] or bearers
            return _last_named(bearers, name, paragraph), rule
    alias = [person for person in alike if (*parts.folded, parts.generation) in person.forms]
    return (alias[0], KNOWN_AS) if len(alias) == 1 else (None, "")


def _under_alias(people: People, text: str, name: Name) -> Person | None:
    """ "Carl Roe, known as Bo," is Bo from now on."""
    before = ALIAS.search(text, max(0, name.start - ALIAS_REACH), name.start)
    at = before.start() if before is not None else -1
    return next((person for person in people.all if any(one.end == at for one in person.names)), None)


def _of_initials(people: People, name: Name) -> Person | None:
    """ "MBS" is Mohammed bin Salman."""
    if not (name.exact.isupper() and name.exact.isalpha() and 3 <= len(name.exact) <= LONGEST_INITIALS):
        return None
    spelt = [person for person in people.all if person.fullest.initials == name.exact.casefold()]
    return spelt[0] if len(spelt) == 1 else None


def _genders_agree(person: Person, name: Name) -> bool:
    shown, known = gender_of_title(name.title), _gender_of(person)
    if read_person(name.exact).generation:
        # Nobody's daughter is "Roe Sr.".
        shown = shown or Gender.MALE
    return shown is None or known is None or shown == known


def _is_of_the_title(person: Person, name: Name) -> bool:
    """Whether a courtesy title fits this person for sure: "Mrs. Roe" is Ann Roe before she is some President Roe."""
    shown = gender_of_title(name.title)
    return shown is not None and _gender_of(person) == shown


def _gender_of(person: Person) -> Gender | None:
    return person.gender or gender_for_sure(person.fullest.given[:1])


def _last_named(bearers: list[Person], name: Name, paragraph: int) -> Person | None:
    """Chooses between namesakes: the last one named in full in this paragraph, else the one named most so far.

    Most namesakes are relatives of the person whom the article is about; that person keeps the bare surname.
    """
    if len(bearers) == 1:
        return bearers[0]
    own = [b for b in bearers if (at := b.last_full_before(name.start)) >= 0 and at not in b.introduced_at]
    if len(own) == 1:
        return own[0]
    bearers = own or bearers
    last = max(bearers, key=lambda bearer: bearer.last_full_before(name.start))
    if last.last_full_before(name.start) >= paragraph:
        return last
    known = [bearer for bearer in bearers if bearer.last_full_before(name.start) >= 0]
    if not known:
        return _most_named(bearers)
    return max(known, key=lambda bearer: (bearer.named_before(name.start), bearer.last_full_before(name.start)))


def _most_named(bearers: list[Person]) -> Person | None:
    """The person named first and by far the most, for a surname before all full names, in a headline; else nobody."""
    first, second = sorted(bearers, key=lambda bearer: -bearer.times_full)[:2]
    by_far = first.times_full >= FAR * second.times_full
    return first if by_far and first is min(bearers, key=lambda bearer: bearer.first_full) else None


def _is_surname(full: PersonName, short: PersonName) -> bool:
    if len(short.folded) == 1 and short.folded[0] in full.families:
        return True
    return same_surname(full.surname, short.folded) or full.folded[-len(short.folded) :] == short.folded


def _is_given(full: PersonName, short: PersonName) -> bool:
    return len(short.folded[0]) > 1 and full.given[:1] == short.folded


def _is_inside(full: PersonName, short: PersonName) -> bool:
    """Part of a longer name: "Sánchez" of Pedro Sánchez Pérez-Castejón."""
    width = len(short.folded)
    return any(full.folded[at : at + width] == short.folded for at in range(len(full.folded) - width + 1))


def _is_pet_form(full: PersonName, short: PersonName) -> bool:
    """ "Dot", "Miss Dot": Dorothy Vane."""
    return len(short.folded) == 1 and bool(full.given) and short.folded[0] in pet_forms(full.given[0])


def _is_child(text: str, person: Person) -> bool:
    """ "Lily Hart, 7,"."""
    ages = (CHILDS_AGE.match(text, name.end) for name in person.names)
    return any(age is not None and int(age["age"]) < GROWN_UP for age in ages)


PARTS = (
    (_is_surname, "join.surname"),
    (_is_given, "join.given_name"),
    (_is_inside, "join.part_of_full_name"),
    (_is_pet_form, "join.pet_form"),
)
"""The parts of a full name that a short name can be, the likeliest first, each with its rule."""
