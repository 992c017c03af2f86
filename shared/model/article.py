"""Defines the extracted article, with the results of all stages, and the version of the pipeline."""

from __future__ import annotations

from shared.model.entities import Entity, Mention
from shared.model.parsed import ParsedArticle
from shared.model.quotations import Quotation

PIPELINE_VERSION = "6"
"""Changes whenever the same submission may give different rows."""


class Article(ParsedArticle):
    """The extracted article: what `onrecord extract` prints and `shared/schemas/article.v1.json` describes."""

    version: int = 1
    pipeline_version: str = PIPELINE_VERSION
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    quotations: tuple[Quotation, ...] = ()

    def _repr_html_(self) -> str:
        """The article as a notebook shows it: quotations, speakers and names in place."""
        from shared.model.shown import article_html

        return article_html(self)
