"""I and we between marks: the speaker, once quotations are known. A last pure step, saved with the quotations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from shared.model import (
    Entity,
    EntityKind,
    FoundEntities,
    Mention,
    MentionForm,
    ParsedArticle,
    Quotation,
    QuotationKind,
)
from workers.entities.records import PRONOUN, is_free

I_OR_WE = re.compile(
    r"(?<![\w’'.-])(?:(?P<one>I|[Mm]e|[Mm]y|[Mm]ine|[Mm]yself)|(?P<many>[Ww]e|[Uu]s|[Oo]urs?|[Oo]urselves))(?![\w-]|\.\w)"
)
BETWEEN_MARKS = re.compile(r"“[^”]*”?|\"[^\"]*\"?")
INNER = re.compile(r"‘[^’]*’(?!\w)")
"""Speech inside speech: its I is somebody else."""
SPEAKS_FOR = re.compile(
    r"\b(?:spokes(?:man|woman|person)|coach|captain|manager|chief executive|CEO|chair(?:man|woman)?)\b", re.I
)
"""Roles that say "we" for the body they are of."""
FOR_A_BODY = 0.8
"""How sure it is that a body's "we" is the body, beside how sure the speaker is."""


def add_first_person(article: ParsedArticle, found: FoundEntities, quotations: Sequence[Quotation]) -> FoundEntities:
    """What was found, with the I, me, we and us of all quotations whose speaker is known; twice is once."""
    kept = [m for m in found.mentions if not (m.form is MentionForm.PRONOUN and I_OR_WE.fullmatch(m.exact))]
    taken = sorted((m.start_char, m.end_char) for m in kept)
    spoken = [m for q in quotations for m in _spoken(article.text, q, found.entities)]
    added = {m.start_char: m for m in spoken if is_free(taken, m.start_char, m.end_char)}
    return _renumbered(found.entities, [*kept, *added.values()]) if added or len(kept) < len(found.mentions) else found


def _spoken(text: str, quotation: Quotation, entities: Sequence[Entity]) -> Iterator[Mention]:
    if quotation.speaker is None or quotation.speaker.entity is None:
        return
    speaker, sure = entities[quotation.speaker.entity], quotation.attribution.confidence
    person = speaker.ordinal if speaker.kind is EntityKind.PERSON else None
    body = _body(speaker, entities)
    for match in _pronouns(text, quotation):
        meant = person if match["one"] else body
        if meant is not None:
            yield _mention(match, meant, sure if match["one"] else sure * FOR_A_BODY)


def _pronouns(text: str, quotation: Quotation) -> Iterator[re.Match[str]]:
    for span in quotation.spans:
        whole = [(span.start_char, span.end_char)]
        marked = [m.span() for m in BETWEEN_MARKS.finditer(text, span.start_char, span.end_char)]
        inner = [m.span() for m in INNER.finditer(text, span.start_char, span.end_char)]
        for start, end in whole if quotation.kind is QuotationKind.DIRECT else marked:
            for match in I_OR_WE.finditer(text, start, end):
                if not any(first <= match.start() < last for first, last in inner):
                    yield match


def _body(speaker: Entity, entities: Sequence[Entity]) -> int | None:
    """Whom the speaker's "we" stands for: the organisation itself, or the one the speaker speaks for."""
    if speaker.kind is EntityKind.ORGANIZATION:
        return speaker.ordinal
    owners = {role.of for role in speaker.roles if role.of and not role.former and SPEAKS_FOR.search(role.exact)}
    bodies = [e.ordinal for e in entities if e.kind is EntityKind.ORGANIZATION and e.name in owners]
    return bodies[0] if len(bodies) == 1 else None


def _mention(match: re.Match[str], entity: int, sure: float) -> Mention:
    return Mention(
        ordinal=0,
        start_char=match.start(),
        end_char=match.end(),
        exact=match.group(),
        form=MentionForm.PRONOUN,
        entity=entity,
        label=PRONOUN,
        confidence=round(sure, 2),
    )


def _renumbered(entities: Iterable[Entity], mentions: Iterable[Mention]) -> FoundEntities:
    ordered = sorted(mentions, key=lambda m: m.start_char)
    numbered = tuple(m.model_copy(update={"ordinal": at}) for at, m in enumerate(ordered))
    counts: dict[int, int] = {}
    for mention in numbered:
        counts[mention.entity] = counts.get(mention.entity, 0) + 1
    counted = tuple(e.model_copy(update={"mention_count": counts.get(e.ordinal, 0)}) for e in entities)
    return FoundEntities(entities=counted, mentions=numbered)
