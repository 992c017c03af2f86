"""From the speaker's words to a speaker: full name, type, role. Better no name than a wrong one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from shared.model import Entity, EntityKind, FoundEntities, Mention, MentionForm, Speaker, SpeakerType
from workers.coreference.companies import Companies
from workers.coreference.heads import is_party_tag, with_named_head
from workers.coreference.rolenames import RoleNames
from workers.coreference.speaker_gender import PRONOUNS
from workers.coreference.speaker_roles import role_in, role_of
from workers.coreference.speaker_salience import Salience
from workers.coreference.surnames import Surnames, UnlistedNames
from workers.language.nouns import is_anonymous, noun_type, stands_for_body
from workers.language.stretches import Mentions
from workers.quotations.records import Voice

_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_OWNED = re.compile(r"(?:his|her|its|their|our|my|this|that) ", re.IGNORECASE)
_BEHIND = re.compile(r"(?:,| [—–(]| which | that | who ).*$", re.DOTALL)
"""What tells more about a body than its name."""
_IS_NEW = re.compile(r"^(?:an?|one|another) |, who ", re.IGNORECASE)
""" "One resident", "The mayor, who came on Friday": somebody of whom nothing was told yet, unlike "The nominee"."""
_SUFFIX = re.compile(r"[JS]r\.?|I{2,3}|IV")
_GROUPS = frozenset({"they", "we", "them", "us", "both", "all", "some", "many", "others"})
_NAMELESS = frozenset({"another", "one", "each", "either", "neither", "two", "three", "four", "five", "more", "those"})
"""Words that stand for somebody at the start of a sentence, where they have a capital."""
_TYPES = {
    EntityKind.PERSON: SpeakerType.PERSON,
    EntityKind.ORGANIZATION: SpeakerType.ORGANIZATION,
    EntityKind.PLACE: SpeakerType.ORGANIZATION,
}
SURE = 2.0
"""How much more a person must stand out than any other to be "the 26-year-old" of whom no age was told."""
NEAR = 600
"""Characters within which "it" goes on meaning the organisation or document that spoke last: a paragraph or two."""


class Resolver:
    """Names the speakers of one article, in reading order."""

    def __init__(self, text: str, found: FoundEntities, authors: tuple[str, ...], salience: Salience) -> None:
        self._text = text
        self._found = found
        self._authors = authors
        self._salience = salience
        self._surnames = Surnames(found)
        self._role_names = RoleNames(text, found)
        self._unlisted = UnlistedNames()
        self._roles: dict[int, str] = {}
        names = (m for m in found.mentions if m.form is MentionForm.NAME and not is_party_tag(m.exact))
        self._names = Mentions(list(names))
        self._nominals = Mentions([m for m in found.mentions if m.form is MentionForm.NOMINAL])
        self._companies = Companies(text, found, self._names)
        self._last_thing: Speaker | None = None

    def speaker(self, voice: Voice) -> Speaker:
        """The speaker whose words stand in the text."""
        voice = self._with_whole_name(self._companies.whole(voice))
        speaker = self._speaker(with_named_head(self._text, voice, self._companies.people(voice)))
        told = speaker.type in (SpeakerType.ORGANIZATION, SpeakerType.DOCUMENT)
        self._last_thing = speaker if told else None
        return speaker

    def _with_whole_name(self, voice: Voice) -> Voice:
        """ "goalkeeper Danny Prior", of which the parser took "Prior" for another word."""
        mention = self._mention(voice)
        if mention is None:
            return voice
        if _SUFFIX.fullmatch(self._text, voice.start, voice.end) and mention.start_char < voice.start:
            # "Jane Roe, Jr. said".
            return replace(voice, start=mention.start_char)
        cut = voice.start <= mention.start_char and voice.end < mention.end_char
        return replace(voice, end=mention.end_char) if cut else voice

    def speakers(self, voice: Voice) -> tuple[Speaker, ...]:
        """Each of those who speak together; empty for one."""
        voice = self._companies.whole(voice)
        if not self._are_several(voice):
            return ()
        # "Smith & Sons and Harbour Line": the parser takes the first name for two.
        told = {(s.entity if s.entity is not None else -i - 1): s for i, s in self._each(voice)}
        return tuple(told.values()) if len(told) > 1 else ()

    def _each(self, voice: Voice) -> Iterator[tuple[int, Speaker]]:
        return enumerate(self._speaker(part) for part in self._companies.parts(voice))

    def _speaker(self, voice: Voice) -> Speaker:
        exact = self._text[voice.start : voice.end]
        if exact.lower() in ("i", "me") and len(self._authors) == 1:
            return self._made(voice, None, self._authors[0], SpeakerType.PERSON)
        if exact.lower() == "it":
            return self._it(voice)
        if exact.lower() in PRONOUNS:
            ordinal = self._salience.person_at(voice.start, exact)
            return self._named(voice, self._entity(ordinal), SpeakerType.PERSON)
        entity = None if self._are_several(voice) else self._by_name(voice, exact)
        return self._named(voice, entity, SpeakerType.UNKNOWN) if entity is not None else self._unnamed(voice, exact)

    def _entity_of(self, mention: Mention) -> Entity:
        return self._found.entities[mention.entity]

    def _entity(self, ordinal: int | None) -> Entity | None:
        return self._found.entities[ordinal] if ordinal is not None else None

    def _it(self, voice: Voice) -> Speaker:
        last = self._last_thing
        if last is None or last.start_char is None or voice.start - last.start_char > NEAR:
            return self._made(voice, None, None, SpeakerType.UNKNOWN)
        return self._made(voice, self._entity(last.entity), last.name, last.type)

    def _by_name(self, voice: Voice, exact: str) -> Entity | None:
        head = self._text[voice.head_start : voice.head_end]
        mention = self._mention(voice)
        if mention is not None and mention.start_char < voice.start:
            # "Said Reyes": the recogniser took the verb into the name.
            return self._surnames.bearer(head) or self._entity_of(mention)
        if voice.is_label and (mention is None or noun_type(exact) is not None):
            return self._by_label(exact)
        if mention is not None:
            return self._surnames.full(self._entity_of(mention))
        if head[:1].isupper() and noun_type(head) is None:
            return self._surnames.bearer(head)
        return self._by_role(voice, exact, head)

    def _by_role(self, voice: Voice, exact: str, head: str) -> Entity | None:
        ordinal = self._role_names.person(exact, head)
        if ordinal is None and self._role_names.is_age(exact):
            ordinal = self._salience.alone_before(voice.start)
            ordinal = self._salience.person_at(voice.start, "", margin=SURE) if ordinal is None else ordinal
        return self._entity(ordinal) or self._surnames.body(exact, head) or self._by_nominal(voice, head)

    def _by_nominal(self, voice: Voice, head: str) -> Entity | None:
        """Whom the entities stage takes "the lawyer" for, unless "a lawyer" came in between."""
        nominal = self._nominals.covering(voice.head_start, voice.head_end)
        if nominal is None or nominal.start_char < voice.start:
            return None
        before = self._text[max(0, voice.start - NEAR) : voice.start]
        another = re.search(rf"\b[Aa]n? (?:[\w-]+ ){{0,3}}?{re.escape(head)}\b", before)
        return None if another is not None else self._entity_of(nominal)

    def _by_label(self, label: str) -> Entity | None:
        """ "WALLACE", "REP. OSEI", "HOST", or "A" in an interview of questions and answers."""
        if label in ("A", "A."):
            return self._surnames.most_named()
        found = self._surnames.bearer(label)
        return found or self._entity(self._role_names.person(label.lower(), label.split()[-1].lower()))

    def _mention(self, voice: Voice) -> Mention | None:
        """The name that covers the head of the phrase."""
        return self._names.covering(voice.head_start, voice.head_end)

    def _named(self, voice: Voice, entity: Entity | None, otherwise: SpeakerType) -> Speaker:
        if entity is None:
            return self._made(voice, None, None, otherwise)
        if entity.kind is EntityKind.PERSON:
            self._salience.spoke(entity.ordinal, voice.start)
        kind = _TYPES.get(entity.kind) or noun_type(entity.name) or _type_of_name(entity.name)
        return self._made(voice, entity, None if kind is SpeakerType.GROUP else entity.name, kind)

    def _unnamed(self, voice: Voice, exact: str) -> Speaker:
        head = self._text[voice.head_start : voice.head_end]
        if self._are_several(voice):
            return self._made(voice, None, self._all_names(voice), SpeakerType.GROUP)
        if exact.lower() in ("i", "me"):
            return self._made(voice, None, None, SpeakerType.PERSON)
        if exact.lower() in _GROUPS:
            return self._made(voice, None, None, SpeakerType.GROUP)
        if is_anonymous(exact):
            return self._made(voice, None, None, SpeakerType.ANONYMOUS)
        kind, bare = noun_type(head), _ARTICLE.sub("", _BEHIND.sub("", exact), count=1)
        owned = _OWNED.match(bare) is not None
        if kind is SpeakerType.ORGANIZATION and any(c.isupper() for c in bare) and not owned:
            return self._made(voice, None, bare, kind)
        if voice.is_label:
            return self._made(voice, None, None, SpeakerType.PERSON)
        if kind is None and head[:1].isupper() and head.lower() not in _NAMELESS:
            return self._unlisted_speaker(voice)
        if kind is SpeakerType.PERSON and _IS_NEW.search(exact):
            self._salience.spoke_unnamed(voice.start)
        return self._made(voice, None, None, kind or SpeakerType.UNKNOWN)

    def _unlisted_speaker(self, voice: Voice) -> Speaker:
        name = self._unlisted.full(self._text[voice.start : voice.head_end])
        return self._made(voice, None, name, _type_of_name(name))

    def _are_several(self, voice: Voice) -> bool:
        return len(self._companies.parts(voice)) > 1

    def _all_names(self, voice: Voice) -> str | None:
        """ "A, B and C" by their full names, if all of them have one."""
        names = dict.fromkeys(speaker.name for _, speaker in self._each(voice))
        known = [name for name in names if name is not None]
        if not known or len(known) < len(names):
            return None
        return " and ".join([", ".join(known[:-1]), known[-1]] if len(known) > 1 else known)

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


def _type_of_name(name: str) -> SpeakerType:
    return SpeakerType.ORGANIZATION if stands_for_body(name) else SpeakerType.UNKNOWN
