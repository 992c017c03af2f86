"""What the article calls each entity: role nouns and ages of people, kind nouns of bodies and places.

"The mayor", "its director", "the 26-year-old", "the ministry": a definite phrase means the one entity that fits.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from shared.model import EntityKind, Role, SpeakerType
from workers.coreference.cast import Cast, only
from workers.language.folding import fold
from workers.language.lexicon import any_of, groups, table, words
from workers.language.nouns import noun_type
from workers.language.sentences import sentence_starts
from workers.language.titles import in_full

_NP = r"(?P<mods>(?:[\w’'-]+ ){0,4}?)(?P<noun>[A-Za-z][\w’-]*)(?P<of> (?:of|for|at|in) [\w’'. -]{2,40}?)?"
_WHOLE = re.compile(rf"{_NP}$")
_AGE_AFTER = re.compile(r",? (?:\(|aged )?(?P<age>\d\d?)[,)]")
_AGE = re.compile(r"\b(?P<age>\d\d?)-year-old\b")
_AGE_REACH = 45
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_REFERENCES = groups("references")
_KIN = groups("relatives")
_SAME_OFFICE = [set(nouns.split()) for nouns in table("role_phrases")["same_office"]]
_INDEFINITE = re.compile(rf"^(?:{any_of(_REFERENCES['indefinite'])})\b", re.IGNORECASE)
_LINK = re.compile(rf" (?:{any_of(_REFERENCES['links'] | {'and'})}) ")
_APPOSED = re.compile(
    r", (?:an?|the) (?:[\w-]+ ){0,3}?(?P<noun>[a-z][a-z-]+)"
    rf"(?=[,.;]| (?:{any_of(_REFERENCES['links'])}|that|which|based)\b)"
)
_BEFORE = re.compile(r"\b(?P<noun>[a-z][a-z-]+) $")
_FIRM = frozenset(("company", "firm"))
"""What anything with a legal form in its name is."""
_CHIEF = re.compile(r"\b[Cc]hief [Ee]xecutive(?: [Oo]fficer)?\b")
_COUNTRIES = {d.lower(): c.lower() for c, demonyms in groups("demonyms").items() for d in demonyms if " " not in c}
""" "The Norwegian president" is Norway's."""
_REACH = 60
"""How far around a name the noun for it is looked for, in characters."""
_ARTICLE_OR_OWNER = re.compile(r"(?:the|its|his|her|their) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Told:
    """A role as it stands beside a name: "mayor", the words before it, and those behind its "of"."""

    noun: str
    before: frozenset[str]
    after: frozenset[str]
    short: bool = False
    """Whether it is an abbreviation: "Sen." is "the senator", but not yet "the senator from Texas"."""

    def fits(self, before: set[str], after: set[str]) -> bool:
        """Whether a phrase with these words around the noun can mean the same; what is not told cannot contradict."""
        if self.short and after:
            return False
        return before <= self.before | self.after and (not self.after or not after or after <= self.after)


class Called:
    """The common nouns by which the entities of one article are called."""

    def __init__(self, cast: Cast, roles: Sequence[Sequence[Role]]) -> None:
        self._told = {e.ordinal: _told_roles(roles[e.ordinal]) for e in cast.people()}
        self._ages = {e.ordinal: _ages(cast, e.ordinal) for e in cast.people()}
        self._by_noun: dict[str, set[int]] = defaultdict(set)
        for entity in cast.entities:
            person = entity.kind is EntityKind.PERSON
            for noun in _offices(roles[entity.ordinal]) if person else _kind_nouns(cast, entity.ordinal):
                self._by_noun[noun].add(entity.ordinal)
        self._names = {entity.ordinal: entity.name for entity in cast.entities}
        self._bodies: dict[str, list[int]] = defaultdict(list)
        for entity in cast.entities:
            if entity.kind is EntityKind.ORGANIZATION:
                self._bodies[entity.name.casefold().split()[-1]].append(entity.ordinal)

    def by_noun(self, noun: str) -> set[int]:
        """The entities that a bare noun can mean."""
        return self._by_noun.get(noun.casefold(), set())

    def person(self, phrase: str, head: str) -> int | None:
        """The one person that a definite phrase with this head noun fits, by role or age."""
        if _INDEFINITE.match(phrase):
            return None
        age = _AGE.search(phrase)
        if age is not None:
            return only([e for e, ages in self._ages.items() if age["age"] in ages])
        if noun_type(head) is not SpeakerType.PERSON:
            return None
        low, noun = _shortened(phrase.lower()), "ceo" if _CHIEF.search(phrase) else head.lower()
        before, _, after = low.partition(noun)
        front, back = self._named_words(before), self._named_words(after)
        same = self._fitting({noun}, front, back)
        return only(same or self._fitting(_same_office(noun), front, back))

    def _fitting(self, nouns: Collection[str], front: set[str], back: set[str]) -> list[int]:
        """The people of whom one of the nouns is told with nothing that contradicts."""
        items = self._told.items()
        return [e for e, told in items if any(t.noun in nouns and t.fits(front, back) for t in told)]

    def _named_words(self, words_around: str) -> set[str]:
        """The words that tell which one is meant; "the firm's" are those of the one firm's name."""
        told: set[str] = set()
        for word in _bare_words(words_around) - _REFERENCES["unspecific"]:
            bodies = [e for e in self.by_noun(word) if e not in self._told]
            word = _COUNTRIES.get(word, word)
            if bodies or word not in _FIRM:
                told |= _bare_words(self._names[bodies[0]].lower()) if len(bodies) == 1 else {word}
        return told

    def ages(self) -> dict[int, int]:
        """The age of each person of whom the article tells one."""
        return {entity: int(next(iter(told))) for entity, told in self._ages.items() if len(told) == 1}

    def may_be_called(self, entity: int, noun: str) -> bool:
        """Whether "the company" may mean a body of which nothing tells another kind."""
        own = {told for told, bearers in self._by_noun.items() if entity in bearers}
        return noun in own or (not own and noun in _REFERENCES["any_body"])

    def generations(self) -> dict[int, int]:
        """Whether each person is told of as somebody's child (0), as nobody's relative (1), or as a parent (2)."""
        nouns = {entity: {told.noun for told in all_told} for entity, all_told in self._told.items()}
        return {e: 1 - bool(n & _KIN["younger"]) + bool(n & _KIN["older"]) for e, n in nouns.items()}

    def body(self, phrase: str, head: str) -> int | None:
        """ "The ministry": the one organisation of the article whose name ends so."""
        if not _ARTICLE_OR_OWNER.match(phrase) or len(phrase.split()) > 2:
            return None
        return only(self._bodies.get(head.casefold(), []))


def _shortened(phrase: str) -> str:
    """ "The chief executive" and "the CEO" are one office."""
    return _CHIEF.sub("ceo", phrase)


def _same_office(noun: str) -> set[str]:
    """The nouns that may mean the same: "the lawyer" is an attorney."""
    return {other for nouns in _SAME_OFFICE if noun in nouns for other in nouns}


def is_age(phrase: str) -> bool:
    """ "the 26-year-old"."""
    return phrase[:4].lower() == "the " and _AGE.search(phrase) is not None


def _told_roles(roles: Sequence[Role]) -> set[_Told]:
    told = set()
    for role in roles:
        match = _WHOLE.match(_shortened(role.exact).rstrip("."))
        # "The sergeant" is Sgt. Roe, "the judge" Mr Justice Roe.
        noun = in_full(match["noun"]).split("-of-")[0] if match is not None else ""
        if match is not None and noun_type(noun) is SpeakerType.PERSON:
            after = frozenset(_bare_words(match["of"] or role.of or "") - _REFERENCES["unspecific"])
            short = noun != match["noun"].lower() and "-" not in match["noun"]
            before = _bare_words(match["mods"])
            told.add(_Told(noun, frozenset(before | {_COUNTRIES.get(w, w) for w in before}), after, short))
    return told


def _ages(cast: Cast, entity: int) -> set[str]:
    ages: set[str] = set()
    for name in cast.named(entity):
        start = max(name.start - _AGE_REACH, cast.text.rfind("\n", 0, name.start) + 1)
        start = sentence_starts(cast.text, start, name.end)[-1]
        ages |= {m["age"] for m in _AGE.finditer(cast.text, start, name.start)}
        behind = _AGE_AFTER.match(cast.text, name.end)
        ages |= {behind["age"]} if behind else set()
    return ages


def _offices(roles: Sequence[Role]) -> set[str]:
    """The heads of a person's present roles: "president" of "Norwegian President"."""
    return {_LINK.split(role.exact, maxsplit=1)[0].split()[-1].casefold() for role in roles if not role.former}


def _kind_nouns(cast: Cast, entity: int) -> set[str]:
    """What a body or place is: a word of its own name, or the noun beside it."""
    thing, names, text = cast.entities[entity], cast.named(entity), cast.text
    found = set(fold(thing.name).split()) if len(thing.name.split()) > 1 else set()
    if thing.kind is EntityKind.ORGANIZATION and any(_has_legal_form(name.exact) for name in names):
        found |= _FIRM
    for name in names:
        beside = (
            _APPOSED.match(text, name.end, name.end + _REACH),
            _BEFORE.search(text, max(0, name.start - _REACH), name.start),
        )
        found |= {match["noun"] for match in beside if match}
    return found & _nouns(thing.kind) - _REFERENCES["vague"]


def _has_legal_form(exact: str) -> bool:
    last = fold(exact).split()[-1:]
    return " " in exact and bool(words("legal_forms").intersection(last))


@lru_cache(maxsize=4)
def _nouns(kind: EntityKind) -> frozenset[str]:
    if kind is EntityKind.PLACE:
        return groups("kind_nouns")["place"]
    heads = frozenset(head.casefold() for head in words("organization_heads") if len(head) > 3)
    return groups("kind_nouns")["organization"] | heads if kind is EntityKind.ORGANIZATION else frozenset()


def _bare_words(phrase: str) -> set[str]:
    return {re.sub(r"[’']s?$", "", w.lower()) for w in _WORD.findall(phrase)}
