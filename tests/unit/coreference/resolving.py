"""Marked articles, resolved by the whole pass: the marked names, the quotations found, and who is meant."""

from __future__ import annotations

from typing import NamedTuple

from entity_marks import Marked, marked

from shared.model import FoundEntities, MentionForm, Quotation, Role
from workers.coreference import Resolved, resolve
from workers.entities.join.joining import join
from workers.entities.numbering import number
from workers.entities.recognise.titles import split_titles
from workers.models import Models
from workers.quotations import find_quotations


class Meant(NamedTuple):
    """Words that stand for an entity, and the entity's name."""

    start: int
    exact: str
    name: str
    confidence: float


def named(given: Marked) -> FoundEntities:
    """The entities of the marked names, joined as the entities stage joins them."""
    article, names, _ = given
    return number(join(article.text, split_titles(article, names)))


def resolved(models: Models, text: str) -> Resolved:
    """The marked text resolved, with the quotations that the stage before finds in it."""
    given = marked(text)
    found = named(given)
    return resolve(given.article, found, find_quotations(given.article, found, models.frames))


def meant(found: FoundEntities, form: MentionForm) -> list[Meant]:
    """The mentions of one form with what they mean, in text order."""
    return [
        Meant(m.start_char, m.exact, found.entities[m.entity].name, m.confidence)
        for m in found.mentions
        if m.form is form
    ]


def roles_by_name(found: FoundEntities) -> dict[str, tuple[Role, ...]]:
    """The roles of each entity."""
    return {entity.name: entity.roles for entity in found.entities}


def speaker_of(quotation: Quotation) -> str | None:
    """The full name of who says it."""
    return quotation.speaker.name if quotation.speaker is not None else None
