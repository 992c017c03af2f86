"""The entities stage: who and what the article is about, each once."""

from __future__ import annotations

from spacy.language import Language

from shared.model import FoundEntities, ParsedArticle
from workers.coreference.first_person import add_first_person
from workers.coreference.nominals import resolve_nominals
from workers.coreference.pronouns import resolve_pronouns
from workers.coreference.roles import find_roles
from workers.entities.join.joining import join
from workers.entities.links import Registry, default_registry, link
from workers.entities.numbering import number
from workers.entities.recognise.recognition import recognise
from workers.entities.recognise.steps import clean

__all__ = ["add_first_person", "find_entities"]


def find_entities(article: ParsedArticle, names: Language, registry: Registry | None = None) -> FoundEntities:
    """The people, organisations, places and other named things of the article's own words, each once, with links."""
    things = join(article.text, clean(article, recognise(article, names)))
    pronouns = resolve_pronouns(article, things)
    roles = find_roles(article, things, pronouns)
    found = number(things, (*pronouns, *resolve_nominals(article, things, roles)), roles)
    return link(article, found, registry or default_registry())
