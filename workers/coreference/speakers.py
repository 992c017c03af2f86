"""From the words for a speaker to the speaker: full name, type, role. Better no name than a wrong one.

Pure questions: what the pass over the article has learnt so far comes in as `Known` and is changed by the pass alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from shared.model import Entity, EntityKind, Role, Speaker, SpeakerType, Voice
from workers.coreference.called import Called, is_age
from workers.coreference.cast import Cast, Named
from workers.coreference.known import NEAR, Known, Reading
from workers.coreference.phrases import with_named_head, with_whole_name
from workers.coreference.several import Several
from workers.coreference.surnames import Surnames, is_contradicted, tells_generation, unlisted_name, without_article
from workers.language.gender import PRONOUNS
from workers.language.lexicon import any_of, groups
from workers.language.nouns import is_anonymous, is_numbered, noun_type, stands_for_body

_REFERENCES = groups("references")
_OWNED = re.compile(rf"(?:{any_of(_REFERENCES['possessives'] | _REFERENCES['demonstratives'])}) ", re.IGNORECASE)
_BEHIND = re.compile(r"(?:,| [—–(]| which | that | who ).*$", re.DOTALL)
"""What tells more about a body than its name."""
_IS_NEW = re.compile(r"^(?:an?|one|another) |, who ", re.IGNORECASE)
""" "One resident", "The mayor, who came on Friday": somebody of whom nothing was told yet, unlike "The nominee"."""
_TELLS = re.compile(r"(?:, | (?:is|was) )")
"""What stands between a name and what is told of it."""
_TYPES = {
    EntityKind.PERSON: SpeakerType.PERSON,
    EntityKind.ORGANIZATION: SpeakerType.ORGANIZATION,
    EntityKind.PLACE: SpeakerType.ORGANIZATION,
}


class Speakers:
    """Reads the words for the speakers of one article."""

    def __init__(
        self,
        cast: Cast,
        roles: Sequence[Sequence[Role]],
        called: Called,
        authors: tuple[str, ...],
    ) -> None:
        self._cast = cast
        self._text = cast.text
        self._roles = roles
        self._called = called
        self._authors = authors
        self._several = Several(cast)
        self._surnames = Surnames(cast)

    def read(self, voice: Voice, known: Known) -> Reading:
        """The speaker whose words stand in the text."""
        voice = with_whole_name(self._cast, self._several.whole(voice))
        return self._read(self._headed(voice), known)

    def each(self, voice: Voice, known: Known) -> tuple[Reading, ...]:
        """Each of those who speak together; empty for one."""
        voice = self._several.whole(voice)
        if not self._are_several(voice):
            return ()
        # "Smith & Sons and Harbour Line": the parser takes the first name for two.
        readings = [self._read(self._headed(part), known) for part in self._several.parts(voice)]
        told = {(r.speaker.entity if r.speaker.entity is not None else -i - 1): r for i, r in enumerate(readings)}
        return tuple(told.values()) if len(told) > 1 else ()

    def _read(self, voice: Voice, known: Known) -> Reading:
        exact = self._text[voice.start : voice.end]
        low = exact.lower()
        if self._are_several(voice):
            names = self._all_names(voice, known)
            return self._reading(voice, None, names, SpeakerType.GROUP, "coreference.several", known)
        if low in ("i", "me"):
            author = self._authors[0] if len(self._authors) == 1 else None
            return self._reading(voice, None, author, SpeakerType.PERSON, "coreference.author", known)
        if low == "it":
            return self._it(voice, known)
        if low in PRONOUNS:
            return self._answered(voice, known) or self._reading(
                voice, None, None, SpeakerType.PERSON, "coreference.unclear_pronoun", known
            )
        if is_numbered(exact):
            return self._reading(voice, None, None, SpeakerType.DOCUMENT, "coreference.numbered_document", known)
        found = self._by_name(voice, exact, known)
        if found is None:
            return self._unnamed(voice, exact, known)
        entity, rule = found
        return replace(self._named(voice, entity, rule, known), name=self._name(voice))

    def _it(self, voice: Voice, known: Known) -> Reading:
        last = known.last_thing
        if last is not None and last.start_char is not None and voice.start - last.start_char <= NEAR:
            entity = self._cast.entities[last.entity] if last.entity is not None else None
            return self._reading(voice, entity, last.name, last.type, "coreference.it_goes_on", known)
        return self._answered(voice, known) or self._reading(
            voice, None, None, SpeakerType.UNKNOWN, "coreference.unclear_it", known
        )

    def _answered(self, voice: Voice, known: Known) -> Reading | None:
        """The speaker whom a resolved pronoun means."""
        if voice.start not in known.pronouns:
            return None
        _, answer = known.pronouns[voice.start]
        named = self._named(voice, self._cast.entities[answer.entity], answer.rule, known)
        return named if answer.known else replace(named, sure=(1 + answer.confidence) / 2)

    def _by_name(self, voice: Voice, exact: str, known: Known) -> tuple[Entity, str] | None:
        head = self._text[voice.head_start : voice.head_end]
        name = self._name(voice)
        if name is not None and name.end <= voice.start:
            return self._full(name), "coreference.relative_clause"
        if name is not None and name.start < voice.start:
            # "Said Reyes": the recogniser took the verb into the name.
            return self._surnames.bearer(head) or self._cast.entities[name.entity], "coreference.verb_in_name"
        if voice.is_label and (name is None or noun_type(exact) is not None):
            return self._by_label(exact, voice.start)
        if tells_generation(exact):
            return self._of_generation(exact, name)
        if name is not None:
            own, full = self._cast.entities[name.entity], self._full(name)
            decided = self._cast.decided.get(name.start, "coreference.name")
            return full, decided if full is own else "coreference.surname"
        if head[:1].isupper() and noun_type(head) is None:
            bearer = self._surnames.bearer(head)
            return (bearer, "coreference.bearer") if bearer else None
        return self._by_noun(voice, exact, head, known)

    def _full(self, name: Named) -> Entity:
        own = self._cast.entities[name.entity]
        return self._surnames.full(own, bool(self._roles[own.ordinal]))

    def _of_generation(self, exact: str, name: Named | None) -> tuple[Entity, str] | None:
        """ "The elder Tait", "Tait junior": father or son."""
        if name is not None and tells_generation(name.exact):
            return self._cast.entities[name.entity], "coreference.name_with_generation"
        words = [w for w in exact.split() if w[:1].isupper() and not tells_generation(w)]
        told = (self._called.ages(), self._called.generations()) if words else ()
        found = next((e for ages in told if (e := self._surnames.of_generation(exact, words[-1], ages))), None)
        if found is None and name is not None and not is_contradicted(exact, self._cast.entities[name.entity].name):
            found = self._cast.entities[name.entity]
        return (found, "coreference.generation") if found is not None else None

    def _by_noun(self, voice: Voice, exact: str, head: str, known: Known) -> tuple[Entity, str] | None:
        person = self._called.person(exact, head)
        if person is not None:
            return self._cast.entities[person], "coreference.role_noun"
        if is_age(exact) and (person := known.outstanding(voice.start)) is not None:
            return self._cast.entities[person], "coreference.age"
        body = self._called.body(exact, head)
        if body is not None:
            return self._cast.entities[body], "coreference.body_noun"
        return self._by_definite_noun(voice, head, known) or self._body_that_spoke(voice, exact, head, known)

    def _body_that_spoke(self, voice: Voice, exact: str, head: str, known: Known) -> tuple[Entity, str] | None:
        """ "Elm Foods said it was sorry. The company added": the body that spoke last."""
        last = known.last_thing
        if last is None or last.entity is None or last.start_char is None or voice.start - last.start_char > NEAR:
            return None
        bare = exact.lower() == f"the {head.lower()}" and last.type is SpeakerType.ORGANIZATION
        fits = bare and self._called.may_be_called(last.entity, head.lower())
        return (self._cast.entities[last.entity], "coreference.body_goes_on") if fits else None

    def _by_definite_noun(self, voice: Voice, head: str, known: Known) -> tuple[Entity, str] | None:
        """Whom "the lawyer" means in the article, unless "a lawyer" came in between."""
        if voice.start not in known.nouns or not self._text.startswith(head, voice.start + len("the ")):
            return None
        _, answer = known.nouns[voice.start]
        new = re.compile(rf"\b[Aa]n? (?:[\w-]+ ){{0,3}}?{re.escape(head)}\b")
        before = new.finditer(self._text, max(0, voice.start - NEAR), voice.start)
        if not all(self._is_told_of(answer.entity, match.start()) for match in before):
            return None
        return self._cast.entities[answer.entity], answer.rule

    def _is_told_of(self, entity: int, start: int) -> bool:
        """Whether words say what the entity is: "Acme, a company", "Acme is a company"."""
        name = self._cast.names.beginning_before(start)
        return name is not None and name.entity == entity and _TELLS.fullmatch(self._text, name.end, start) is not None

    def _by_label(self, label: str, start: int) -> tuple[Entity, str] | None:
        """ "WALLACE", "REP. OSEI", "HOST", or "A" in an interview of questions and answers."""
        if label in ("A", "A."):
            most = self._surnames.most_named(before=start)
            return (most, "coreference.interviewed") if most else None
        bearer = self._surnames.bearer(label)
        if bearer is not None:
            return bearer, "coreference.label"
        person = self._called.person(label.lower(), label.split()[-1].lower())
        return (self._cast.entities[person], "coreference.label_role") if person is not None else None

    def _name(self, voice: Voice) -> Named | None:
        """The name that covers the head of the phrase."""
        return self._cast.speaking.covering(voice.head_start, voice.head_end)

    def _named(self, voice: Voice, entity: Entity, rule: str, known: Known) -> Reading:
        kind = _TYPES.get(entity.kind) or noun_type(entity.name) or _type_of_name(entity.name)
        name = None if kind is SpeakerType.GROUP else entity.name
        return self._reading(voice, entity, name, kind, rule, known)

    def _unnamed(self, voice: Voice, exact: str, known: Known) -> Reading:
        head = self._text[voice.head_start : voice.head_end]
        if exact.lower() in _REFERENCES["groups"]:
            return self._reading(voice, None, None, SpeakerType.GROUP, "coreference.word_for_several", known)
        if is_anonymous(exact):
            return self._reading(voice, None, None, SpeakerType.ANONYMOUS, "coreference.anonymous", known)
        kind, bare = noun_type(head), without_article(_BEHIND.sub("", exact))
        owned = _OWNED.match(bare) is not None
        if kind is SpeakerType.ORGANIZATION and any(c.isupper() for c in bare) and not owned:
            return self._reading(voice, None, bare, kind, "coreference.unlisted_body", known)
        if voice.is_label:
            return self._reading(voice, None, None, SpeakerType.PERSON, "coreference.unlisted_label", known)
        if kind is None and head[:1].isupper() and head.lower() not in _REFERENCES["nameless"]:
            name = unlisted_name(self._text[voice.start : voice.head_end], known.unlisted)
            return self._reading(voice, None, name, _type_of_name(name), "coreference.unlisted", known)
        rule = "coreference.common_noun"
        is_new = kind is SpeakerType.PERSON and _IS_NEW.search(exact) is not None
        return replace(self._reading(voice, None, None, kind or SpeakerType.UNKNOWN, rule, known), is_new=is_new)

    def _headed(self, voice: Voice) -> Voice:
        return with_named_head(self._text, voice, self._several.people(voice))

    def _are_several(self, voice: Voice) -> bool:
        return len(self._several.parts(voice)) > 1

    def _all_names(self, voice: Voice, known: Known) -> str | None:
        """ "A, B and C" by their full names, if all of them have one."""
        parts: Iterator[Reading] = (self._read(self._headed(part), known) for part in self._several.parts(voice))
        names = dict.fromkeys(reading.speaker.name for reading in parts)
        named = [name for name in names if name is not None]
        if not named or len(named) < len(names):
            return None
        return " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)

    def _reading(
        self, voice: Voice, entity: Entity | None, name: str | None, kind: SpeakerType, rule: str, known: Known
    ) -> Reading:
        exact = self._text[voice.start : voice.end]
        roles = self._roles[entity.ordinal] if entity is not None else ()
        told = role_in(exact, roles)
        before = known.told.get(entity.ordinal) if entity is not None else None
        speaker = Speaker(
            start_char=voice.start,
            end_char=voice.end,
            exact=exact,
            entity=entity.ordinal if entity is not None else None,
            name=name,
            type=kind,
            role=told or before or (roles[0].exact if roles else None),
            rule=rule,
        )
        return Reading(speaker, (voice.head_start, voice.head_end), role=told)


def role_in(phrase: str, roles: Sequence[Role]) -> str | None:
    """The longest of a person's roles that stands in a phrase."""
    words = " ".join(phrase.split()).casefold()
    inside = [role.exact for role in roles if " ".join(role.exact.split()).casefold() in words]
    return max(inside, key=len, default=None)


def _type_of_name(name: str) -> SpeakerType:
    return SpeakerType.ORGANIZATION if stands_for_body(name) else SpeakerType.UNKNOWN
