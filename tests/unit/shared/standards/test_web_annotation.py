"""Quotations as Web Annotations: valid by the Recommendation, found again by either selector, ids that stay."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from shared.model import Article, Quotation
from shared.standards import annotation_page, quotation_ids, source_of, web_annotations
from tests.integration.store import given
from tests.unit.seeds.seed_files import pairs
from workers.extraction import extract
from workers.models import Models

VALID = Draft202012Validator(json.loads(Path(__file__).with_name("web_annotation.schema.json").read_text()))


def written(article: Article) -> list[dict[str, Any]]:
    """The annotations as a reader of the JSON gets them."""
    return [json.loads(annotation.json_ld()) for annotation in web_annotations(article)]


def values(annotation: dict[str, Any], purpose: str) -> list[str]:
    """What the bodies with this purpose say."""
    return [body.get("value") or body["source"] for body in annotation["body"] if body["purpose"] == purpose]


def with_quotations(*quotations: Quotation, **more: object) -> Article:
    return given.article().model_copy(update={"quotations": quotations} | more)


@pytest.mark.parametrize("pair", pairs(), ids=lambda pair: pair[0].uri)
def test_the_seeds_annotations_are_valid_and_select_the_quoted_words(pair: Any, models: Models) -> None:
    # Given a seed, extracted
    article = extract(pair[0], models)
    # When it is written as annotations
    found = written(article)
    # Then each is valid, and both selectors of each span select its words
    assert [error.message for annotation in found for error in VALID.iter_errors(annotation)] == []
    assert len(found) == len(article.quotations)
    assert len({annotation["id"] for annotation in found}) == len(found)
    for quotation, annotation in zip(article.quotations, found, strict=True):
        for span, target in zip(quotation.spans, annotation["target"], strict=True):
            quoted, placed = target["selector"]
            assert article.text[placed["start"] : placed["end"]] == quoted["exact"] == span.exact
            assert quoted["prefix"] + quoted["exact"] + quoted["suffix"] in article.text


def test_an_invalid_annotation_is_told_from_a_valid_one() -> None:
    # Given a valid annotation, and copies without what the Recommendation demands
    [good, *_] = written(given.article())
    without = [{name: value for name, value in good.items() if name != gone} for gone in ("@context", "id", "target")]
    unplaced = json.loads(json.dumps(good))
    del unplaced["target"][0]["selector"][1]["end"]
    # When they are checked, Then only the first is valid
    assert [VALID.is_valid(each) for each in (good, *without, unplaced)] == [True, False, False, False, False]


def test_a_quotation_tells_who_speaks_and_how_that_was_found() -> None:
    # Given a split quotation whose speaker has a name, a role and a link
    # When it is written
    split, _, nameless, denial = written(given.article())
    # Then it has a target a span, and bodies for name, register, role, kind and attribution
    assert len(split["target"]) == 2
    assert values(split, "identifying") == ["Anna Berg", "http://www.wikidata.org/entity/Q42"]
    assert values(split, "describing") == ["harbour master"]
    assert values(split, "classifying") == ["direct quotation"]
    assert values(split, "assessing") == ["attribution explicit, confidence 0.90, rule given.attribution"]
    # And one without a speaker only says of which kind it is, a denial that it denies
    assert (nameless["motivation"], values(nameless, "identifying")) == ("classifying", [])
    assert values(denial, "classifying") == ["indirect quotation", "denial"]
    assert values(denial, "identifying").count("Anna Berg") == 2


def test_positions_count_code_points() -> None:
    # Given a text with a letter outside the first plane in front of the quotation
    article = given.article()
    assert "🌉" in article.text
    # When it is written
    placed = written(article)[0]["target"][0]["selector"][1]
    # Then the position is that of the code points, not of UTF-16's units
    assert placed["start"] == article.text.index("It will last")
    assert placed["start"] < article.text.encode("utf-16-le").index("It will last".encode("utf-16-le")) / 2


def test_the_state_names_the_text_by_its_hash() -> None:
    # Given an article with the hash of its text
    article = given.article()
    # When it is written
    target = written(article)[0]["target"][0]
    # Then the source is the page, and its cached copy the text in which the positions count (RFC 6920)
    assert target["source"] == "https://lpa.example/1"
    assert target["state"]["cached"].startswith("ni:///sha-256;")
    assert target["state"]["cached"].endswith("?ct=text/plain")
    assert article.text_sha256 == hashlib.sha256(article.text.encode()).hexdigest()


def test_an_id_stays_when_other_quotations_are_found_and_marks_change() -> None:
    # Given a quotation
    [first, second, *_] = given.quotations()
    [kept] = quotation_ids(with_quotations(second))
    # When another is found before it, or it is read with another mark and space
    again = second.model_copy(update={"content": f"“{second.content.upper()} ”"})
    # Then it keeps its id; the same words in another article, or a second time, get another
    assert quotation_ids(with_quotations(first, second))[1] == kept
    assert quotation_ids(with_quotations(again)) == (kept,)
    assert quotation_ids(with_quotations(second, uri="lpa:2")) != (kept,)
    assert len(set(quotation_ids(with_quotations(second, second)))) == 2


@pytest.mark.parametrize(
    ("fields", "source"),
    [
        ({"url": 'https://lpa.example/ä b"<'}, "https://lpa.example/%C3%A4%20b%22%3C"),
        ({"url": "javascript:alert(1)"}, "lpa:1"),
        ({"url": None}, "lpa:1"),
        ({"url": None, "uri": "article 7"}, "urn:uuid:"),
    ],
)
def test_the_source_is_an_iri(fields: dict[str, str], source: str) -> None:
    # Given an article with such an address and uri, When its IRI is made, Then it is one
    assert source_of(with_quotations(**fields)).startswith(source)


def test_a_page_holds_all_annotations_and_can_stand_in_html() -> None:
    # Given an article whose headline would end the script in which the JSON stands
    article = with_quotations(*given.quotations(), headline="</script><b>")
    # When it is written as one page
    text = annotation_page(article).json_ld()
    # Then all annotations are in it, with one context, and no tag
    page = json.loads(text)
    assert page["partOf"]["total"] == len(page["items"]) == 4
    assert page["partOf"]["label"] == "</script><b>"
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert "@context" not in page["items"][0]
    assert "<" not in text
