"""Decides who is meant, once for an article: leads pronouns, definite nouns and speakers back to their entities.

Answers come from one pass from left to right, after the quotations are found: a mention and a speaker cannot differ.

    cast        who and what the article names           discourse   paragraphs, sentences, marks, quotations
    roles       what people are, beside their names      called      by which common nouns entities are called
    reading     the pass                                 salience    who stands out just now
    personal    he and she                               clauses     what grammar says of a pronoun
    ahead       pronouns before the first name          nearness   how many clauses lie between a person and a pronoun
    bodies      it, its, they; who and whose             nominals    "the ministry", "the president"
    speakers    the words for a speaker                  several     who speak together
    known       what the pass knows at a speaker         role_before, role_after, role_phrases  the words of a role
    first_person  I and we between marks                 quoting     quotations with their speakers
    mentions    all that stands for the entities
"""

from __future__ import annotations

from typing import NamedTuple

from shared.model import FoundEntities, FoundQuotation, MentionForm, ParsedArticle, Quotation
from workers.coreference.called import Called
from workers.coreference.cast import Cast
from workers.coreference.discourse import paragraphs
from workers.coreference.first_person import first_person
from workers.coreference.mentions import collect, numbered, renumbered
from workers.coreference.quoting import complete
from workers.coreference.reading import Pass
from workers.coreference.roles import RoleReader
from workers.coreference.speakers import Speakers

__all__ = ["Resolved", "resolve"]


class Resolved(NamedTuple):
    """The entities with their roles, all that stands for them in the text, and the quotations with their speakers."""

    found: FoundEntities
    quotations: tuple[Quotation, ...]


def resolve(article: ParsedArticle, found: FoundEntities, quotations: tuple[FoundQuotation, ...]) -> Resolved:
    """Lead pronouns, definite nouns and speakers back to the entities named. Resolving twice changes nothing.

    It reads the names of `found`, and finds pronouns, definite nouns and roles anew.
    """
    told = _read(article, found, quotations)
    # The words for speakers show who bears a name, and hold names that the recogniser missed. With these names the
    # whole article is read a second time.
    return told if _names(told.found) == _names(found) else _read(article, told.found, quotations)


def _names(found: FoundEntities) -> list[tuple[int, int, str]]:
    names = (mention for mention in found.mentions if mention.form is MentionForm.NAME)
    return [(name.start_char, name.end_char, found.entities[name.entity].name) for name in names]


def _read(article: ParsedArticle, found: FoundEntities, quotations: tuple[FoundQuotation, ...]) -> Resolved:
    cast = Cast(article.text, found)
    read_paragraphs = tuple(paragraphs(article, cast))
    reader = RoleReader(article, cast)
    roles = reader.read()
    called = Called(cast, roles)
    speakers = Speakers(cast, roles, called, article.authors)
    read = Pass(cast, read_paragraphs, quotations, speakers, called).read()
    roles = reader.read(read.pronoun_spans())
    completed = complete(quotations, read)
    spoken = first_person(article.text, cast.entities, roles, read_paragraphs, completed)
    names = [m for m in found.mentions if m.form is MentionForm.NAME]
    told, places = numbered(cast.entities, roles, collect(cast, names, read, spoken))
    return Resolved(told, tuple(renumbered(quotation, places) for quotation in completed))
