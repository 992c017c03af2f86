"""The entities stage: finds the people, bodies and places that an article names, each once, with links.

tagger/      Onrecord's own recogniser; spacy_names puts a spaCy pipeline in its place
model/       the network that it reads with, and how that was made
recognise/   the recogniser's names, cleaned and sorted by kind in pure steps
join/        which names mean the same person, body or place
links/       which of them a public register knows
numbering    the stage's records, made from what was joined
records      a name before entities exist

Which person a pronoun or a role noun means is the question of `coreference`.
"""

from __future__ import annotations

from shared.model import FoundEntities, ParsedArticle
from workers.entities.join.joining import join
from workers.entities.links import Registry, default_registry, link
from workers.entities.numbering import number
from workers.entities.recognise.recognition import recognise
from workers.entities.recognise.steps import clean
from workers.entities.records import Recogniser

__all__ = ["find_entities"]


def find_entities(article: ParsedArticle, names: Recogniser, registry: Registry | None = None) -> FoundEntities:
    """The people, organisations, places and other named things of the article's own words, each once, with links."""
    things = join(article.text, clean(article, recognise(article, names)))
    return link(article, number(things), registry or default_registry())
