"""Scores how much speaks for one identity: the names, then each piece of evidence for and against, with its weight.

After the design of nomenklatura's logic_v2 (names decide how far context can carry, contradictions take away), with
what news gives instead of birth dates and registers: who and what is named beside, roles, places, countries, ages. A
full name alone is never enough for two people: on string similarity alone the best F1 measured for people was .745.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from shared.identities import Judgement, Outcome, Profile
from shared.model import EntityKind
from workers.identities.names import body_agreement, is_generic, person_agreement, person_key, place_agreement
from workers.language.lexicon import groups, words

SAME = 0.82
"""A full name (.60) needs evidence of .22: one more person in common, a whole role with a country, an age ..."""
PROPOSED = 0.60
"""The same full name without any evidence, or with as much against as for it."""

MOST_CONTEXT = 0.50
LINKED = 0.40
BORN = 0.25
PERSON_BESIDE = 0.22
BODY_BESIDE = 0.22
COMMON_BESIDE = 0.11
"""Neighbours who stand in many articles, or whose name many bear ("the Supreme Court"): all of them together."""
ROLE_OF = 0.20
WHOLE_ROLE = 0.25
ROLE = 0.15
COUNTRY = {EntityKind.PERSON: 0.05, EntityKind.ORGANIZATION: 0.28, EntityKind.PLACE: 0.10}
OTHER_ROLE = 0.20
OTHER_COUNTRY = {EntityKind.PERSON: 0.20, EntityKind.ORGANIZATION: 0.20, EntityKind.PLACE: 0.30}
OTHER_BIRTH = 0.60
LONG_AGO = 0.20
LONG_AGO_YEARS = 25
YEARS_APART = 1
"""An age in a newspaper is a year off before the birthday."""

AGREEMENT: dict[EntityKind, Callable[[str, str], tuple[float, str] | None]] = {
    EntityKind.PERSON: person_agreement,
    EntityKind.ORGANIZATION: body_agreement,
    EntityKind.PLACE: place_agreement,
}


class Evidence(NamedTuple):
    """One thing that speaks for or against, with its weight and its words."""

    weight: float
    words: str


def compare(
    kind: EntityKind, one: Profile, many: Iterable[Profile], common: frozenset[str] = frozenset()
) -> Judgement | None:
    """Compare an article's description of a thing with those of an identity; None if the names are not one thing's.

    `common`: people and bodies that many articles name, so that an article in common with them says less.
    """
    others = tuple(many)
    known = _united(others)
    if _shared(one.links, known.links):
        return Judgement(outcome=Outcome.SAME, score=1.0, reason="same id in a register")
    name = _name(kind, one, known)
    if name is None:
        return None
    if against := _forbidden(one, known):
        return Judgement(outcome=Outcome.APART, score=0.0, reason=f"{name.words}; against: {against}")
    found = [
        *_beside(one, known, common - _steady(others)),
        *_for(kind, one, known),
        *_against(kind, one, known, others),
    ]
    context = min(MOST_CONTEXT, sum(e.weight for e in found if e.weight > 0))
    score = max(0.0, min(1.0, name.weight + context + sum(e.weight for e in found if e.weight < 0)))
    return Judgement(outcome=_outcome(score), score=round(score, 3), reason=_told(name, found))


def _outcome(score: float) -> Outcome:
    # Half a thousandth of grace: .60 + .22 is .82 to people, not to floats.
    if score >= SAME - 0.0005:
        return Outcome.SAME
    return Outcome.PROPOSED if score >= PROPOSED - 0.0005 else Outcome.APART


def _told(name: Evidence, found: list[Evidence]) -> str:
    speaks = [e.words for e in found if e.weight > 0]
    against = [e.words for e in found if e.weight < 0]
    return "; ".join([name.words, *speaks, *(f"against: {words}" for words in against)])


def _name(kind: EntityKind, one: Profile, known: Profile) -> Evidence | None:
    agreement = AGREEMENT.get(kind)
    if agreement is None:
        return None
    found = [said for mine in one.names for theirs in known.names if (said := agreement(mine, theirs))]
    return Evidence(*max(found)) if found else None


def _forbidden(one: Profile, known: Profile) -> str | None:
    if one.gender and known.gender and one.gender != known.gender:
        return "he and she"
    if one.suffix and known.suffix and one.suffix != known.suffix:
        return "junior and senior"
    schemes = {link.split(":")[0] for link in one.links} & {link.split(":")[0] for link in known.links}
    return f"different ids in {', '.join(sorted(schemes))}" if schemes else None


def _steady(others: tuple[Profile, ...]) -> frozenset[str]:
    """Neighbours in half of an identity's articles, and more than one: its own, however common they are."""
    counts = Counter(key for profile in others for key in {*map(person_key, profile.people), *profile.bodies})
    return frozenset(key for key, count in counts.items() if count > 1 and 2 * count >= len(others))


