"""Decides which identity each entity of an article has: same, proposed or apart, with a reason, in a fixed order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from shared.identities import Candidate, Described, Judgement, Known, Merge, Outcome, Place, Rulings
from shared.model import EntityKind
from workers.identities.names import person_key
from workers.identities.scoring import compare, unite
from workers.language.keys import organization_key
from workers.language.person_names import is_initials

NOTED = 3
"""Other identities noted beside an entity's own: the likeliest; the thousandth John Smith is compared, not noted."""
MANY = 6
"""Articles (of the eight that are looked at) from which on a neighbour is common."""
CLEAR = 0.05
"""By how much the best of two must be better, if they are not one."""

Scored = tuple[Judgement, Candidate]


def decide(described: Sequence[Described], candidates: Sequence[Candidate], known: Known) -> Rulings:
    """A place for each entity. Those of one article are different things: no two get one identity, unless by hand.

    The surest go first.
    """
    by_key: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        for key in candidate.keys:
            by_key.setdefault(key, []).append(candidate)
    free = [entity for entity in described if entity.ordinal not in known.pinned]
    common = _common(candidates)
    scored = {entity.ordinal: _scored(entity, by_key, known.before, common) for entity in free}
    names = {entity.ordinal: entity.name for entity in described}
    taken = set(known.pinned.values())
    places = [Place(ordinal=ordinal, identity_id=identity) for ordinal, identity in known.pinned.items()]
    merges: list[Merge] = []
    for ordinal in sorted(scored, key=lambda o: (-_best(scored[o]), o)):
        home = known.before.get(ordinal)
        own = home if home in known.alone and home not in taken else None
        place, merged = _place(ordinal, [pair for pair in scored[ordinal] if pair[1].identity_id not in taken], own)
        place = _named(place, candidates, names[ordinal])
        merges += merged
        places.append(place)
        taken |= {merge.gone for merge in merged} | ({place.identity_id} if place.identity_id else set())
    return Rulings(places=tuple(sorted(places, key=lambda place: place.ordinal)), merges=tuple(merges))


def _common(candidates: Sequence[Candidate]) -> frozenset[str]:
    """The neighbours that stand in many articles: a president beside two namesakes does not make them one."""
    often = [candidate for candidate in candidates if len(candidate.profiles) >= MANY]
    people = {person_key(candidate.name) for candidate in often if candidate.kind is EntityKind.PERSON}
    return frozenset(people | {organization_key(c.name) for c in often if c.kind is EntityKind.ORGANIZATION})


def _scored(
    entity: Described, by_key: Mapping[str, list[Candidate]], before: Mapping[int, int], common: frozenset[str]
) -> list[Scored]:
    """The candidates that share a key, the likeliest first; among equals where it was before, then the oldest."""
    sharing = {c.identity_id: c for key in entity.keys for c in by_key.get(key, ())}
    home = before.get(entity.ordinal)
    judged = [(compare(entity.kind, entity.profile, c.profiles, common), c) for c in sharing.values() if c.profiles]
    found = [(judgement, c) for judgement, c in judged if judgement is not None]
    return sorted(found, key=lambda pair: (-pair[0].score, pair[1].identity_id != home, pair[1].identity_id))


def _best(scored: list[Scored]) -> float:
    return scored[0][0].score if scored else 0.0


def _place(ordinal: int, scored: list[Scored], own: int | None) -> tuple[Place, list[Merge]]:
    """The place, and what must be merged for it. `own`: the identity that this article alone had."""
    same = [(judgement, c) for judgement, c in scored if judgement.outcome is Outcome.SAME]
    if not same:
        return Place(ordinal=ordinal, identity_id=own, beside=_beside(scored)), []
    judgement, chosen = same[0]
    merges = [merge for _, other in same[1:] if (merge := _one(chosen, other))]
    settled = {chosen.identity_id, *(merge.gone for merge in merges)}
    rest = [pair for pair in scored if pair[1].identity_id not in settled]
    if any(j.outcome is Outcome.SAME and j.score > judgement.score - CLEAR for j, _ in rest):
        # Two that are not one fit as well: nobody but a person can tell.
        return Place(ordinal=ordinal, identity_id=own, beside=_beside(scored)), []
    return Place(ordinal=ordinal, identity_id=chosen.identity_id, because=judgement, beside=_beside(rest)), merges


def _named(place: Place, candidates: Sequence[Candidate], name: str) -> Place:
    """With a better name for the identity: of people the fullest, of others the one that most articles use."""
    found = next((c for c in candidates if c.identity_id == place.identity_id), None)
    if found is None:
        return place
    used = Counter([name, *(profile.names[0] for profile in found.profiles)])
    rank = {form: _fullness(form) if found.kind is EntityKind.PERSON else (count, 0) for form, count in used.items()}
    best = max(sorted(rank), key=lambda form: (rank[form], form == found.name))
    better = found.name not in rank or rank[best] > rank[found.name]
    return place.model_copy(update={"name": best}) if better and best != found.name else place


def _fullness(name: str) -> tuple[int, int]:
    """Capitals alone are a headline's shouting; initials say little."""
    return (not name.isupper(), sum(not is_initials(part) for part in name.split()))


def _one(kept: Candidate, other: Candidate) -> Merge | None:
    """Whether two identities that an entity fits are one themselves: by their own evidence, unless somebody said no."""
    if other.identity_id in kept.foreign or kept.identity_id in other.foreign:
        return None
    judgement = compare(kept.kind, unite(other.profiles), kept.profiles)
    if judgement is None or judgement.outcome is not Outcome.SAME:
        return None
    return Merge(kept=kept.identity_id, gone=other.identity_id, because=judgement)


def _beside(scored: list[Scored]) -> tuple[tuple[int, Judgement], ...]:
    """The likeliest other identities; one that scores as the same is only proposed, since another one does, too."""
    return tuple(
        (c.identity_id, j.model_copy(update={"outcome": Outcome.PROPOSED}) if j.outcome is Outcome.SAME else j)
        for j, c in scored[:NOTED]
    )
