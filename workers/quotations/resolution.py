"""From the speaker's words to a speaker: full name, type, role. Better no name than a wrong one."""

from __future__ import annotations

import re

from shared.model import Entity, EntityKind, FoundEntities, Mention, MentionForm, Speaker, SpeakerType
from workers.quotations.gender import PRONOUNS
from workers.quotations.nouns import is_anonymous, noun_type
from workers.quotations.records import Voice
from workers.quotations.roles import role_in, role_of
from workers.quotations.salience import Salience

_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_GROUPS = frozenset({"they", "we", "them", "us", "both", "all", "some", "many", "others"})
_TYPES = {
    EntityKind.PERSON: SpeakerType.PERSON,
    EntityKind.ORGANIZATION: SpeakerType.ORGANIZATION,
    EntityKind.PLACE: SpeakerType.ORGANIZATION,
}


class Resolver:
    """Names the speakers of one article, in reading order."""

    def __init__(self, text: str, found: FoundEntities, authors: tuple[str, ...], salience: Salience) -> None:
        self._text = text
        self._found = found
        self._authors = authors
        self._salience = salience
        self._roles: dict[int, str] = {}
        self._names = [m for m in found.mentions if m.form is MentionForm.NAME]

    def speaker(self, voice: Voice) -> Speaker:
        """The speaker whose words stand in the text."""
        exact = self._text[voice.start : voice.end]
        if exact.lower() in ("i", "me") and len(self._authors) == 1:
            return self._made(voice, None, self._authors[0], SpeakerType.PERSON)
        if exact.lower() in PRONOUNS:
            ordinal = self._salience.person_at(voice.start, exact)
            entity = self._found.entities[ordinal] if ordinal is not None else None
            return self._named(voice, entity, SpeakerType.PERSON)
        mention = self._mention(voice)
        if mention is not None and not voice.several:
            return self._named(voice, self._found.entities[mention.entity], SpeakerType.UNKNOWN)
        return self._unnamed(voice, exact)

    def _mention(self, voice: Voice) -> Mention | None:
        """The name that covers the head of the phrase."""
        heads = [m for m in self._names if m.start_char <= voice.head_start and voice.head_end <= m.end_char]
        return max(heads, key=lambda m: m.end_char - m.start_char, default=None)

    def _named(self, voice: Voice, entity: Entity | None, otherwise: SpeakerType) -> Speaker:
        if entity is None:
            return self._made(voice, None, None, otherwise)
        if entity.kind is EntityKind.PERSON:
            self._salience.spoke(entity.ordinal, voice.start)
        return self._made(voice, entity, entity.name, _TYPES.get(entity.kind, SpeakerType.UNKNOWN))

    def _unnamed(self, voice: Voice, exact: str) -> Speaker:
        head = self._text[voice.head_start : voice.head_end]
        if voice.several or exact.lower() in _GROUPS:
            return self._made(voice, None, None, SpeakerType.GROUP)
        if is_anonymous(exact):
            return self._made(voice, None, None, SpeakerType.ANONYMOUS)
        kind = noun_type(head)
        bare = _ARTICLE.sub("", exact, count=1)
        if kind is SpeakerType.ORGANIZATION and any(c.isupper() for c in bare):
            return self._made(voice, None, bare, kind)
        if kind is None and head[:1].isupper():
            return self._made(voice, None, bare, SpeakerType.UNKNOWN)
        return self._made(voice, None, None, kind or SpeakerType.UNKNOWN)

    def _made(self, voice: Voice, entity: Entity | None, name: str | None, kind: SpeakerType) -> Speaker:
        return Speaker(
            start_char=voice.start,
            end_char=voice.end,
            exact=self._text[voice.start : voice.end],
            entity=entity.ordinal if entity is not None else None,
            name=name,
            type=kind,
            role=self._role(voice, entity),
        )

    def _role(self, voice: Voice, entity: Entity | None) -> str | None:
        if entity is None or entity.kind is not EntityKind.PERSON:
            return None
        mention = self._mention(voice)
        if mention is not None and voice.start <= mention.start_char and mention.end_char <= voice.end:
            words = self._text[voice.start : voice.end]
            told = role_in(words, mention.start_char - voice.start, mention.end_char - voice.start)
            if told is not None:
                self._roles[entity.ordinal] = told
        return self._roles.get(entity.ordinal) or role_of(entity)
