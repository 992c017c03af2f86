"""Writes an article and its quotations in the vocabulary of schema.org, for search engines and knowledge graphs.

`spokenByCharacter` is whom the article lets speak: the vocabulary's property for the attribution within a work.
`creator` is who made the words: the same speaker, where all of them stand between marks. The words of an indirect
quotation are the reporter's.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from shared.model import Quotation, QuotationKind, Speaker, SpeakerType
from shared.standards.identifiers import quotation_ids, register_iri, source_of
from shared.standards.json_ld import JsonLd
from shared.standards.quoted import Quoted, links_of

CONTEXT: Literal["https://schema.org"] = "https://schema.org"

AGENTS: dict[SpeakerType, Literal["Person", "Organization"]] = {
    SpeakerType.PERSON: "Person",
    SpeakerType.ORGANIZATION: "Organization",
    SpeakerType.GROUP: "Organization",
    SpeakerType.ANONYMOUS: "Person",
    SpeakerType.UNKNOWN: "Person",
}
"""The vocabulary lets a person or an organisation speak. A document cannot: the quotation is based on it."""


class Agent(JsonLd):
    """A person or an organisation; without a name, the words in the text describe it."""

    type: Literal["Person", "Organization"] = Field(alias="@type")
    name: str | None = None
    description: str | None = None
    job_title: str | None = Field(default=None, alias="jobTitle")
    same_as: tuple[str, ...] | None = Field(default=None, alias="sameAs")


class Work(JsonLd):
    """A report, a letter: what a quotation was taken from."""

    type: Literal["CreativeWork"] = Field(default="CreativeWork", alias="@type")
    name: str


class SchemaQuotation(JsonLd):
    """A quotation."""

    type: Literal["Quotation"] = Field(default="Quotation", alias="@type")
    id: str = Field(alias="@id")
    text: str
    spoken_by_character: tuple[Agent, ...] | None = Field(default=None, alias="spokenByCharacter")
    creator: tuple[Agent, ...] | None = None
    is_based_on: tuple[Work, ...] | None = Field(default=None, alias="isBasedOn")


class SchemaArticle(JsonLd):
    """An article whose parts are its quotations."""

    context: Literal["https://schema.org"] = Field(default=CONTEXT, alias="@context")
    type: Literal["NewsArticle"] = Field(default="NewsArticle", alias="@type")
    id: str = Field(alias="@id")
    headline: str | None = None
    date_published: datetime | None = Field(default=None, alias="datePublished")
    in_language: str | None = Field(default=None, alias="inLanguage")
    publisher: Agent | None = None
    author: tuple[Agent, ...] | None = None
    has_part: tuple[SchemaQuotation, ...] = Field(alias="hasPart")


def schema_article(article: Quoted) -> SchemaArticle:
    """The article and its quotations. Their ids are those of the Web Annotations."""
    return SchemaArticle(
        id=source_of(article),
        headline=article.headline,
        date_published=article.published_at,
        in_language=article.language,
        publisher=Agent(type="Organization", name=article.publisher) if article.publisher else None,
        author=tuple(Agent(type="Person", name=name) for name in article.authors) or None,
        has_part=tuple(
            _quotation(article, quotation, identity.urn)
            for quotation, identity in zip(article.quotations, quotation_ids(article), strict=True)
        ),
    )


def _quotation(article: Quoted, quotation: Quotation, identity: str) -> SchemaQuotation:
    speakers = quotation.all_speakers
    agents = tuple(_agent(article, speaker, AGENTS[speaker.type]) for speaker in speakers if speaker.type in AGENTS)
    works = tuple(
        Work(name=named)
        for speaker in speakers
        if speaker.type is SpeakerType.DOCUMENT and (named := speaker.name or speaker.exact)
    )
    return SchemaQuotation(
        id=identity,
        text=quotation.content,
        spoken_by_character=agents or None,
        creator=agents or None if quotation.kind is QuotationKind.DIRECT else None,
        is_based_on=works or None,
    )


def _agent(article: Quoted, speaker: Speaker, type: Literal["Person", "Organization"]) -> Agent:  # noqa: A002 - the key
    addresses = tuple(found for link in links_of(article, speaker) if (found := register_iri(link)))
    return Agent(
        type=type,
        name=speaker.name,
        description=None if speaker.name else speaker.exact,
        job_title=speaker.role if type == "Person" else None,
        same_as=addresses or None,
    )
