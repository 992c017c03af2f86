"""Joining people: full names first, then what is left of them: surname, given name, title and surname, initials."""

from __future__ import annotations

from workers.entities.gender import gender_of_title
from workers.entities.person_names import PersonName, read_person, same_given, same_person, same_surname
from workers.entities.records import Name


class Person:
    """A person of one article while their names are gathered."""

    def __init__(self, name: Name, read: PersonName) -> None:
        self.names = [name]
        self.fullest = read
        self.gender = gender_of_title(name.title)

    def add(self, name: Name, read: PersonName) -> None:
        """One more name of this person."""
        self.names.append(name)
        self.gender = self.gender or gender_of_title(name.title)
        if len(read.folded) > len(self.fullest.folded):
            self.fullest = read

    def last_before(self, start: int) -> int:
        """Where this person's last name before `start` stands; -1 where there is none."""
        return max((name.start for name in self.names if name.start < start), default=-1)


def join_people(names: list[Name]) -> list[list[Name]]:
    """The names of each person of the article, by who they name."""
    read = [(name, read_person(name.exact)) for name in names]
    people: list[Person] = []
    for name, parts in read:
        if parts.full:
            _join_full(people, name, parts)
    known = len(people)
    for name, parts in read:
        if not parts.full:
            _join_short(people, known, name, parts)
    return [person.names for person in people]


def _join_full(people: list[Person], name: Name, parts: PersonName) -> None:
    fitting = [person for person in people if same_person(person.fullest, parts)]
    if len(fitting) == 1:
        fitting[0].add(name, parts)
    elif exact := [person for person in fitting if person.fullest.folded == parts.folded]:
        exact[0].add(name, parts)
    else:
        people.append(Person(name, parts))


def _join_short(people: list[Person], known: int, name: Name, parts: PersonName) -> None:
    person = _bearer(people[:known], name, parts) or _alike(people[known:], parts)
    if person is None:
        people.append(Person(name, parts))
    else:
        person.add(name, parts)


def _bearer(people: list[Person], name: Name, parts: PersonName) -> Person | None:
    """The person of a full name that this short name can stand for."""
    gender = gender_of_title(name.title)
    for fits in (_is_surname, _is_given, _is_inside):
        bearers = [p for p in people if fits(p.fullest, parts) and not (gender and p.gender and gender != p.gender)]
        # A title calls for a surname: "Mr. Scott" is not Scott Brown.
        if name.title and fits is _is_given:
            continue
        if bearers:
            return _last_named(bearers, name)
    return None


def _last_named(bearers: list[Person], name: Name) -> Person | None:
    if len(bearers) == 1:
        return bearers[0]
    before = [person for person in bearers if person.last_before(name.start) >= 0]
    return max(before, key=lambda person: person.last_before(name.start), default=None)


def _is_surname(full: PersonName, short: PersonName) -> bool:
    return same_surname(full.surname, short.folded) or full.folded[-len(short.folded) :] == short.folded


def _is_given(full: PersonName, short: PersonName) -> bool:
    return len(short.folded) == 1 and len(short.folded[0]) > 1 and same_given(full.given[0], short.folded[0])


def _is_inside(full: PersonName, short: PersonName) -> bool:
    """Part of a longer name: "Sánchez" of Pedro Sánchez Pérez-Castejón, "Kim" of Kim Jong-un."""
    width = len(short.folded)
    return any(full.folded[at : at + width] == short.folded for at in range(len(full.folded) - width + 1))


def _alike(people: list[Person], parts: PersonName) -> Person | None:
    return next((person for person in people if same_surname(person.fullest.folded, parts.folded)), None)
