"""From the speaker's words to a full name: names, surnames, he and she. Better no name than a wrong one."""

from __future__ import annotations

from shared.model import Entity, EntityKind, FoundEntities, Mention, Speaker, SpeakerType
from workers.quotations.records import Voice


class Resolver:
    """Names the speakers of one article."""

    def __init__(self, text: str, found: FoundEntities) -> None:
        self._text = text
        self._found = found
        self._people = [e for e in found.entities if e.kind is EntityKind.PERSON]
        self._last: Entity | None = None

    def speaker(self, voice: Voice) -> Speaker:
        """The speaker whose words stand in the text."""
        start, end = voice.start, voice.end
        entity = self._entity(start, end, (voice.head_start, voice.head_end))
        if self._text[start:end].lower() in ("he", "she"):
            entity = self._last
        elif entity is not None and entity.kind is EntityKind.PERSON:
            self._last = entity
        kind = SpeakerType.UNKNOWN if entity is None else _TYPES.get(entity.kind, SpeakerType.UNKNOWN)
        return Speaker(
            start_char=start,
            end_char=end,
            exact=self._text[start:end],
            entity=entity.ordinal if entity else None,
            name=entity.name if entity else None,
            type=kind,
        )

    def _entity(self, start: int, end: int, head: tuple[int, int]) -> Entity | None:
        heads = [m for m in self._found.mentions if m.start_char <= head[0] and head[1] <= m.end_char]
        inside = [m for m in self._found.mentions if start <= m.start_char and m.end_char <= end]
        mention = next(iter(heads), None) or next((m for m in inside if self._is_person(m)), None)
        if mention is None:
            return None
        return self._full(self._found.entities[mention.entity])

    def _is_person(self, mention: Mention) -> bool:
        return self._found.entities[mention.entity].kind is EntityKind.PERSON

    def _full(self, entity: Entity) -> Entity:
        if entity.kind is not EntityKind.PERSON or " " in entity.name:
            return entity
        longer = {e.name: e for e in self._people if e.name.split()[-1] == entity.name.split()[0] and " " in e.name}
        return next(iter(longer.values())) if len(longer) == 1 else entity


_TYPES = {
    EntityKind.PERSON: SpeakerType.PERSON,
    EntityKind.ORGANIZATION: SpeakerType.ORGANIZATION,
    EntityKind.PLACE: SpeakerType.ORGANIZATION,
}
