"""The entities stage: who and what the article is about, each once."""

from __future__ import annotations

from spacy.language import Language

from shared.model import Entity, EntityKind, FoundEntities, Mention, MentionForm, ParsedArticle


def find_entities(article: ParsedArticle, names: Language) -> FoundEntities:
    entities: dict[tuple[str, EntityKind], int] = {}
    mentions: list[Mention] = []
    kinds = {"PERSON": EntityKind.PERSON, "ORG": EntityKind.ORGANIZATION, "GPE": EntityKind.PLACE, "LOC": EntityKind.PLACE, "FAC": EntityKind.PLACE}
    for ent in names(article.text).ents:
        if ent.label_ in kinds:
            ordinal = entities.setdefault((ent.text, kinds[ent.label_]), len(entities))
            mentions.append(Mention(ordinal=len(mentions), start_char=ent.start_char, end_char=ent.end_char, exact=ent.text, form=MentionForm.NAME, entity=ordinal, label=ent.label_))
    counted = tuple(Entity(ordinal=o, kind=k, name=n, mention_count=sum(m.entity == o for m in mentions)) for (n, k), o in entities.items())
    return FoundEntities(entities=counted, mentions=tuple(mentions))
