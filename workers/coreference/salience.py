"""Tells which person stands out: a weight per person that grows with each mention and fades with each sentence.

Weights after Lappin & Leass (1994) and centering theory, with one thing added that holds in news: the person who was
just quoted goes on being quoted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from workers.language.gender import Gender

SPEAKER = 1.2
"""A person who just spoke."""
SUBJECT = 1.0
"""A name that opens its sentence: by far the likeliest antecedent."""
OTHER = 0.6
"""Any other name. These weights lie on a plateau: on GUM news and the kit's speakers +-0.2 changes little."""
POSSESSIVE = 0.7
"""A name that owns something: "Roe's plan" is about Roe too, if less than "Roe plans"."""
ATTRIBUTIVE = 0.3
"""A name that only says which: "the Roe campaign"."""
QUOTED = 0.3
"""A name inside quotation marks is somebody else's word for somebody."""
REPORTED = 0.5
"""The share that a name in reported words keeps at the sentence's end: "Poe said Roe would appeal" is about Poe."""
ANSWERED = 0.8
"""A pronoun that has its answer keeps that person in mind."""
CARRY = 0.4
"""Share of an old weight that a new mention keeps: the last name counts more than the most frequent one."""
DECAY = 0.55
"""The share of a weight that is left at each new sentence."""
PARAGRAPH_DECAY = 0.8
"""The same at each new paragraph, besides the new sentence."""
FLOOR = 0.03
"""Under this weight a person is too far back: no answer rather than a guess."""
MARGIN = 1.03
"""How much heavier than the next fitting person the first must be."""
UNKNOWN_GENDER = 0.9
"""The share of its weight that a person of unknown gender keeps."""
AGAINST = 0.4
"""The same where most bearers of the given name are of the other gender."""
DOUBTFUL = 0.6
"""The same as for unknown gender, for a lone word without a title, which may be no person at all ("Harsh?")."""


@dataclass
class _Standing:
    """How much one person stands out, as of which sentence."""

    weight: float
    sentence: int


class Answer(NamedTuple):
    """The entity that a pronoun or nominal means, how sure that is (0 to 1), and the rule that decided it.

    The confidence is the entity's share of the weight of the two that fit best.
    """

    entity: int
    confidence: float
    rule: str
    known: bool = True
    """Whether something shows the person's gender."""


class Salience:
    """The people of an article as a reader has them in mind."""

    def __init__(
        self,
        genders: dict[int, Gender | None],
        doubtful: Collection[int] = (),
        leanings: Mapping[int, Gender | None] | None = None,
    ) -> None:
        self._genders = genders
        self._doubtful = doubtful
        self._leanings = leanings or {}
        self._standing: dict[int, _Standing] = {}
        self._sentence = 0

    def next_sentence(self) -> None:
        """All people fade; those below the floor are forgotten."""
        self._sentence += 1
        self._standing = {person: s for person, s in self._standing.items() if self._now(person) >= FLOOR}

    def next_paragraph(self) -> None:
        """A new paragraph lets everybody fade a little more."""
        for standing in self._standing.values():
            standing.weight *= PARAGRAPH_DECAY

    def mention(self, person: int, weight: float) -> None:
        """The reader met a name or pronoun of this person."""
        now = self._now(person)
        self._standing[person] = _Standing(max(now, CARRY * now + weight), self._sentence)

    def fade(self, person: int, share: float) -> None:
        """Only a share of the person's weight is left."""
        if person in self._standing:
            self._standing[person].weight *= share

    @property
    def anybody(self) -> bool:
        """Whether somebody is in mind."""
        return bool(self._standing)

    def fits(self, person: int, gender: Gender) -> bool:
        """Whether a pronoun of this gender can mean the person."""
        return self._genders[person] in (None, gender)

    def answer(
        self,
        gender: Gender | None,
        excluded: Collection[int] = (),
        margin: float = MARGIN,
        shares: Callable[[int], float] = lambda _: 1.0,
    ) -> Answer | None:
        """The person that a pronoun of this gender means; None where nobody, or more than one, stands out.

        `shares` tells by person the share of the weight that counts where the pronoun stands.
        """
        fitting = [p for p in self._standing if (gender is None or self.fits(p, gender)) and p not in excluded]
        weights = ((self._now(p) * self._known(p) * self._leans(p, gender) * shares(p), -p) for p in fitting)
        ranked = sorted(weights, reverse=True)
        if not ranked or (len(ranked) > 1 and ranked[0][0] < margin * ranked[1][0]):
            return None
        second = ranked[1][0] if len(ranked) > 1 else 0.0
        person = -ranked[0][1]
        share = ranked[0][0] / (ranked[0][0] + second) * self._known(person)
        return Answer(person, share, "coreference.salience", self._genders[person] is not None)

    def sure(self, person: int, confidence: float, rule: str) -> Answer:
        """The answer of a rule of grammar; less sure where nothing shows the person's gender."""
        return Answer(person, confidence * self._known(person), rule, self._genders[person] is not None)

    def settle(self, person: int, gender: Gender) -> None:
        """A pronoun shows the gender of the person that it means."""
        self._genders[person] = gender

    def _known(self, person: int) -> float:
        if self._genders[person]:
            return 1.0
        return DOUBTFUL if person in self._doubtful else UNKNOWN_GENDER

    def _leans(self, person: int, gender: Gender | None) -> float:
        lean = self._leanings.get(person)
        return AGAINST if gender and lean and lean is not gender and not self._genders[person] else 1.0

    def _now(self, person: int) -> float:
        standing = self._standing.get(person)
        return standing.weight * DECAY ** (self._sentence - standing.sentence) if standing else 0.0
