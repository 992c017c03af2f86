"""An article and its quotations in the vocabulary of schema.org."""

from __future__ import annotations

import json
from typing import Any

from shared.model import Quotation, Speaker
from shared.standards import quotation_ids, schema_article
from tests.integration.store import given


def written(*quotations: Quotation) -> dict[str, Any]:
    """The article with these quotations, as a reader of the JSON gets it."""
    node: dict[str, Any] = json.loads(
        schema_article(given.article().model_copy(update={"quotations": quotations})).json_ld()
    )
    return node


def test_an_article_is_a_news_article_whose_parts_are_its_quotations() -> None:
    # Given our article
    article = given.article()
    # When it is written
    node = json.loads(schema_article(article).json_ld())
    # Then it has the vocabulary's fields, and its quotations have the ids of their annotations
    assert (node["@context"], node["@type"], node["@id"]) == (
        "https://schema.org",
        "NewsArticle",
        "https://lpa.example/1",
    )
    assert node["publisher"] == {"@type": "Organization", "name": "Lokalpresse-Agentur"}
    assert [author["name"] for author in node["author"]] == ["Jo Kern", "Li Wu"]
    assert node["datePublished"] == "2026-03-01T12:30:00Z"
    assert [part["@id"] for part in node["hasPart"]] == [each.urn for each in quotation_ids(article)]


def test_a_speaker_of_direct_words_is_their_creator_too() -> None:
    # Given a direct quotation and an indirect one of the same speaker
    direct = given.quotations()[0]
    indirect = direct.model_copy(update={"kind": "indirect", "content": "It would last."})
    # When they are written
    said, reported = written(direct, indirect)["hasPart"]
    # Then she is the creator of the words that are hers alone
    berg = {
        "@type": "Person",
        "name": "Anna Berg",
        "jobTitle": "harbour master",
        "sameAs": ["http://www.wikidata.org/entity/Q42"],
    }
    assert said["spokenByCharacter"] == said["creator"] == [berg]
    assert reported["spokenByCharacter"] == [berg]
    assert "creator" not in reported


def test_who_has_no_name_is_described_and_a_document_speaks_through_a_work() -> None:
    # Given a quotation of an anonymous official, and one of a report
    first = given.quotations()[0]
    official = Speaker(exact="an official", type="anonymous")
    report = Speaker(exact="the report", type="document")
    # When they are written
    one, other = written(
        first.model_copy(update={"speaker": official}), first.model_copy(update={"speaker": report, "content": "b"})
    )["hasPart"]
    # Then
    assert one["spokenByCharacter"] == [{"@type": "Person", "description": "an official"}]
    assert other["isBasedOn"] == [{"@type": "CreativeWork", "name": "the report"}]
    assert "spokenByCharacter" not in other
