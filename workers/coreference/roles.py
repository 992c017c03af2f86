"""Roles: words beside a person's name that say what they are. Precision first: only where the pattern is clear."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping

from shared.model import EntityKind, ParsedArticle, Role, Segment
from workers.coreference.cast import Cast, Named
from workers.coreference.role_phrases import Phrase, complement_end, phrase_after, phrase_before
from workers.language.folding import fold
from workers.language.lexicon import any_of, groups, words
from workers.language.segments import read_segments

_COUNTRIES = {demonym: country for country, demonyms in groups("demonyms").items() for demonym in demonyms}
COMMA_BEFORE = re.compile(r",\s$")
CLOSED = re.compile(r"\s*(?:[,.:;)—–]|$)|['’]s\b", re.MULTILINE)
GOES_ON = re.compile(rf"['’]s?\s|\s(?!(?:{any_of(words('function_words'))})\b)[a-z]")
""" "The Roe campaign", "Roe's team": the name is not all of it."""
LINKED = re.compile(r"(?:[a-z][\w-]*\s){1,3}(?:at|of|for|with)\s(?:the\s)?")
""" "Head of cardiology at NAME": of NAME."""
SERVING = re.compile(r"\s(?:for|of|to)\s(?:[A-Z][a-z]+\.\s)?$")
""" "Attorney for NAME", "aide to Mr. NAME"."""
APPOSITION = re.compile(
    r",\swho\s(?:is|(?P<past>was))\s|,\s(?:(?:now|currently)\s)?(?:\d{1,3},\s)?|\s\(\d{1,3}\),\s|\s(?:is|(?P<gone>was))\s(?=(?:an?|the)\s)"
)


class RoleReader:
    """Reads the roles of one article: their holders, and the bodies and people that they serve."""

    def __init__(self, article: ParsedArticle, cast: Cast) -> None:
        self._text = article.text
        self._segments = read_segments(article)
        self._starts = [segment.start_char for segment in self._segments]
        self._cast = cast
        self._by_start = {name.start: name for name in cast.names.all}
        self._names_by_end = {name.end: name for name in cast.names.all}
        self._by_end = self._names_by_end
        self._phrases = {
            name.start: self._phrases_beside(name)
            for entity in cast.entities
            if cast.is_person(entity.ordinal)
            for name in cast.named(entity.ordinal)
        }

    def read(self, pronouns: Mapping[tuple[int, int], int] | None = None) -> tuple[tuple[Role, ...], ...]:
        """The roles of each entity, in text order; empty for all but people.

        `pronouns` maps the offsets of resolved pronouns to entities: "his chief of staff" is of somebody.
        """
        told = (pronouns or {}).items()
        resolved = (Named(start, end, self._text[start:end], entity) for (start, end), entity in told)
        self._by_end = self._names_by_end | {name.end: name for name in resolved}
        things = (entity.ordinal for entity in self._cast.entities)
        return tuple(self._roles(thing) if self._cast.is_person(thing) else () for thing in things)

    def _roles(self, thing: int) -> tuple[Role, ...]:
        """All roles of one person, each wording once."""
        found: dict[str, Role] = {}
        for name in self._cast.named(thing):
            for role in self._beside(name, thing):
                found.setdefault(fold(role.exact), role)
        return tuple(sorted(found.values(), key=lambda role: role.start_char))

    def _beside(self, name: Named, thing: int) -> list[Role]:
        segment, phrases = self._segment(name), self._phrases[name.start]
        return [role for phrase in phrases if (role := self._role(phrase, segment, thing)) is not None]

    def _phrases_beside(self, name: Named) -> list[Phrase]:
        segment = self._segment(name)
        return [phrase for phrase in (self._before(name, segment), self._after(name, segment)) if phrase]

    def _segment(self, name: Named) -> Segment:
        at = bisect_left(self._starts, name.start + 1) - 1
        return self._segments[at]

    def _before(self, name: Named, segment: Segment) -> Phrase | None:
        """ "Kremlin aide NAME"; "his chief of staff, NAME,"."""
        if comma := COMMA_BEFORE.search(self._text, segment.start_char, name.start):
            phrase = phrase_before(self._text, segment.start_char, comma.start())
            return phrase if phrase and phrase.determined and CLOSED.match(self._text, name.end) else None
        if not self._text[name.start - 1 : name.start].isspace():
            return None
        return phrase_before(self._text, segment.start_char, name.start - 1)

    def _after(self, name: Named, segment: Segment) -> Phrase | None:
        """ "NAME, a doctor at PLACE,"; "NAME, 45, the mayor"; "NAME is a doctor"."""
        opening = APPOSITION.match(self._text, name.end, segment.end_char)
        if opening is None:
            return None
        phrase = phrase_after(self._text, opening.end(), segment.end_char)
        return phrase._replace(former=True) if phrase and (opening["past"] or opening["gone"]) else phrase

    def _role(self, phrase: Phrase, segment: Segment, thing: int) -> Role | None:
        served = self._served(phrase, thing)
        if served is not None:
            return self._of_person(phrase, served)
        # A role inside another person's name ("Roe, King of ...") is none.
        if any(at != thing and self._cast.is_person(at) for at in self._inside(phrase)):
            return None
        end, of = phrase.end, self._owner(phrase, thing)
        if phrase.complement is not None:
            end, complement = self._complement(phrase.complement, phrase.end, segment)
            # "The Vatican secretary of state" is of the Vatican.
            of = (self._front(phrase) if complement and complement.islower() else None) or complement or of
        if self._text[phrase.start : end].endswith((" the", " a", " an", " of")):
            # "Founder of the" before what could not be read.
            end, of = phrase.end, self._owner(phrase, thing)
        of = of or self._front(phrase)
        exact = self._text[phrase.start : end]
        return Role(start_char=phrase.start, end_char=end, exact=exact, of=of, former=phrase.former)

    def _served(self, phrase: Phrase, thing: int) -> Named | None:
        """ "An attorney for Poe, Ann Roe,": the person at the end of the phrase whom the role serves."""
        name = self._by_end.get(phrase.end)
        if name is None or name.entity == thing or not self._cast.is_person(name.entity):
            return None
        return name if SERVING.search(self._text, phrase.start, name.start) else None

    def _of_person(self, phrase: Phrase, served: Named) -> Role | None:
        exact = SERVING.sub("", self._text[phrase.start : served.start])
        end = phrase.start + len(exact)
        if not exact:
            return None
        return Role(start_char=phrase.start, end_char=end, exact=exact, of=self._called(served), former=phrase.former)

    def _inside(self, phrase: Phrase) -> list[int]:
        return [self._by_start[at].entity for at in range(phrase.start, phrase.end) if at in self._by_start]

    def _owner(self, phrase: Phrase, thing: int) -> str | None:
        """ "Trump's Ukraine envoy", "his chief of staff": the possessor, where it is known."""
        if phrase.owner is None:
            return None
        possessive = re.sub(r"['’]s?$", "", phrase.owner.word)
        owner = self._by_end.get(phrase.owner.start + len(possessive)) or self._by_end.get(phrase.owner.end)
        return self._called(owner) if owner and owner.entity != thing else None

    def _front(self, phrase: Phrase) -> str | None:
        """ "Kremlin aide", "Ukrainian President", "senior Kremlin aide": the organisation or place before the head."""
        inside = (self._by_start[at] for at in range(phrase.start, phrase.end) if at in self._by_start)
        front = next(inside, None)
        if front is None or front.end >= phrase.end or not self._text[phrase.start : front.start].islower():
            front = self._by_start.get(phrase.start)
        if front is None or front.end >= phrase.end:
            return None
        # "Republican senator": a party's people are no party; a people's country is known.
        people = self._cast.entities[front.entity].kind is EntityKind.OTHER and front.exact not in _COUNTRIES
        return None if people else self._called(front)

    def _complement(self, start: int, end_without: int, segment: Segment) -> tuple[int, str | None]:
        """ "of the City Council", "at St Mary's": up to the name's end, or to the next mark."""
        article = re.match(r"(?:the|an?)\s", self._text[start : start + 4])
        bare = start + (article.end() if article else 0)
        named = self._by_start.get(bare)
        if named and not GOES_ON.match(self._text, named.end):
            return named.end, self._called(named)
        if (linked := LINKED.match(self._text, bare)) and (named := self._by_start.get(linked.end())):
            return named.end, self._called(named)
        end = complement_end(self._text, bare, segment.end_char)
        if end is None:
            return end_without, None
        # "Professor of economics at Quill University": of the university.
        last = self._by_end.get(end)
        return end, self._called(last) if last else self._text[bare:end]

    def _called(self, name: Named) -> str:
        return _COUNTRIES.get(name.exact) or self._cast.entities[name.entity].name
