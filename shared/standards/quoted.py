"""Defines what an article must tell to be written in the words of a standard."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from shared.model import Entity, Link, Quotation, Speaker


class Quoted(Protocol):
    """An article with its quotations: the extracted article, or what a reader of the views makes of their rows."""

    @property
    def uri(self) -> str:
        """The producer's own stable identity of the article."""

    @property
    def url(self) -> str | None:
        """The address at which it can be read."""

    @property
    def headline(self) -> str | None:
        """Its headline."""

    @property
    def publisher(self) -> str | None:
        """Who published it."""

    @property
    def published_at(self) -> datetime | None:
        """When it was published."""

    @property
    def authors(self) -> tuple[str, ...]:
        """Who wrote it."""

    @property
    def language(self) -> str | None:
        """The text's language, a BCP 47 tag."""

    @property
    def text(self) -> str:
        """The canonical text, into which all offsets point."""

    @property
    def text_sha256(self) -> str:
        """The hash of the text in UTF-8, in hex."""

    @property
    def pipeline_version(self) -> str:
        """The pipeline version of the results."""

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The people, organisations and places, whose links name a speaker in public registers."""

    @property
    def quotations(self) -> tuple[Quotation, ...]:
        """The quotations, in text order."""


def links_of(article: Quoted, speaker: Speaker) -> tuple[Link, ...]:
    """The pointers into public registers that the article has for a speaker."""
    return next((entity.links for entity in article.entities if entity.ordinal == speaker.entity), ())
