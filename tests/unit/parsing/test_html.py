"""Pages: declared fields, kinds from markup, and pages that no parser should be given."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from tests.unit.parsing.texts import PARAGRAPHS, kind_of, parsed_html, tiles
from workers.parsing.html.strip import depth, plain_text, strip_page

BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
LD = {
    "@type": "NewsArticle",
    "headline": "Rebuilt Bridge Opens &amp; Tolls Rise",
    "datePublished": "2024-05-07T18:30:00-04:00",
    "author": [{"@type": "Person", "name": "Omar Reyes"}, {"@type": "Person", "name": "By Ada Lund"}],
    "publisher": {"@type": "Organization", "name": "Harbour Gazette"},
}


def page(head: str = "", body: str = BODY, lang: str = "en-GB") -> str:
    return f"<!doctype html><html lang='{lang}'><head>{head}</head><body><article>{body}</article></body></html>"


def ld(data: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps(data)}</script>"


@pytest.mark.parametrize("data", [LD, [LD], {"@graph": [{"@type": "WebSite"}, LD]}, {**LD, "@type": ["Article", "X"]}])
def test_json_ld_declares_the_fields(data: object) -> None:
    article = parsed_html(page(ld(data) + "<meta property='og:title' content='Another title'>"))
    assert article.headline == "Rebuilt Bridge Opens & Tolls Rise"
    assert article.authors == ("Omar Reyes", "Ada Lund")
    assert article.published_at == datetime.fromisoformat("2024-05-07T18:30:00-04:00")
    assert article.publisher == "Harbour Gazette"
    assert article.language == "en-GB"
    assert tiles(article)


def test_authors_and_publisher_that_json_ld_only_refers_to_are_found() -> None:
    # Given a graph as blogs' software writes it: the article names its people by their ids
    graph = [
        {"@type": "NewsArticle", "headline": "H", "author": [{"@id": "#ada"}], "publisher": {"@id": "#us"}},
        {"@type": "Person", "@id": "#ada", "name": "Ada Lund"},
        {"@type": "Organization", "@id": "#us", "name": "Harbour Gazette"},
    ]
    # When the page is read, Then they have their names
    article = parsed_html(page(ld({"@graph": graph})))
    assert article.authors == ("Ada Lund",)
    assert article.publisher == "Harbour Gazette"


@pytest.mark.parametrize("form", ["{}", "{};", "//<![CDATA[\n{}\n//]]>", "<!-- {} -->", "/* <![CDATA[ */{}/* ]]> */"])
def test_json_ld_is_read_in_the_wrappings_of_old_and_with_a_comma_too_many(form: str) -> None:
    block = form.replace("{}", '{"@type": "NewsArticle", "author": {"name": ["Ada Lund", "Omar Reyes",],},}')
    head = f"<script type='application/ld+json'>{block}</script>"
    assert parsed_html(page(head)).authors == ("Ada Lund", "Omar Reyes")


def test_meta_tags_declare_what_json_ld_does_not() -> None:
    head = (
        "<title>Bridge - Gazette</title><meta property='og:title' content='Bridge Opens in Millvale'>"
        "<meta property='og:site_name' content='Harbour Gazette'><meta name='author' content='Ada Lund'>"
        "<meta property='article:published_time' content='2024-05-07T22:30:00Z'>"
        "<link rel='canonical' href='https://gazette.example/bridge'>"
    )
    article = parsed_html(page(head))
    assert article.headline == "Bridge Opens in Millvale"
    assert article.authors == ("Ada Lund",)
    assert article.publisher == "Harbour Gazette"
    assert article.url == "https://gazette.example/bridge"
    assert article.published_at == datetime.fromisoformat("2024-05-07T22:30:00+00:00")


@pytest.mark.parametrize(
    "broken", ["{", "[" * 5000, '"text"', "null", '{"@type": "NewsArticle", "author": 7, "headline": ["x"]}']
)
def test_broken_json_ld_is_passed_over(broken: str) -> None:
    head = f"<title>Bridge Opens</title><script type='application/ld+json'>{broken}</script>"
    assert parsed_html(page(head)).headline == "Bridge Opens"


def test_the_text_is_headline_blank_line_and_blocks() -> None:
    article = parsed_html(page("<title>Bridge Opens</title>"))
    assert article.text == "\n".join(["Bridge Opens", "", *PARAGRAPHS])


def test_kinds_from_markup() -> None:
    body = f"<p>{PARAGRAPHS[0]}</p><h2>Tolls to rise</h2><p>{PARAGRAPHS[3]}</p><ul><li>{PARAGRAPHS[2]}</li></ul>" + BODY
    article = parsed_html(page(body=body))
    assert kind_of(article, "Tolls to rise") == "crosshead"
    assert kind_of(article, PARAGRAPHS[2][:20]) == "list_item"


def test_a_block_quote_and_a_caption_keep_their_kind() -> None:
    quote = "<blockquote><p>We shall build it again, and lower, the engineer wrote in 1931.</p></blockquote>"
    figure = "<figure><img src='a.jpg'><figcaption>The northern pier in May, seen from the quay.</figcaption></figure>"
    article = parsed_html(page(body=f"<p>{PARAGRAPHS[0]}</p>{quote}<p>{PARAGRAPHS[1]}</p>{figure}" + BODY))
    assert kind_of(article, "We shall build it again") == "pullquote"
    assert "The northern pier" not in article.text or kind_of(article, "The northern pier") == "caption"


def test_microdata_declares_the_fields() -> None:
    body = (
        "<div itemscope itemtype='https://schema.org/NewsArticle'><h1 itemprop='headline'>Bridge Opens</h1>"
        "<span itemprop='author' itemscope><a itemprop='name'>Ada Lund</a></span>"
        "<time itemprop='datePublished' datetime='2024-05-07T18:30:00-04:00'>Tuesday</time>"
        "<span itemprop='publisher' itemscope><meta itemprop='name' content='Harbour Gazette'></span>"
        f"{BODY}</div>"
    )
    article = parsed_html(page("<title>The paper's title</title>", body))
    assert article.headline == "Bridge Opens"
    assert article.authors == ("Ada Lund",)
    assert article.publisher == "Harbour Gazette"
    assert article.published_at == datetime.fromisoformat("2024-05-07T18:30:00-04:00")


def test_how_many_extractors_hold_a_block_is_its_confidence() -> None:
    article = parsed_html(page())
    confidences = {s.confidence for s in article.segments if s.kind == "paragraph"}
    assert confidences <= {0.95, 0.85, 0.5}


def test_the_headline_in_the_body_is_no_second_one() -> None:
    article = parsed_html(page("<title>Bridge Opens in Millvale</title>", f"<h1>Bridge Opens in Millvale</h1>{BODY}"))
    assert [s.kind for s in article.segments].count("headline") == 1
    assert not [s for s in article.language_segments()[1:] if article.slice(s).startswith("Bridge Opens")]


def test_noise_inside_a_page_is_marked() -> None:
    body = f"<p>{PARAGRAPHS[0]}</p><p>Also Read | Ferry Fares Frozen</p>" + BODY
    article = parsed_html(page(body=body))
    assert "Ferry Fares" not in article.text or kind_of(article, "Also Read") == "related"


def test_entities_for_unseen_characters_do_not_reach_the_text() -> None:
    article = parsed_html(page(body="<p>" + PARAGRAPHS[0].replace("bridge", "br&#8203;idge&#0;") + "</p>" + BODY))
    assert "rebuilt bridge" in article.text
    assert "\x00" not in article.text
    assert "\u200b" not in article.text


def test_a_page_nested_too_deep_is_read_by_its_tags() -> None:
    article = parsed_html("<div>" * 5000 + BODY + "</div>" * 5000)
    assert kind_of(article, PARAGRAPHS[0][:30]) == "paragraph"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("a<script>x</script>b", "a b"),
        ("a<!-- <p>x</p> -->b", "a b"),
        ("a<style>p{}</style><script>y</script>b", "a  b"),
        ("a<script>never closed", "a"),
        ("a</script>b", "a</script>b"),
        ("a<SCRIPT src='x'>y</SCRIPT>b", "a b"),
    ],
)
def test_scripts_and_comments_are_stripped(markup: str, text: str) -> None:
    assert strip_page(markup).markup == text


def test_depth_and_plain_text() -> None:
    assert depth("<div><div><p>x<br></div></div><div>") == 2
    assert plain_text("<p>One &amp; two</p><p>Three <b>four</b></p>").split() == ["One", "&", "two", "Three", "four"]


@pytest.mark.parametrize(("stated", "language"), [("de", "en"), ("en-GB", "en-GB"), ("en_US", "en-US"), ("!", "en")])
def test_the_words_of_a_page_outweigh_what_its_template_states(stated: str, language: str) -> None:
    assert parsed_html(page(lang=stated)).language == language


def test_a_line_separator_in_a_block_is_a_space() -> None:
    article = parsed_html(page(body=f"<p>{PARAGRAPHS[0]}&#8232;{PARAGRAPHS[1]}</p>{BODY}"))
    assert tiles(article)
    assert f"{PARAGRAPHS[0]} {PARAGRAPHS[1]}" in article.text


def test_blocks_of_one_width_are_not_joined() -> None:
    blocks = [f"Pilot number {n} crossed the river at noon and was back before the tide." for n in range(10, 30)]
    article = parsed_html(page("<title>Bridge Opens</title>", "".join(f"<p>{block}</p>" for block in blocks)))
    assert article.text.split("\n")[2:] == blocks
    assert [s.kind for s in article.segments].count("paragraph") == len(blocks)


@pytest.mark.parametrize("title", ["Bridge Opens | Harbour Gazette", "Bridge Opens - harbour gazette", "Bridge Opens"])
def test_the_publisher_is_no_part_of_the_headline(title: str) -> None:
    head = f"<meta property='og:title' content='{title}'><meta property='og:site_name' content='Harbour Gazette'>"
    assert parsed_html(page(head)).headline == "Bridge Opens"


def test_captions_stand_where_they_stand_on_the_page() -> None:
    # Given a page with pictures above its first paragraph, between two, and in a teaser far below
    figure = "<figure><img src='a.jpg'><figcaption>{}</figcaption></figure>"
    first, *others = (f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    teaser = f"<aside>{figure.format('Another bridge.')}<a href='/x'>Read more</a></aside>"
    body = figure.format("The bridge at dawn.") + first + figure.format("The bridge at noon.") + "".join(others)
    article = parsed_html(page("<title>Bridge opens again</title>", f"<h1>Bridge opens again</h1>{body}") + teaser)
    # When it is parsed, Then the first two are captions in their places, and the third is not the article's
    found = [(s.kind.value, article.slice(s)) for s in article.segments if s.kind != "gap"]
    assert found[:2] == [("headline", "Bridge opens again"), ("caption", "The bridge at dawn.")]
    assert found[-len(PARAGRAPHS)] == ("caption", "The bridge at noon.")
    assert "Another bridge." not in article.text
    assert tiles(article)


def test_a_page_whose_body_only_a_script_would_put_there_is_read_from_its_structured_data() -> None:
    # Given a page without a body, whose JSON-LD states it, When it is parsed
    stated = {**LD, "articleBody": "\n\n".join(PARAGRAPHS)}
    article = parsed_html(f"<html><head>{ld(stated)}</head><body><div id='root'></div></body></html>")
    # Then its paragraphs are there, unsure, and a warning says where they come from
    paragraphs = [s for s in article.segments if s.kind == "paragraph"]
    assert [article.slice(s) for s in paragraphs] == list(PARAGRAPHS)
    assert {s.confidence for s in paragraphs} == {0.5}
    assert [warning.code for warning in article.warnings] == ["page_read_by_json_ld"]


def test_a_page_that_has_a_body_is_not_read_from_its_structured_data() -> None:
    stated = {**LD, "articleBody": "Another body, which only the structured data holds. " * 8}
    article = parsed_html(page(ld(stated)))
    assert "Another body" not in article.text
    assert not article.warnings


@pytest.mark.parametrize(
    "markup",
    [
        "<?xml version='1.0' encoding='UTF-8'?>" + page("<title>Bridge opens</title>"),
        page("<title>Bridge opens</title>", f"<table><tr><td>{BODY}</td></tr></table>"),
    ],
)
def test_an_xml_declaration_and_tables_that_lay_out_cost_nothing(markup: str) -> None:
    # Given a page in XHTML, and one of a table, When they are parsed, Then each paragraph is one, and no more
    article = parsed_html(markup)
    assert article.headline == "Bridge opens"
    assert [article.slice(s) for s in article.segments if s.kind == "paragraph"] == list(PARAGRAPHS)
    assert not article.warnings


def test_a_byline_above_the_first_paragraph_names_the_authors() -> None:
    article = parsed_html(page("", f"<h1>Bridge Opens</h1><p>By Ada Lund</p>{BODY}"))
    assert kind_of(article, "By Ada Lund") == "byline"
    assert article.authors == ("Ada Lund",)


def test_a_title_that_is_never_closed_is_no_headline() -> None:
    article = parsed_html(f"<html><head><title>Bridge Opens<body><div>{BODY}</div>")
    assert article.headline is None or len(article.headline) < 100


def test_what_a_page_hides_is_not_its_text() -> None:
    hidden = "<p hidden>The mayor resigned on Monday, which he did not, said nobody at all.</p>"
    assert "resigned" not in parsed_html(page("", BODY[: len(BODY) // 2] + hidden + BODY[len(BODY) // 2 :])).text


def test_rows_of_a_table_have_no_bars_at_their_ends() -> None:
    table = "<table><tr><th>Team</th><th>Points</th></tr><tr><td>Lund</td><td>6</td></tr></table>"
    text = parsed_html(page("", f"{BODY}{table}<p>The final will be played in two weeks in Fenn.</p>")).text
    assert "Lund | 6" in text
    assert not any(line.startswith("|") or "---" in line for line in text.splitlines())


def test_an_embedded_post_is_a_paragraph_and_its_label_noise() -> None:
    post = "<blockquote><p>Worms 1, Skarne 0</p>&mdash; Karl Mo (@karlmo) <a href='x'>May 2, 2024</a></blockquote>"
    article = parsed_html(page("", f"{BODY}{post}<p>View this post on Instagram</p>{BODY.replace('the', 'a')}"))
    assert kind_of(article, "— Karl Mo (@karlmo) May 2, 2024") == "paragraph"
    assert kind_of(article, "View this post on Instagram") == "boilerplate"


@pytest.mark.parametrize("address", ["https://gazette.example/bridge", "https://gazette.example/elsewhere"])
def test_of_several_articles_in_json_ld_the_page_s_own_counts(address: str) -> None:
    # Given a page that describes a related article before its own, with its address or only with its headline
    other = {"@type": "NewsArticle", "headline": "Ferry Sinks", "url": "https://gazette.example/ferry"}
    own = {"@type": "NewsArticle", "headline": "Bridge Opens", "url": address, "author": "Ada Lund"}
    head = "<link rel='canonical' href='https://gazette.example/bridge'>"
    # When it is read, Then the headline and the author are its own
    article = parsed_html(page(ld([other, own]) + head, f"<h1>Bridge Opens</h1>{BODY}"))
    assert (article.headline, article.authors) == ("Bridge Opens", ("Ada Lund",))


def test_nobody_is_called_admin() -> None:
    article = parsed_html(page("<meta name='author' content='admin'>"))
    assert (article.byline, article.authors) == (None, ())
