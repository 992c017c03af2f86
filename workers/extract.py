"""The three stages in one process: what the tasks do step by step, without a broker or a database."""

from __future__ import annotations

from shared.model import Article, FoundEntities, ParsedArticle, Quotation, Submission
from workers.entities import add_first_person, find_entities
from workers.models import Models
from workers.parsing import parse
from workers.quotations import find_quotations


def extract(submission: Submission, models: Models) -> Article:
    """The extracted article of one submission. Raises Permanent errors of the stages."""
    parsed = parse(submission)
    if not speaks_english(parsed):
        return assemble(parsed, FoundEntities(), ())
    found = find_entities(parsed, models.names, models.registry)
    quotations = find_quotations(parsed, found, models.frames)
    return assemble(parsed, add_first_person(parsed, found, quotations), quotations)


def speaks_english(parsed: ParsedArticle) -> bool:
    """Whether the language stages apply: they know English only. An unknown language is given the chance."""
    return parsed.language is None or parsed.language.split("-")[0].lower() == "en"


def assemble(
    parsed: ParsedArticle, found: FoundEntities, quotations: tuple[Quotation, ...], version: int = 1
) -> Article:
    """The whole article from what its stages returned."""
    return Article(
        **dict(parsed),
        version=version,
        entities=found.entities,
        mentions=found.mentions,
        quotations=quotations,
    )
