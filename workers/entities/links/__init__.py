"""Decides which entities a public register knows, and gives them their ids there; an entity may stay without.

Measured on `rigour`: a territory's aliases there hold cities and capitals ("Paris" is France, "LA" is Laos), so only a
territory's own names and demonyms count here, and whatever stands beside a name may speak against it.
"""

from __future__ import annotations

from collections import defaultdict

from shared.model import Entity, EntityKind, FoundEntities, Link, Mention, MentionForm, ParsedArticle
from workers.entities.links.cities import city_link, states_in
from workers.entities.links.registry import Registry, default_registry
from workers.entities.links.territories import choose, is_ambiguous, territory_of
from workers.language.keys import initials

__all__ = ["Registry", "default_registry", "link"]


def link(article: ParsedArticle, found: FoundEntities, registry: Registry) -> FoundEntities:
    """The entities with their links: territories first, since they are the context of cities, people and bodies."""
    names: dict[int, list[Mention]] = defaultdict(list)
    for mention in found.mentions:
        if mention.form is MentionForm.NAME:
            names[mention.entity].append(mention)
    territories = {e.ordinal: territory_of(article.text, e, names[e.ordinal]) for e in found.entities}
    countries = {t.code.split("-")[0] for t in territories.values() if t} | states_in(found.entities)
    entities = tuple(
        entity.model_copy(
            update={"links": territory.links if territory else _others(article, entity, names, countries, registry)}
        )
        for entity, territory in zip(found.entities, territories.values(), strict=True)
    )
    return found.model_copy(update={"entities": entities})


def _others(
    article: ParsedArticle, entity: Entity, names: dict[int, list[Mention]], countries: set[str], registry: Registry
) -> tuple[Link, ...]:
    called = tuple(dict.fromkeys([entity.name, *(" ".join(m.exact.split()) for m in names[entity.ordinal])]))
    known = registry.link(entity.kind, _meant(article.text, entity, called), countries)
    if known is None and entity.kind is EntityKind.PLACE:
        known = city_link(article.text, _clear(article.text, called), names[entity.ordinal], countries)
    return (known,) if known else ()


def _meant(text: str, entity: Entity, called: tuple[str, ...]) -> tuple[str, ...]:
    """The names that can prove a link: no acronym of a longer name, the better proof; no name that two bear."""
    if entity.kind is not EntityKind.ORGANIZATION:
        return called
    plain = _clear(text, called)
    spelt = initials(entity.name)
    return tuple(name for name in plain if not spelt or name.replace(".", "") != spelt)


def _clear(text: str, called: tuple[str, ...]) -> tuple[str, ...]:
    """The names that mean nothing else of the same name in this article."""
    return tuple(name for name in called if not (is_ambiguous(name) and choose(text, name, "known") is None))
