"""Where each field comes from: what the producer declares wins, and who agrees or differs is recorded."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shared.model import ParsedArticle, Source, Submission
from tests.unit.parsing.texts import PARAGRAPHS, parsed
from workers.parsing import parse
from workers.parsing.fields import said_of, settle

BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
LD = """<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Bridge opens again",
"datePublished": "2024-05-07T12:30:00Z", "author": {"name": "Ada Lund"}, "publisher": {"name": "Harbour Gazette"},
"inLanguage": "en-GB"}</script>"""
PAGE = f"""<html lang="en"><head><title>Bridge opens again | Harbour Gazette</title>{LD}
<meta property="og:title" content="Bridge opens again"><meta name="twitter:title" content="It is open!">
<meta property="article:published_time" content="2024-05-07T14:30:00+02:00">
<link rel="canonical" href="https://gazette.example/bridge"><meta property="og:url" content="https://gazette.example/b">
</head><body><h1>Bridge opens again</h1>{BODY}</body></html>"""


def sources(article: ParsedArticle) -> dict[str, tuple[str, list[str], list[str]]]:
    """Of each field its source, those that agree, those that differ."""
    return {s.field: (s.source, list(s.agreement), list(s.differing)) for s in article.field_sources}


def test_a_page_is_believed_by_what_it_says_where() -> None:
    # Given a page that says most things more than once, When it is parsed
    found = sources(parse(Submission(uri="test:1", html=PAGE)))
    # Then each field names its source, and who says the same or something else
    assert found["headline"] == ("markup", ["json_ld", "open_graph"], ["meta"])
    assert found["published_at"][:2] == ("json_ld", ["open_graph"])
    assert found["authors"][0] == "json_ld"
    assert found["publisher"][0] == "json_ld"
    assert found["url"] == ("markup", [], ["open_graph"])
    assert found["language"] == ("markup", ["json_ld", "detected"], [])


@pytest.mark.parametrize(
    "told",
    [
        '"url": "https://gazette.example/bridge"',
        '"mainEntityOfPage": {"@type": "WebPage", "@id": "https://gazette.example/bridge"}',
        '"url": "/bridge", "mainEntityOfPage": "https://gazette.example/bridge"',
    ],
)
def test_structured_data_says_where_a_page_without_a_canonical_link_is(told: str) -> None:
    # Given a page whose address only its structured data and another tag tell, When it is parsed
    page = PAGE.replace('"inLanguage"', f'{told}, "inLanguage"').replace('rel="canonical"', 'rel="shortlink"')
    article = parse(Submission(uri="test:1", html=page))
    # Then the structured data is believed
    assert article.canonical_url == "https://gazette.example/bridge"
    assert sources(article)["url"] == ("json_ld", [], ["open_graph"])


def test_what_the_producer_declares_wins() -> None:
    # Given a page whose producer declares other fields than it, and one the same, When it is parsed
    declared = {
        "headline": "The bridge is back",
        "byline": "By Omar Reyes",
        "language": "en",
        "dateline": "KYIV, May 7",
    }
    declared |= {"standfirst": "Nine months on.", "published_at": datetime(2024, 5, 7, 12, 30, tzinfo=UTC)}
    article = parse(Submission.model_validate({"uri": "test:1", "html": PAGE} | declared))
    # Then they are the article's, and the page is said to differ or agree
    assert (article.headline, article.authors, article.standfirst) == (
        "The bridge is back",
        ("Omar Reyes",),
        "Nine months on.",
    )
    assert article.dateline is not None
    assert (article.dateline.exact, article.dateline.place, article.dateline.date) == ("KYIV, May 7", "Kyiv", "May 7")
    found = sources(article)
    assert {found[name][0] for name in (*declared, "authors")} == {"declared"}
    assert found["headline"][2] == ["markup", "json_ld", "open_graph", "meta"]
    assert found["authors"][2] == ["json_ld"]
    assert found["published_at"][1] == ["json_ld", "open_graph"]


def test_a_text_is_believed_by_its_own_lines() -> None:
    text = "\n\n".join(
        ["Bridge Opens Again", "By Ada Lund", "May 7, 2024", f"KYIV, May 7 — {PARAGRAPHS[0]}", *PARAGRAPHS[1:]]
    )
    article = parsed(text, headline="Bridge opens again")
    assert sources(article) == {
        "headline": ("declared", ["segmenter"], []),
        "byline": ("segmenter", [], []),
        "authors": ("segmenter", [], []),
        "published_at": ("segmenter", [], []),
        "language": ("detected", [], []),
        "dateline": ("segmenter", [], []),
    }


@pytest.mark.parametrize(
    ("stated", "words", "language", "source"),
    [
        (None, "en", "en", "detected"),
        ("de", "en", "de", "declared"),
        ("en-GB", "en", "en-GB", "declared"),
    ],
)
def test_a_declared_language_wins_over_the_words(stated: str | None, words: str, language: str, source: str) -> None:
    article = parsed("\n\n".join(PARAGRAPHS), **({"language": stated} if stated else {}))
    assert article.language == language
    assert sources(article)["language"][0] == source
    agreed = language.split("-")[0] == words
    assert sources(article)["language"][1 if agreed else 2] == ([] if source == "detected" else ["detected"])


def test_a_page_that_states_a_wrong_language_is_not_believed() -> None:
    article = parse(Submission(uri="test:1", html=PAGE.replace('lang="en"', 'lang="fr"')))
    assert article.language == "en"
    assert sources(article)["language"] == ("detected", ["json_ld"], ["markup"])


@pytest.mark.parametrize("dateline", ["Somewhere", "LONDON (AP) —", "PARIS, France, 3 May"])
def test_a_declared_dateline_is_kept_as_it_is_written(dateline: str) -> None:
    article = parsed("\n\n".join(PARAGRAPHS), dateline=dateline)
    assert article.dateline is not None
    assert article.dateline.exact == dateline


@pytest.mark.parametrize(
    ("dateline", "place", "agency"),
    [
        ("Skarholm", "Skarholm", None),
        ("SKARHOLM, Norway (NTB)", "Skarholm", "NTB"),
        ("from our correspondent", None, None),
    ],
)
def test_a_declared_dateline_is_read_without_proof(dateline: str, place: str | None, agency: str | None) -> None:
    # Given a place that no gazetteer has, declared to be the dateline, When it is read, Then it is the place
    found = parsed("\n\n".join(PARAGRAPHS), dateline=dateline).dateline
    assert found is not None
    assert (found.place, found.agency) == (place, agency)


def test_case_and_marks_are_no_difference_and_silence_is_none() -> None:
    told = said_of("headline", (Source.DECLARED, "Bridge opens!"), (Source.META, None), (Source.MARKUP, "BRIDGE OPENS"))
    fields, (source,) = settle(told)
    assert fields.headline == "Bridge opens!"
    assert (source.agreement, source.differing) == ((Source.MARKUP,), ())
