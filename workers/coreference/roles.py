"""Roles: words beside a person's name that say what they are. Precision first: only where the pattern is clear."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from shared.model import EntityKind, ParsedArticle, Role, Segment
from workers.coreference.cast import Cast, Named
from workers.coreference.role_after import complement_end, phrase_after
from workers.coreference.role_before import phrase_before
from workers.coreference.role_phrases import Phrase, Token
from workers.language.folding import fold
from workers.language.lexicon import any_of, groups, words
from workers.language.segments import read_segments

_COUNTRIES = {demonym: country for country, demonyms in groups("demonyms").items() for demonym in demonyms}
COMMA_BEFORE = re.compile(r",\s$")
CLOSED = re.compile(r"\s*(?:[,.:;)—–]|$)|['’]s\b|\s(?:of|from|at)\s(?:the\s)?[A-Z]", re.MULTILINE)
GOES_ON = re.compile(rf"['’]s?\s|\s(?!(?:{any_of(words('function_words'))})\b)[a-z]")
""" "The Roe campaign", "Roe's team": the name is not all of it."""
LINKED = re.compile(r"(?:[a-z][\w-]*\s){1,3}(?:at|of|for|with)\s(?:the\s)?")
""" "Head of cardiology at NAME": of NAME."""
SERVING = re.compile(r"\s(?:for|of|to)\s(?:[A-Z][a-z]+\.\s)?$")
""" "Attorney for NAME", "aide to Mr. NAME"."""
APPOSITION = re.compile(
    r"(?:,\s(?:\(?(?:aged\s)?\d{1,3}\)?,\s)?|\s\((?=[a-z])|\s(?:–|—|--?)\s|\s\(\d{1,3}\),\s)"
    r"(?:(?:now|currently|also|himself|herself|(?P<gone>formerly|previously|once))\s)?(?:\d{1,3},\s)?"
)
""" "NAME, 45, a doctor", "NAME (chair of the board)", "NAME – the harbour master –"."""
LETTERS = re.compile(r"(?:,?\s(?:[A-Z][a-z]?\.?){2,4}(?=[,\s]))+")
""" "NAME, M.D., chief of surgery", "NAME OBE, chair of BODY"."""
_BECAME = r"(?:has\s)?(?:become|became)|(?:was|has\sbeen)\s(?:re-)?(?:elected|appointed|made)(?:\sas)?"
PREDICATE = re.compile(
    rf"(?:(?:,|\s[–—])?\swho|,)?\s(?P<verb>(?:is|has\sbeen|serves\sas|works\sas|{_BECAME}"
    r"|(?P<gone>was|had\sbeen|served\sas|worked\sas))\s(?:now\s|currently\s|also\s)?)"
)
""" "NAME is president of BODY", "NAME, who has been a nurse since May"."""
BESIDE = re.compile(r"\s\w")
ARTICLE = re.compile(r"(?:an?|the|(?:his|her|their|[\w]+['’]s))\s")
MOST_REVEREND = re.compile(r"(?:[Tt]he\s)?(?:(?:Most|Right|Very)\s)?$")
MARK = re.compile(r"[“‘][^”’]*$")
SERIES = re.compile(r",\s(?:and\s)?|\sand\s")
""" "Ministers NAME, NAME and NAME"."""


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
        told = pronouns or {}
        resolved = [Named(start, end, self._text[start:end], entity) for (start, end), entity in told.items()]
        self._by_end = self._names_by_end | {name.end: name for name in resolved}
        heshe = [one for one in resolved if one.exact.lower() in ("he", "she")]
        things = (entity.ordinal for entity in self._cast.entities)
        return tuple(self._roles(thing, heshe) if self._cast.is_person(thing) else () for thing in things)

    def _roles(self, thing: int, pronouns: Sequence[Named]) -> tuple[Role, ...]:
        """All roles of one person, each wording once: those beside their names, then "She is a doctor"."""
        found: dict[str, Role] = {}
        for name in self._cast.named(thing):
            for role in self._read_all(self._phrases[name.start], name, thing):
                found.setdefault(fold(role.exact), role)
        for pronoun in pronouns:
            if pronoun.entity == thing and (phrase := self._predicate(pronoun, self._segment(pronoun))) is not None:
                for role in self._read_all([phrase], pronoun, thing):
                    found.setdefault(fold(role.exact), role)
        return tuple(sorted(found.values(), key=lambda role: role.start_char))

    def _read_all(self, phrases: Sequence[Phrase], beside: Named, thing: int) -> list[Role]:
        segment = self._segment(beside)
        return [role for phrase in phrases if (role := self._role(phrase, segment, thing)) is not None]

    def _phrases_beside(self, name: Named) -> list[Phrase]:
        segment = self._segment(name)
        phrases = (*self._before(name, segment), self._apposed(name, segment), self._predicate(name, segment))
        return [phrase for phrase in phrases if phrase]

    def _segment(self, name: Named) -> Segment:
        at = bisect_left(self._starts, name.start + 1) - 1
        return self._segments[at]

    def _before(self, name: Named, segment: Segment) -> Iterator[Phrase | None]:
        """ "Kremlin aide NAME"; "his chief of staff, NAME,"; "police spokesman Lt. NAME"."""
        first = segment.start_char
        behind = self._behind_title(name)
        if behind < name.start and (told := self._in_front(name, first, behind)) is not None:
            yield told
            first = behind
        yield self._in_front(name, first, name.start)
        yield self._of_several(name, segment)

    def _in_front(self, name: Named, first: int, end: int) -> Phrase | None:
        """The phrase that ends right before `end`, or before a comma there."""
        if comma := COMMA_BEFORE.search(self._text, first, end):
            phrase = phrase_before(self._text, first, comma.start(), apart=True)
            return phrase if phrase and phrase.determined and CLOSED.match(self._text, name.end) else None
        if not self._text[end - 1 : end].isspace():
            return None
        phrase = phrase_before(self._text, first, end - 1)
        if phrase is None:
            return None
        # "Norwegian President NAME": the title is half of the role.
        own = end == name.start or self._text[phrase.start : phrase.end].split()[-1].islower()
        return self._behind_person(phrase) if own else None

    def _behind_person(self, phrase: Phrase) -> Phrase:
        """ "NAME campaign director NAME": the role begins behind the first."""
        other = self._by_start.get(phrase.start)
        if (
            other is None
            or not self._cast.is_person(other.entity)
            or not BESIDE.match(self._text, other.end, phrase.end)
        ):
            return phrase
        return phrase._replace(start=other.end + 1, owner=phrase.owner or Token(other.exact, other.start, other.end))

    def _behind_title(self, name: Named) -> int:
        """Where the titles before a name begin: "the lead author, Dr. NAME", "the Most Rev. NAME"."""
        if not name.title:
            return name.start
        start = name.start - len(name.title) - 1
        modest = MOST_REVEREND.search(self._text, max(0, start - 20), start)
        return modest.start() if modest is not None else start

    def _of_several(self, name: Named, segment: Segment) -> Phrase | None:
        """ "Health ministers NAME and NAME"."""
        first, last = self._series(name, before=True), self._series(name, before=False)
        if first.start == last.start or not self._text[first.start - 1 : first.start].isspace():
            return None
        return phrase_before(self._text, segment.start_char, first.start - 1, plural=True)

    def _series(self, name: Named, before: bool) -> Named:
        """The first or the last of the people who stand in a row with a name."""
        while True:
            names = self._cast.names
            other = names.beginning_before(name.start) if before else names.beginning_after(name.end)
            if other is None or not self._cast.is_person(other.entity):
                return name
            one, two = (other, name) if before else (name, other)
            title = len(two.title) + 1 if two.title else 0
            if SERIES.fullmatch(self._text, one.end, two.start - title) is None:
                return name
            name = other

    def _apposed(self, name: Named, segment: Segment) -> Phrase | None:
        """ "NAME, a doctor at PLACE,"; "NAME, 45, the mayor"."""
        letters = LETTERS.match(self._text, name.end, segment.end_char)
        for end in (name.end, *([letters.end()] if letters else [])):
            opening = APPOSITION.match(self._text, end, segment.end_char)
            phrase = phrase_after(self._text, opening.end(), segment.end_char) if opening else None
            if phrase and opening:
                return phrase._replace(former=True) if opening["gone"] else phrase
        return None

    def _predicate(self, name: Named, segment: Segment) -> Phrase | None:
        """ "NAME is a doctor", "NAME, who has been president of BODY since May"."""
        verb = PREDICATE.match(self._text, name.end, segment.end_char)
        phrase = phrase_after(self._text, verb.end(), segment.end_char, apposed=False) if verb else None
        if phrase is None or verb is None:
            return None
        if phrase.complement is None and not ARTICLE.match(self._text, verb.end()) and " as" not in verb["verb"]:
            # "Roe is president", but "Roe is star".
            return None
        return phrase._replace(former=True) if verb["gone"] else phrase

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
        if self._text[end : end + 1] in ("”", "’") and MARK.search(self._text, phrase.start, end):
            # "Author of “The River”".
            end += 1
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
