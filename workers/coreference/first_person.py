"""I and we between marks: the speaker of the quotation, or the body that the speaker speaks for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shared.model import Entity, EntityKind, MentionForm, Quotation, QuotationKind, Role
from workers.coreference.cast import only
from workers.coreference.discourse import Paragraph, paragraph_at
from workers.coreference.mentions import Meant
from workers.coreference.salience import Answer
from workers.language.lexicon import any_of, groups

I_OR_WE = re.compile(
    r"(?<![\w’'.-])(?:(?P<one>I|[Mm]e|[Mm]y|[Mm]ine|[Mm]yself)|(?P<many>[Ww]e|[Uu]s|[Oo]urs?|[Oo]urselves))(?![\w-]|\.\w)"
)
INNER = re.compile(r"‘[^’]*’(?!\w)")
"""Speech inside speech: its I is somebody else."""
SPEAKS_FOR = re.compile(rf"\b(?:{any_of(groups('role_phrases')['speaking_for_body'])})\b", re.IGNORECASE)
FOR_A_BODY = 0.8
"""How sure it is that a body's "we" is the body, beside how sure the speaker is."""


def first_person(
    text: str,
    entities: Sequence[Entity],
    roles: Sequence[Sequence[Role]],
    paragraphs: Sequence[Paragraph],
    quotations: Sequence[Quotation],
) -> Iterator[Meant]:
    """The I, me, we and us of all quotations whose speaker is known."""
    for quotation in quotations:
        if quotation.speaker is None or quotation.speaker.entity is None:
            continue
        speaker, sure = entities[quotation.speaker.entity], quotation.attribution.confidence
        person = speaker.ordinal if speaker.kind is EntityKind.PERSON else None
        body = _body(speaker, entities, roles[speaker.ordinal])
        for match in _pronouns(text, quotation, paragraphs):
            meant, share = (person, 1.0) if match["one"] else (body, FOR_A_BODY)
            if meant is not None:
                yield Meant(*match.span(), MentionForm.PRONOUN, Answer(meant, sure * share, "coreference.first_person"))


def _pronouns(text: str, quotation: Quotation, paragraphs: Sequence[Paragraph]) -> Iterator[re.Match[str]]:
    for span in quotation.spans:
        paragraph = paragraph_at(paragraphs, span.start_char)
        inner = [m.span() for m in INNER.finditer(text, span.start_char, span.end_char)]
        for match in I_OR_WE.finditer(text, span.start_char, span.end_char):
            marked = paragraph is not None and paragraph.marks.holds(match.start())
            said = quotation.kind is QuotationKind.DIRECT or marked
            if said and not any(first <= match.start() < last for first, last in inner):
                yield match


def _body(speaker: Entity, entities: Sequence[Entity], roles: Sequence[Role]) -> int | None:
    """The organisation that the speaker's "we" means: the speaker itself, or the one that the speaker represents."""
    if speaker.kind is EntityKind.ORGANIZATION:
        return speaker.ordinal
    owners = {role.of for role in roles if role.of and not role.former and SPEAKS_FOR.search(role.exact)}
    if not owners:
        return None
    return only([e.ordinal for e in entities if e.kind is EntityKind.ORGANIZATION and e.name in owners])