def _beside(one: Profile, known: Profile, common: frozenset[str]) -> Iterable[Evidence]:
    """Each neighbour that both have; of the common ones only one, for they come in flocks."""
    keys = set(map(person_key, known.people))
    people = {key: name for name in one.people if (key := person_key(name)) in keys}
    own = [Evidence(PERSON_BESIDE, f"beside {name}") for key, name in sorted(people.items()) if key not in common]
    bodies = _shared(one.bodies, known.bodies)
    own += [Evidence(BODY_BESIDE, f"beside {name}") for name in bodies if not (name in common or is_generic(name))]
    yield from own
    flock = [name for key, name in sorted(people.items()) if key in common]
    flock += [name for name in bodies if name in common or is_generic(name)]
    if flock:
        yield Evidence(COMMON_BESIDE, f"beside {', '.join(flock[:3])}")


def _for(kind: EntityKind, one: Profile, known: Profile) -> Iterable[Evidence]:
    roles = _shared(one.roles, known.roles)
    for name in _shared(one.role_of, known.role_of):
        # "The minister of Norway" tells of Norway once.
        if not set(name.split()) <= set(roles):
            yield Evidence(ROLE_OF, f"role at {name}")
    if roles:
        # One word ("lawyer") is a trade that thousands have; more are nearly an office, and some offices have one word.
        office = len(roles) > 1 or bool(words("single_offices").intersection(roles))
        whole = office and (set(one.roles) <= set(known.roles) or set(known.roles) <= set(one.roles))
        yield Evidence(WHOLE_ROLE if whole else ROLE, f"role {' '.join(roles)}")
    if countries := _shared(one.countries, known.countries):
        yield Evidence(COUNTRY[kind], f"in {', '.join(countries)}")
    if one.born and known.born and abs(one.born - known.born) <= YEARS_APART:
        yield Evidence(BORN, "same age")


def _against(kind: EntityKind, one: Profile, known: Profile, others: tuple[Profile, ...]) -> Iterable[Evidence]:
    # Whose son somebody is does not contradict their office.
    mine, theirs = (tuple(word for word in p.roles if word not in groups("relatives")["kin"]) for p in (one, known))
    if mine and theirs and not _shared(mine, theirs):
        yield Evidence(-OTHER_ROLE, f"roles {' '.join(mine)} and {' '.join(theirs)}")
    if one.countries and known.countries and not _shared(one.countries, known.countries):
        yield Evidence(-OTHER_COUNTRY[kind], f"in {', '.join(one.countries)} and {', '.join(known.countries)}")
    if one.born and known.born and abs(one.born - known.born) > YEARS_APART:
        yield Evidence(-OTHER_BIRTH, f"born about {one.born} and {known.born}")
    years = [profile.year for profile in others if profile.year]
    if one.year and years and min(abs(one.year - year) for year in years) > LONG_AGO_YEARS:
        yield Evidence(-LONG_AGO, "a generation between the articles")


def _shared(one: Iterable[str], other: Iterable[str]) -> list[str]:
    return sorted(set(one) & set(other))


def _united(profiles: tuple[Profile, ...]) -> Profile:
    """One profile from several; a field in which articles contradict each other stays empty."""

    def all_of(field: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value for profile in profiles for value in getattr(profile, field)))

    lists = ("names", *(field for field, told in Profile.model_fields.items() if told.default == ()))
    genders = {profile.gender for profile in profiles if profile.gender}
    suffixes = {profile.suffix for profile in profiles if profile.suffix}
    births = sorted(profile.born for profile in profiles if profile.born)
    return Profile(
        **{field: all_of(field) for field in lists},
        gender=genders.pop() if len(genders) == 1 else None,
        suffix=suffixes.pop() if len(suffixes) == 1 else None,
        born=births[len(births) // 2] if births and births[-1] - births[0] <= 2 * YEARS_APART else None,
    )


def unite(profiles: Iterable[Profile]) -> Profile:
    """What many articles say of one identity, to compare it with another one."""
    return _united(tuple(profiles))
