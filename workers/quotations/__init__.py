"""The quotations stage: who said what."""

from __future__ import annotations

from spacy.language import Language

from shared.model import FoundEntities, ParsedArticle, Quotation


def find_quotations(article: ParsedArticle, found: FoundEntities, frames: Language) -> tuple[Quotation, ...]:
    return ()
