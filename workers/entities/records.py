"""A name as the recogniser saw it, before entities exist, with the rules that decided about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from shared.model import EntityKind

KIND_OF_LABEL = {
    "PERSON": EntityKind.PERSON,
    "ORG": EntityKind.ORGANIZATION,
    "LOC": EntityKind.PLACE,
    "NORP": EntityKind.OTHER,
    "MISC": EntityKind.OTHER,
    "VESSEL": EntityKind.OTHER,
}
"""What a label stands for. NORP: a people, a faith, a party's members; MISC: an event, a work, a product, a law;
VESSEL: a ship or a storm."""


class Tagged(NamedTuple):
    """A name in a line, as a recogniser gives it: start and end in code points, and a label."""

    start: int
    end: int
    label: str


class Recogniser(Protocol):
    """Finds the names in lines of text."""

    def __call__(self, lines: Sequence[str]) -> list[list[Tagged]]:
        """The names of each line, in order; lines that follow each other belong to one article."""


class Name(NamedTuple):
    """A stretch of the article's text that names something, with the recogniser's label."""

    start: int
    end: int
    exact: str
    label: str
    title: str = ""
    """For a person: the titles right before the name, "Prime Minister", "Mrs."."""
    rule: str = ""
    """Name of the rule that decided the label."""
    joined: str = ""
    """Name of the rule that decided which thing the name means."""
    shared: str = ""
    """For a person: the surname that only the next name spells, "Cragg" of "Martin and Sheila Cragg"."""

    @property
    def kind(self) -> EntityKind:
        """The kind of thing the label stands for."""
        return KIND_OF_LABEL[self.label]

    @property
    def written(self) -> str:
        """The name with the surname that it shares."""
        return f"{self.exact} {self.shared}" if self.shared else self.exact

    def cut(self, start: int, end: int) -> Name:
        """The same name with narrower ends."""
        return self._replace(start=start, end=end, exact=self.exact[start - self.start : end - self.start])

    def labelled(self, label: str, rule: str) -> Name:
        """The same name under a label that a rule decided; the older rule stands where it decided the same."""
        return self if label == self.label else self._replace(label=label, rule=rule)


Names = tuple[Name, ...]


def free_of(names: Iterable[Name], taken: Iterable[Name] | Iterable[tuple[int, int]]) -> list[Name]:
    """The names that overlap nothing that is taken: names, or stretches of the text."""
    positions = {at for start, end, *_ in taken for at in range(start, end)}
    return [name for name in names if positions.isdisjoint(range(name.start, name.end))]
