"""An article in a notebook: whole HTML, nothing runs, nothing is fetched, every word of the text is there."""

from __future__ import annotations

from lxml import html

from shared.model import Article
from tests.integration.store import given

OURS = {"div", "p", "span", "sup", "details", "summary", "ol", "li", "b", "bdi"}

HOSTILE = (
    'A <script>alert(1)</script> & "so"\n\n'
    "“<img src=x onerror=alert(1)>,” harbour master Anna Berg said.\n\n“‮عربي‬ 🌉,” she said."
)


def shown(article: Article) -> html.HtmlElement:
    """What a notebook gets, parsed."""
    return html.fragment_fromstring(article._repr_html_())


def hostile() -> Article:
    """An article whose text, names and language would be markup if they were not escaped."""
    speaker = given.quotations()[0].speaker
    assert speaker is not None
    quotation = given.quotations()[0].model_copy(
        update={
            "content": "<img src=x onerror=alert(1)>,",
            "spans": (given.at("<img src=x onerror=alert(1)>,", HOSTILE),),
            "cue": given.at("said", HOSTILE),
            "speaker": speaker.model_copy(
                update={**dict(given.at("Anna Berg", HOSTILE)), "name": '"><script>alert(2)</script>'}
            ),
        }
    )
    return Article(
        uri="a",
        text=HOSTILE,
        text_sha256="0" * 64,
        language='en"><b>',
        segments=given.tiles(HOSTILE),
        quotations=(quotation,),
    )


def test_quotations_speakers_and_cues_are_marked_in_place() -> None:
    # Given our article
    article = given.article()
    # When it is shown
    node = shown(article)
    # Then the spans of the split quotation are marked with its number and speaker
    marked = {mark.text: mark.get("title") for mark in node.iter("span") if mark.get("title")}
    assert marked["It will last,"].startswith("1. Anna Berg: direct, explicit 0.90")
    assert marked["said"] == "cue"
    assert marked["Anna Berg"] == "speaker: Anna Berg; Anna Berg, person"
    assert {number.text for number in node.iter("sup")} == {"1", "2", "3", "4"}
    # And the list below has each quotation, a legend stands above
    assert len(list(node.iter("li"))) == len(article.quotations)
    assert " ".join(node.itertext()).split()[:6] == ["direct", "mixed", "indirect", "speaker", "cue", "name"]


def test_the_text_is_all_there_in_order() -> None:
    # Given an article with letters of several planes and directions, When it is shown
    node = shown(hostile())
    for number in node.iter("sup"):
        number.text = ""
    # Then its words are those of the text
    [shown_text] = [part for part in node.iter("div") if part.get("dir") == "auto"]
    assert "".join(shown_text.itertext()).split() == HOSTILE.split()


def test_nothing_in_an_article_becomes_markup() -> None:
    # Given a hostile article, When it is shown
    node = shown(hostile())
    # Then there is no element but ours, no attribute that runs, nothing that is fetched
    assert {each.tag for each in node.iter()} <= OURS
    assert {name for each in node.iter() for name in each.attrib} <= {"style", "title", "lang", "dir"}
    assert "url(" not in hostile()._repr_html_()


def test_an_article_without_quotations_or_segments_is_shown() -> None:
    # Given bare text, When it is shown, Then it is there, with a count of none
    node = shown(Article(uri="a", text="Bare.", text_sha256="0" * 64))
    assert "Bare." in " ".join(node.itertext())
    assert "0 quotations" in " ".join(node.itertext())
