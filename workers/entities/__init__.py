"""The entities stage: whom and what the article names, each once. Who a pronoun means is `coreference`'s question."""

from __future__ import annotations

from spacy.language import Language

from shared.model import FoundEntities, ParsedArticle
from workers.entities.join.joining import join
from workers.entities.links import Registry, default_registry, link
from workers.entities.numbering import number
from workers.entities.recognise.recognition import recognise
from workers.entities.recognise.steps import clean

__all__ = ["find_entities"]


def find_entities(article: ParsedArticle, names: Language, registry: Registry | None = None) -> FoundEntities:
    """The people, organisations, places and other named things of the article's own words, each once, with links."""
    things = join(article.text, clean(article, recognise(article, names)))
    return link(article, number(things), registry or default_registry())
