"""Writes quotations as W3C Web Annotations: an annotation for each quotation, a target for each of its spans.

The Recommendation counts positions in Unicode code points, from 0, the end not included, as Onrecord does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from shared.model import Quotation, Span, Speaker, SpeechAct
from shared.standards.identifiers import quotation_ids, register_iri, source_of, text_iri
from shared.standards.json_ld import JsonLd
from shared.standards.quoted import Quoted, links_of

CONTEXT: Literal["http://www.w3.org/ns/anno.jsonld"] = "http://www.w3.org/ns/anno.jsonld"

AROUND = 32
"""Code points of the text before and after the quoted words: enough to tell two places with the same words apart."""

Purpose = Literal["identifying", "describing", "classifying", "assessing"]


class TextualBody(JsonLd):
    """A statement about the quotation, and to what purpose it is made."""

    type: Literal["TextualBody"] = "TextualBody"
    purpose: Purpose
    value: str
    format: Literal["text/plain"] = "text/plain"
    language: str | None = None


class RegisterBody(JsonLd):
    """The speaker in a public register."""

    type: Literal["SpecificResource"] = "SpecificResource"
    purpose: Literal["identifying"] = "identifying"
    source: str


class TextQuoteSelector(JsonLd):
    """The words and what stands around them: finds them on the published page, too."""

    type: Literal["TextQuoteSelector"] = "TextQuoteSelector"
    exact: str
    prefix: str
    suffix: str


class TextPositionSelector(JsonLd):
    """The place of the words in the canonical text, in code points."""

    type: Literal["TextPositionSelector"] = "TextPositionSelector"
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class TimeState(JsonLd):
    """The representation of the source in which the positions count: the canonical text, named by its hash."""

    type: Literal["TimeState"] = "TimeState"
    cached: str


class Target(JsonLd):
    """One span of a quotation. Both selectors select the same words."""

    type: Literal["SpecificResource"] = "SpecificResource"
    source: str
    state: TimeState
    selector: tuple[TextQuoteSelector, TextPositionSelector]


class Software(JsonLd):
    """What made the annotation."""

    type: Literal["Software"] = "Software"
    name: str


class Annotation(JsonLd):
    """A quotation: its spans are the targets, the bodies say who speaks, of what kind it is, how sure that is."""

    context: Literal["http://www.w3.org/ns/anno.jsonld"] | None = Field(default=CONTEXT, alias="@context")
    id: str
    type: Literal["Annotation"] = "Annotation"
    motivation: Literal["identifying", "classifying"]
    creator: Software
    body: tuple[TextualBody | RegisterBody, ...] = Field(min_length=1)
    target: tuple[Target, ...] = Field(min_length=1)


class Collection(JsonLd):
    """All annotations of an article, of which there is one page."""

    id: str
    type: Literal["AnnotationCollection"] = "AnnotationCollection"
    label: str | None = None
    total: int


class AnnotationPage(JsonLd):
    """The annotations of one article in one document."""

    context: Literal["http://www.w3.org/ns/anno.jsonld"] = Field(default=CONTEXT, alias="@context")
    id: str
    type: Literal["AnnotationPage"] = "AnnotationPage"
    part_of: Collection = Field(alias="partOf")
    start_index: Literal[0] = Field(default=0, alias="startIndex")
    items: tuple[Annotation, ...]


def web_annotations(article: Quoted) -> tuple[Annotation, ...]:
    """An annotation for each quotation of the article, in text order."""
    source, state = source_of(article), TimeState(cached=text_iri(article.text_sha256))
    return tuple(
        Annotation(
            id=identity.urn,
            motivation="identifying" if quotation.all_speakers else "classifying",
            creator=Software(name=f"Onrecord, pipeline version {article.pipeline_version}"),
            body=tuple(_bodies(article, quotation)),
            target=tuple(
                Target(source=source, state=state, selector=selectors(article.text, span)) for span in quotation.spans
            ),
        )
        for quotation, identity in zip(article.quotations, quotation_ids(article), strict=True)
    )


def annotation_page(article: Quoted) -> AnnotationPage:
    """All annotations of the article as one document."""
    collection = f"{source_of(article)}#quotations"
    found = tuple(each.model_copy(update={"context": None}) for each in web_annotations(article))
    return AnnotationPage(
        id=f"{collection}-1",
        part_of=Collection(id=collection, label=article.headline, total=len(found)),
        items=found,
    )


def selectors(text: str, span: Span) -> tuple[TextQuoteSelector, TextPositionSelector]:
    """The two selectors of a span."""
    before, after = text[max(0, span.start_char - AROUND) : span.start_char], text[span.end_char :][:AROUND]
    return (
        TextQuoteSelector(exact=span.exact, prefix=before, suffix=after),
        TextPositionSelector(start=span.start_char, end=span.end_char),
    )


def _bodies(article: Quoted, quotation: Quotation) -> Iterator[TextualBody | RegisterBody]:
    for speaker in quotation.all_speakers:
        yield from _who(article, speaker)
    yield TextualBody(purpose="classifying", value=f"{quotation.kind} quotation")
    if quotation.act is not SpeechAct.STATEMENT:
        yield TextualBody(purpose="classifying", value=quotation.act.value)
    found = quotation.attribution
    by = f", rule {found.rule}" if found.rule else ""
    yield TextualBody(purpose="assessing", value=f"attribution {found.method}, confidence {found.confidence:.2f}{by}")


def _who(article: Quoted, speaker: Speaker) -> Iterator[TextualBody | RegisterBody]:
    """Who speaks: the name, else the words in the text; the IRIs in public registers; the role."""
    if named := speaker.name or speaker.exact:
        yield TextualBody(purpose="identifying", value=named, language=article.language)
    for link in links_of(article, speaker):
        if address := register_iri(link):
            yield RegisterBody(source=address)
    if speaker.role:
        yield TextualBody(purpose="describing", value=speaker.role, language=article.language)
