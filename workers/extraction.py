"""Runs the pure stages on one submission in one process: for `onrecord extract`, for tests and for programs.

Nothing here imports a queue or a database: to start without them takes a third of the time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.model import Article, FoundEntities, ParsedArticle, Quotation, Submission
from workers.coreference import resolve
from workers.entities import find_entities
from workers.parsing import parse
from workers.quotations import find_quotations

if TYPE_CHECKING:
    from workers.models import Models

WARM_UP = (
    "A first article\n\nMay 4, 2020 10:30 am EDT\n\n“It is read before any other,” said Jane Roe, the mayor of Hull,"
    " on Monday. “And its words are enough,” she said, “to tell the language that they are in.”\n"
)


def extract(submission: Submission, models: Models) -> Article:
    """Run all stages in this process. Raises the stages' Permanent errors."""
    parsed = parse(submission)
    if not speaks_english(parsed):
        return assemble(parsed, FoundEntities(), ())
    found = find_entities(parsed, models.names, models.registry)
    resolved = resolve(parsed, found, find_quotations(parsed, found, models.frames))
    return assemble(parsed, resolved.found, resolved.quotations)


def warm_up(models: Models) -> None:
    """Read a small article before a fork: all that the stages load at first use is then there once for all children."""
    extract(Submission(uri="warm-up:", text=WARM_UP), models)


def speaks_english(parsed: ParsedArticle) -> bool:
    """Whether the language stages apply: they know English only. They also try articles of unknown language."""
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
