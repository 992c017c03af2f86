"""All that stands for an article's entities, as records: names, pronouns, definite nouns, speakers' words, I and we.

The words for a speaker come first: whatever else was thought of the same words, the mention means who speaks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from shared.model import Entity, FoundEntities, Mention, MentionForm, Quotation, Role, Speaker
from workers.coreference.cast import Cast
from workers.coreference.known import Reading
from workers.coreference.reading import Read
from workers.coreference.salience import Answer
from workers.language.gender import PRONOUNS
from workers.language.nouns import noun_type

PRONOUN, NOMINAL, PERSON = "PRON", "NOM", "PERSON"
"""Labels of mentions that the recogniser did not find."""
SURE = 0.9
"""How sure it is that a common noun means the speaker that it was read as."""
_LABELS = {MentionForm.PRONOUN: PRONOUN, MentionForm.NOMINAL: NOMINAL, MentionForm.NAME: PERSON}


class Meant(NamedTuple):
    """Words that stand for an entity."""

    start: int
    end: int
    form: MentionForm
    answer: Answer


def collect(cast: Cast, names: Sequence[Mention], read: Read, first_person: Iterable[Meant]) -> list[Mention]:
    """All mentions in text order; of two that overlap the first in this order stays: names, speakers, all others."""
    taken, torn = _Taken(), _torn(read)
    moved = {r.name.start: r.speaker for r in _readings(read) if r.name is not None and r.speaker.entity is not None}
    kept = [_name(mention, moved) for mention in names if mention.start_char not in torn]
    for mention in kept:
        taken.add(mention.start_char, mention.end_char)
    # Only the head of the phrase is nobody's: of "his coach" the "his" may be known.
    unresolved = {r.head[0] for r in _readings(read) if r.speaker.entity is None}
    others = [m for m in _others(read) if unresolved.isdisjoint(range(m.start, m.end))]
    for meant in (*_speakers(cast, read, taken, torn), *first_person, *others):
        if taken.add(meant.start, meant.end):
            kept.append(_mention(cast.text, meant))
    ordered = sorted(kept, key=lambda m: m.start_char)
    return [m.model_copy(update={"ordinal": at}) for at, m in enumerate(ordered)]


def _name(mention: Mention, moved: Mapping[int, Speaker]) -> Mention:
    """A name means the speaker that it was read as: "Hope said" is Grant Hope, whatever the recogniser took it for."""
    speaker = moved.get(mention.start_char)
    if speaker is None or speaker.entity == mention.entity:
        return mention
    return mention.model_copy(update={"entity": speaker.entity, "rule": speaker.rule})


def _readings(read: Read) -> Iterator[Reading]:
    for at, reading in read.speakers.items():
        yield from read.several.get(at) or (reading,)


def _torn(read: Read) -> set[int]:
    """The names that hold the heads of two speakers: "said Poe. Hart agreed" with "Poe. Hart" taken for one name."""
    heads: dict[int, set[tuple[int, int]]] = {}
    for reading in _readings(read):
        if reading.name is not None and reading.speaker.entity is not None:
            heads.setdefault(reading.name.start, set()).add(reading.head)
    return {start for start, inside in heads.items() if len(inside) > 1}


def _speakers(cast: Cast, read: Read, taken: _Taken, torn: Collection[int]) -> Iterator[Meant]:
    """The words for speakers that are no names of the recogniser: pronouns, common nouns, names that it missed."""
    for reading in _readings(read):
        speaker, (start, end) = reading.speaker, reading.head
        if speaker.entity is None or speaker.start_char is None or speaker.end_char is None:
            continue
        if not speaker.start_char <= start < speaker.end_char:
            # "Roe, who said": the head stands before the word that speaks.
            answer = Answer(speaker.entity, SURE, speaker.rule or "")
            yield Meant(speaker.start_char, speaker.end_char, MentionForm.PRONOUN, answer)
            continue
        if reading.name is not None and reading.name.start not in torn:
            continue
        word = cast.text[start:end]
        if word.lower() in PRONOUNS or word.lower() in ("i", "me"):
            continue
        rule = speaker.rule or ""
        if word.lower() == "it":
            yield Meant(start, end, MentionForm.PRONOUN, Answer(speaker.entity, SURE, rule))
        elif word[:1].isupper() and not word.isupper() and speaker.start_char == start and noun_type(word) is None:
            yield Meant(start, end, MentionForm.NAME, Answer(speaker.entity, 1.0, rule))
        else:
            first = speaker.start_char if taken.is_free(speaker.start_char, end) else start
            yield Meant(first, end, MentionForm.NOMINAL, Answer(speaker.entity, SURE, rule))


def _others(read: Read) -> Iterator[Meant]:
    for match, answer in read.pronouns.values():
        form = "form" if "form" in match.re.groupindex else 0
        yield Meant(match.start(form), match.end(form), MentionForm.PRONOUN, answer)
    for match, answer in read.nouns.values():
        yield Meant(match.start(), match.end(), MentionForm.NOMINAL, answer)


def _mention(text: str, meant: Meant) -> Mention:
    return Mention(
        ordinal=0,
        start_char=meant.start,
        end_char=meant.end,
        exact=text[meant.start : meant.end],
        form=meant.form,
        entity=meant.answer.entity,
        label=_LABELS[meant.form],
        confidence=round(meant.answer.confidence, 2),
        rule=meant.answer.rule,
    )


class _Taken:
    """The stretches of text that a mention covers already."""

    def __init__(self) -> None:
        self._at: set[int] = set()

    def is_free(self, start: int, end: int) -> bool:
        """Whether no mention covers any of a stretch."""
        return self._at.isdisjoint(range(start, end))

    def add(self, start: int, end: int) -> bool:
        """Cover a stretch if it is free; whether it was."""
        free = self.is_free(start, end)
        if free:
            self._at.update(range(start, end))
        return free


def numbered(
    entities: Sequence[Entity], roles: Sequence[tuple[Role, ...]], mentions: Sequence[Mention]
) -> tuple[FoundEntities, dict[int, int]]:
    """The entities that are still mentioned, numbered anew in their order, and their new ordinals by their old ones."""
    counts = Counter(mention.entity for mention in mentions)
    kept = [entity for entity in entities if counts[entity.ordinal]]
    places = {entity.ordinal: at for at, entity in enumerate(kept)}
    told = tuple(
        e.model_copy(
            update={"ordinal": places[e.ordinal], "mention_count": counts[e.ordinal], "roles": roles[e.ordinal]}
        )
        for e in kept
    )
    moved = tuple(m.model_copy(update={"entity": places[m.entity]}) for m in mentions)
    return FoundEntities(entities=told, mentions=moved), places


def renumbered(quotation: Quotation, places: Mapping[int, int]) -> Quotation:
    """The quotation with its speakers' new ordinals."""
    speaker = _moved(quotation.speaker, places) if quotation.speaker is not None else None
    speakers = tuple(_moved(one, places) for one in quotation.speakers)
    return quotation.model_copy(update={"speaker": speaker, "speakers": speakers})


def _moved(speaker: Speaker, places: Mapping[int, int]) -> Speaker:
    # An entity that no mention means any more is gone; the speaker keeps the name.
    return speaker if speaker.entity is None else speaker.model_copy(update={"entity": places.get(speaker.entity)})
