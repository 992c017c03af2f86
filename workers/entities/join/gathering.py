"""Keeps the people found so far while names are joined, and the words by which the next name finds them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict

from workers.entities.join.holders import can_hold
from workers.entities.records import Name
from workers.language.folding import fold, sound
from workers.language.gender import Gender, gender_of_title
from workers.language.person_names import PersonName, pet_forms


class Person:
    """One person of the article, while the person's names are joined."""

    def __init__(self) -> None:
        self.names: list[Name] = []
        self.forms: set[tuple[str, ...]] = set()
        """The words of each name, with Jr. or Sr."""
        self.fullest = PersonName((), ())
        self.gender: Gender | None = None
        self.introduced_at: set[int] = set()
        """Where a full name stands as somebody's relative's."""
        self._full_starts: list[int] = []
        self._offices: dict[str, bool] = {}

    def add(self, name: Name, read: PersonName, rule: str, anchors: bool = False) -> None:
        """Adds a name of this person, joined by a rule; `anchors`: a bare surname may mean it, as a full name."""
        self.names.append(name._replace(joined=rule))
        self.forms.add((*read.folded, read.generation))
        self.gender = self.gender or gender_of_title(name.title)
        if read.full or anchors:
            self._full_starts.append(name.start)
        if len(read.folded) > len(self.fullest.folded):
            self.fullest = read._replace(generation=read.generation or self.fullest.generation)
        elif read.generation:
            self.fullest = self.fullest._replace(generation=read.generation)

    def holds(self, text: str, office: str) -> bool:
        """Whether the article shows that this person holds the office; the answer is kept."""
        if office not in self._offices:
            self._offices[office] = can_hold(text, office, self.names)
        return self._offices[office]

    def named_before(self, start: int) -> int:
        """How often the article names this person before `start`; short names are added in text order."""
        return bisect_left(self._full_starts, start) + len(self.names) - len(self._full_starts)

    @property
    def times_full(self) -> int:
        """How often the article names this person in full."""
        return len(self._full_starts)

    @property
    def first_full(self) -> int:
        """Where the person's first full name stands."""
        return self._full_starts[0]

    def last_full_before(self, start: int) -> int:
        """Where the person's last full name before `start` stands; -1 if there is none."""
        at = bisect_left(self._full_starts, start)
        return self._full_starts[at - 1] if at else -1


class People:
    """The people of one article, indexed by the words of their names."""

    def __init__(self) -> None:
        self.all: list[Person] = []
        self._by_word: dict[str, list[Person]] = defaultdict(list)

    def found(self, name: Name, read: PersonName, rule: str, anchors: bool = False) -> Person:
        """Adds a person whom no earlier name meant, with the name."""
        person = Person()
        self.all.append(person)
        self.add(person, name, read, rule, anchors)
        return person

    def add(self, person: Person, name: Name, read: PersonName, rule: str, anchors: bool = False) -> None:
        """Adds a name to a person, who is found by its words from now on."""
        person.add(name, read, rule, anchors)
        pets = (_pet_key(pet) for pet in pet_forms(read.given[0])) if read.given else ()
        for key in dict.fromkeys((*read.folded, _surname_key(read.surname), _whole_key(read), *pets)):
            if person not in self._by_word[key]:
                self._by_word[key].append(person)

    def alike(self, read: PersonName) -> list[Person]:
        """The people whose surname can be this one's, or whose name holds its last word."""
        found = [
            *self._by_word[_surname_key(read.surname)],
            *self._by_word[read.folded[-1]],
            *self._by_word[_whole_key(read)],
            *(self._by_word[read.folded[-2]] if len(read.folded) > 2 else ()),
            *(self._by_word[_pet_key(read.folded[0])] if len(read.folded) == 1 else ()),
            *(self._by_word[fold(read.written[-1]).split(" ")[0]] if "-" in read.written[-1] else ()),
        ]
        return list(dict.fromkeys(found))


def _surname_key(surname: tuple[str, ...]) -> str:
    """The key that spellings of one surname share; its blank keeps it apart from words."""
    return " " + sound("".join(surname))


def _pet_key(given: str) -> str:
    """The key of the pet forms of a given name: "Dot" of Dorothy Vane."""
    return "~" + given


def _whole_key(read: PersonName) -> str:
    """The key that full names of the same letters share: "Kim Jong-un", "Kim Jong Un"."""
    return "=" + "".join(read.folded)
