"""Joining people: full names first, then what is left of them: surname, given name, title and surname, initials."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict

from workers.entities.folding import sound
from workers.entities.gender import Gender, gender_of_given, gender_of_title
from workers.entities.person_names import PersonName, read_person, same_person, same_surname
from workers.entities.records import Name


class Person:
    """A person of one article while their names are gathered."""

    def __init__(self) -> None:
        self.names: list[Name] = []
        self.forms: set[tuple[str, ...]] = set()
        self.fullest = PersonName((), ())
        self.gender: Gender | None = None
        self._full_starts: list[int] = []

    def add(self, name: Name, read: PersonName) -> None:
        """One more name of this person."""
        self.names.append(name)
        self.forms.add(read.folded)
        self.gender = self.gender or gender_of_title(name.title)
        if read.full:
            self._full_starts.append(name.start)
        if len(read.folded) > len(self.fullest.folded):
            self.fullest = read

    def named_before(self, start: int) -> int:
        """How often this person was named before `start`; short names are added in text order."""
        return bisect_left(self._full_starts, start) + len(self.names) - len(self._full_starts)

    def last_full_before(self, start: int) -> int:
        """Where this person's last full name before `start` stands; -1 where there is none."""
        at = bisect_left(self._full_starts, start)
        return self._full_starts[at - 1] if at else -1


class People:
    """The people of one article, found by the words of their names."""

    def __init__(self) -> None:
        self.all: list[Person] = []
        self._by_word: dict[str, list[Person]] = defaultdict(list)

    def found(self, name: Name, read: PersonName) -> None:
        """A name of a person not met before."""
        person = Person()
        person.add(name, read)
        self.all.append(person)
        for key in dict.fromkeys((*read.folded, _key(read.surname))):
            self._by_word[key].append(person)

    def alike(self, read: PersonName) -> list[Person]:
        """The people whose surname can be this one's, or whose name holds its last word."""
        found = [*self._by_word[_key(read.surname)], *self._by_word[read.folded[-1]]]
        return list(dict.fromkeys(found))


def _key(surname: tuple[str, ...]) -> str:
    """Surnames that can be one share this; the blank keeps it apart from words."""
    return " " + sound("".join(surname))


def join_people(text: str, names: list[Name]) -> list[list[Name]]:
    """The names of each person of the article, by who they name."""
    read = [(name, read_person(name.exact)) for name in names]
    people = People()
    for name, parts in read:
        if parts.full:
            _join_full(people, name, parts)
    strangers = People()
    for name, parts in read:
        if not parts.full:
            _join_short(people, strangers, name, parts, text.rfind("\n", 0, name.start) + 1)
    return [person.names for person in (*people.all, *strangers.all)]


def _join_full(people: People, name: Name, parts: PersonName) -> None:
    fitting = [person for person in people.alike(parts) if _can_be(person, name, parts)]
    same = [person for person in fitting if parts.folded in person.forms] or fitting
    if len(same) == 1:
        same[0].add(name, parts)
    else:
        people.found(name, parts)


def _can_be(person: Person, name: Name, parts: PersonName) -> bool:
    return _genders_agree(person, name) and same_person(person.fullest, parts)


def _join_short(people: People, strangers: People, name: Name, parts: PersonName, paragraph: int) -> None:
    alike = [p for p in strangers.alike(parts) if same_surname(p.fullest.folded, parts.folded)]
    person = _bearer(people, name, parts, paragraph) or next((p for p in alike if _genders_agree(p, name)), None)
    if person is None:
        strangers.found(name, parts)
    else:
        person.add(name, parts)


def _bearer(people: People, name: Name, parts: PersonName, paragraph: int) -> Person | None:
    """The person of a full name that this short name can stand for: by surname, by given name, by any part."""
    alike = [person for person in people.alike(parts) if _genders_agree(person, name)]
    for fits in (_is_surname, _is_given, _is_inside):
        # A courtesy title calls for a surname: "Mr. Scott" is not Scott Brown.
        if gender_of_title(name.title) and fits is _is_given:
            continue
        if bearers := [person for person in alike if fits(person.fullest, parts)]:
            return _last_named(bearers, name, paragraph)
    return None


def _genders_agree(person: Person, name: Name) -> bool:
    shown = gender_of_title(name.title)
    known = person.gender or gender_of_given(person.fullest.given[:1])
    return shown is None or known is None or shown == known


def _last_named(bearers: list[Person], name: Name, paragraph: int) -> Person | None:
    """Of those who share the name: who was last named in full in this paragraph, else who is named most so far.

    Namesakes are mostly relatives of the one the article is about, who keeps the bare surname; none where none was
    named in full yet.
    """
    if len(bearers) == 1:
        return bearers[0]
    last = max(bearers, key=lambda bearer: bearer.last_full_before(name.start))
    if last.last_full_before(name.start) >= paragraph:
        return last
    known = [bearer for bearer in bearers if bearer.last_full_before(name.start) >= 0]
    return max(
        known, key=lambda bearer: (bearer.named_before(name.start), bearer.last_full_before(name.start)), default=None
    )


def _is_surname(full: PersonName, short: PersonName) -> bool:
    return same_surname(full.surname, short.folded) or full.folded[-len(short.folded) :] == short.folded


def _is_given(full: PersonName, short: PersonName) -> bool:
    return len(short.folded) == 1 and len(short.folded[0]) > 1 and full.given[0] == short.folded[0]


def _is_inside(full: PersonName, short: PersonName) -> bool:
    """Part of a longer name: "Sánchez" of Pedro Sánchez Pérez-Castejón."""
    width = len(short.folded)
    return any(full.folded[at : at + width] == short.folded for at in range(len(full.folded) - width + 1))
