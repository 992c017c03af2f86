"""He and she: a pronoun goes to the person who stands out and fits, or to nobody. It, they and who: see `bodies`."""

from __future__ import annotations

import re

from shared.model import EntityKind, ParsedArticle
from workers.coreference.ahead import LIKELY, Asked, told_of_later
from workers.coreference.bodies import resolve_bodies
from workers.coreference.clauses import cataphor, complement_of, inside_quotation, others, reflexive
from workers.coreference.paragraphs import Named, Paragraph, named_by_segment
from workers.coreference.salience import ANSWERED, QUOTED, Answer, Scene
from workers.entities.join.joining import Thing
from workers.entities.records import PRONOUN, Name, Resolved, is_free
from workers.language.gender import Gender, gender_of_person

# "he/she" and "(s)he" mean nobody in particular.
HE_OR_SHE = re.compile(
    r"(?<![\w/’'-])(?:(?P<male>he|him|his|himself)|(?P<female>she|her|hers|herself))(?![\w/-])", re.IGNORECASE
)
SURE = 0.95
"""How sure a rule of grammar is where it applies: "Roe said she"."""
RECENT = 30
"""How many of the paragraph's names and pronouns before it a pronoun is compared with."""


def _resolved(match: re.Match[str], answer: Answer) -> Resolved:
    name = Name(match.start(), match.end(), match.group(), PRONOUN)
    return Resolved(name, answer.person, round(answer.confidence, 2))


def resolve_pronouns(article: ParsedArticle, things: tuple[Thing, ...]) -> tuple[Resolved, ...]:
    """The pronouns that are clear; the unclear ones are left out."""
    people = {at: thing for at, thing in enumerate(things) if thing.kind is EntityKind.PERSON}
    genders = {at: gender_of_person(article.text, thing.name, thing.names) for at, thing in people.items()}
    scene = Scene(genders, {at for at, thing in people.items() if _is_doubtful(thing)})
    named = sorted(Named(name, at) for at, thing in people.items() for name in thing.names)
    resolved: list[Resolved] = []
    paragraphs: list[Paragraph] = []
    early: list[Asked] = []
    carried: int | None = None
    for segment, inside in named_by_segment(article, named):
        paragraph = Paragraph(article.text, segment, inside, carried)
        reader = _Reader(paragraph, scene)
        resolved += reader.read()
        early += reader.early
        paragraphs.append(paragraph)
        carried = paragraph.introduces()
    resolved += [_resolved(match, Answer(at, LIKELY)) for match, at in told_of_later(paragraphs, early, genders)]
    return _outside_names([*resolved, *resolve_bodies(article, things)], things)


def _is_doubtful(person: Thing) -> bool:
    return " " not in person.name and len(person.names) == 1 and not person.names[0].title


def _outside_names(resolved: list[Resolved], things: tuple[Thing, ...]) -> tuple[Resolved, ...]:
    """A pronoun inside a name ("Her Majesty's Prison") is part of the name."""
    names = sorted((name.start, name.end) for thing in things for name in thing.names)
    return tuple(one for one in sorted(resolved) if is_free(names, one.name.start, one.name.end))


class _Reader:
    """Reads one paragraph from left to right: sentence starts, names and pronouns as they come."""

    def __init__(self, paragraph: Paragraph, scene: Scene) -> None:
        self._paragraph = paragraph
        self._scene = scene
        self._seen: list[Named] = []
        self.early: list[Asked] = []
        """The pronouns before whom nobody was named."""

    def read(self) -> list[Resolved]:
        """The pronouns of the paragraph that have an answer; the scene is left as it is after the paragraph."""
        paragraph = self._paragraph
        borders = set(paragraph.borders)
        pronouns = {m.start(): m for m in HE_OR_SHE.finditer(paragraph.text, paragraph.start, paragraph.end)}
        resolved: list[Resolved] = []
        for position in sorted({*borders, *paragraph.named, *pronouns}):
            if position in borders:
                self._scene.next_sentence()
            if position in paragraph.named:
                self._name(paragraph.named[position])
            elif position in pronouns and (found := self._resolve(pronouns[position])):
                resolved.append(found)
        return resolved

    def _name(self, one: Named) -> None:
        self._scene.mention(one.thing, self._paragraph.weight(one.name))
        self._seen.append(one)

    def _resolve(self, pronoun: re.Match[str]) -> Resolved | None:
        gender = Gender.MALE if pronoun["male"] else Gender.FEMALE
        opened = self._paragraph.quoted.voice(pronoun.start())
        answer = self._by_grammar(pronoun, gender, opened) or self._by_salience(pronoun, gender, opened)
        if answer is None:
            if opened is None and not self._scene.anybody:
                self.early.append((pronoun, gender))
            return None
        self._scene.mention(answer.person, QUOTED if opened is not None else ANSWERED)
        found = _resolved(pronoun, answer)
        self._seen.append(Named(found.name, found.thing))
        return found

    def _by_grammar(self, pronoun: re.Match[str], gender: Gender, opened: int | None) -> Answer | None:
        """Whom the sentence itself says it is."""
        fitting = [one for one in self._seen[-RECENT:] if self._scene.fits(one.thing, gender)]
        if opened is not None:
            person = inside_quotation(fitting, opened, self._paragraph.speakers_of(opened) or ())
        else:
            read = (
                complement_of(self._paragraph, fitting, pronoun),
                reflexive(self._paragraph, fitting, pronoun),
                cataphor(self._paragraph, self._seen, pronoun),
            )
            person = next((one for one in read if one is not None), None)
        if person is None or not self._scene.fits(person, gender):
            return None
        return self._scene.settle(Answer(person, SURE), gender)

    def _by_salience(self, pronoun: re.Match[str], gender: Gender, opened: int | None) -> Answer | None:
        # In somebody's own words he and she are others: without a known speaker nobody can be ruled out.
        speakers = self._paragraph.speakers_of(opened) if opened is not None else set()
        if speakers is None:
            return None
        return self._scene.answer(gender, others(self._paragraph, self._seen, pronoun) | speakers)
