"""He and she: a pronoun goes to the person who stands out and fits, or to nobody."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from shared.model import EntityKind, ParsedArticle
from workers.entities.gender import Gender, gender_of_given, gender_of_title
from workers.entities.joining import Thing
from workers.entities.person_names import read_person
from workers.entities.records import Name
from workers.entities.sentences import Quoted, sentence_starts

PRONOUN = re.compile(r"\b(?:(?P<male>he|him|his|himself)|(?P<female>she|her|hers|herself))\b(?!/)", re.IGNORECASE)
LABEL = "PRON"

SUBJECT = 1.0
"""Weight of a name that opens its sentence: by far the likeliest antecedent (Lappin & Leass 1994, centering theory)."""
OTHER = 0.6
POSSESSIVE = 0.45
DECAY = 0.6
"""What is left of a person's weight at each new sentence."""
FLOOR = 0.1
"""Under this weight a person is too far back: no answer rather than a guess."""
MARGIN = 1.15
"""How much heavier than the next fitting person the first must be."""
UNKNOWN_GENDER = 0.7


@dataclass
class Candidate:
    """A person of the article, their gender as far as it shows, and how much they stand out just now."""

    ordinal: int
    gender: Gender | None
    weight: float = 0.0
    names: list[Name] = field(default_factory=list)

    def fits(self, gender: Gender) -> bool:
        """Whether the pronoun can mean this person."""
        return self.gender in (None, gender)


@dataclass(frozen=True)
class Resolved:
    """A pronoun and the ordinal of the thing it stands for."""

    name: Name
    thing: int


def resolve_pronouns(article: ParsedArticle, things: tuple[Thing, ...]) -> tuple[Resolved, ...]:
    """The he and she pronouns whose person is clear; those in quotation marks and the unclear ones are left out."""
    people = {at: Candidate(at, person_gender(t)) for at, t in enumerate(things) if t.kind is EntityKind.PERSON}
    names = sorted((name, at) for at, thing in enumerate(things) if at in people for name in thing.names)
    resolved: list[Resolved] = []
    for segment in article.language_segments():
        inside = [(n, at) for n, at in names if segment.start_char <= n.start < segment.end_char]
        resolved += _in_segment(article.text, segment.start_char, segment.end_char, inside, people)
    return tuple(resolved)


def _in_segment(
    text: str, start: int, end: int, names: list[tuple[Name, int]], people: dict[int, Candidate]
) -> list[Resolved]:
    quoted = Quoted(text, start, end)
    borders = sentence_starts(text, start, end)
    events: list[tuple[int, int, object]] = [(at, 0, None) for at in borders]
    events += [(name.start, 1, (name, ordinal)) for name, ordinal in names]
    events += [(m.start(), 2, m) for m in PRONOUN.finditer(text, start, end) if not quoted.holds(m.start())]
    resolved: list[Resolved] = []
    opened = start
    for position, _, event in sorted(events, key=lambda e: e[:2]):
        if event is None:
            opened = position
            for person in people.values():
                person.weight *= DECAY
        elif isinstance(event, tuple):
            name, ordinal = event
            people[ordinal].weight = max(people[ordinal].weight, 0.0) + _weight(text, opened, name, quoted)
        elif isinstance(event, re.Match) and (found := _resolve(event, people)):
            resolved.append(found)
    return resolved


def _weight(text: str, opened: int, name: Name, quoted: Quoted) -> float:
    if quoted.holds(name.start):
        return OTHER * 0.5
    if re.match(r"['’]", text[name.end : name.end + 1]):
        return POSSESSIVE
    first = not any(c.isupper() for c in text[opened : name.start - len(name.title) - 1][1:])
    return SUBJECT if first else OTHER


def _resolve(pronoun: re.Match[str], people: dict[int, Candidate]) -> Resolved | None:
    gender = Gender.MALE if pronoun["male"] else Gender.FEMALE
    fitting = [(p.weight * (1 if p.gender else UNKNOWN_GENDER), -p.ordinal) for p in people.values() if p.fits(gender)]
    ranked = sorted(fitting, reverse=True)
    if not ranked or ranked[0][0] < FLOOR or (len(ranked) > 1 and ranked[0][0] < MARGIN * ranked[1][0]):
        return None
    person = people[-ranked[0][1]]
    person.gender = person.gender or gender
    person.weight += OTHER
    return Resolved(Name(pronoun.start(), pronoun.end(), pronoun.group(), LABEL), person.ordinal)


def person_gender(thing: Thing) -> Gender | None:
    """A person's gender by title, then by given name."""
    shown = {gender for name in thing.names if (gender := gender_of_title(name.title))}
    if len(shown) == 1:
        return shown.pop()
    parts = read_person(thing.name)
    return gender_of_given(parts.folded[0]) if parts.folded else None
