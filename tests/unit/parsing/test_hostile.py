"""Hostile input: an article or a coded error for each, in time that grows as the input does."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.errors import EmptyText, Permanent, TooLarge
from shared.model import MAX_CONTENT_CHARS, ParsedArticle, Submission
from tests.unit.forms.limits import Nursery
from tests.unit.parsing.texts import PARAGRAPHS, parsed, parsed_body, parsed_html, tiles
from workers.parsing import body as body_module
from workers.parsing import parse
from workers.parsing.noise import noise_of

ARTICLE = "\n\n".join(PARAGRAPHS)
PAGE = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'

TEXTS = {
    "nul between letters": "\x00".join(ARTICLE),
    "all controls": "".join(map(chr, range(32))) + ARTICLE,
    "bidi everywhere": "\u202e" + ARTICLE.replace(" ", " \u2066"),
    "zero width everywhere": "\u200b".join(ARTICLE),
    "bom in the midst": ARTICLE.replace("\n\n", "\n\ufeff\n"),
    "only carriage returns": ARTICLE.replace("\n", "\r"),
    "one long line": "word and another word. " * 40_000,
    "one line without a space": "a" * 1_000_000,
    "one line of quotation marks": "“" * 200_000,
    "many one-letter lines": "a\n" * 200_000,
    "many blank lines": ARTICLE + "\n" * 500_000 + ARTICLE,
    "many same paragraphs": (PARAGRAPHS[0] + "\n\n") * 5_000,
    "many paragraphs": "It is so.\n" * 300_000,
    "many titles": "Harbour Bridge Opens Again\n" * 5_000 + ARTICLE,
    "many headings": "Recent News\n" * 5_000 + ARTICLE,
    "many headings after": ARTICLE + "\nRecent News" * 5_000,
    "headings between": ARTICLE + "\n\n" + (ARTICLE + "\n") * 4 + "Recent News\n" * 5_000 + PARAGRAPHS[0],
    "many bylines": "By Ada Lund\n" * 5_000 + ARTICLE,
    "many datelines": "Kyiv: " * 50_000 + ARTICLE,
    "many parentheses": "(" * 100_000 + ARTICLE,
    "many commas": "a, " * 100_000 + ARTICLE,
    "dots": "." * 200_000 + "\n" + ARTICLE,
    "capitals and dashes": "KYIV, " * 30_000 + "— " + ARTICLE,
    "binary": "".join(chr(i * 7919 % 0x2000) for i in range(50_000)),
    "spaces": " " * 500_000 + ARTICLE,
    "text of the longest length": ("word and another word. " * 40 + "\n\n") * 5_400,
    "nul between letters of a book": "\x00".join("It is so, they said.\n" * 30_000),
    "a line of the longest length": "word " * (MAX_CONTENT_CHARS // 5),
    "letters without a space of the longest length": "a" * MAX_CONTENT_CHARS,
    "lone surrogates everywhere": "\ud83d".join(ARTICLE),
    "surrogates in the wrong order": "\udc00\ud800" * 10_000 + ARTICLE,
    "windows newlines in a book": (PARAGRAPHS[0] + "\r\n") * 10_000,
    "mixed newlines": ARTICLE.replace("\n\n", "\r\n\x0b\u2028\x85\x0c\r") * 50,
    "tabs everywhere": ARTICLE.replace(" ", "\t") * 20,
    "joiners everywhere": "\u200d\u200c".join(ARTICLE),
    "combining marks": ARTICLE + "e" + "\u0301" * 100_000,
    "windows marks read as latin-1": ARTICLE.replace("“", "\x93").replace("”", "\x94") * 50,
    "utf-8 read as latin-1": ARTICLE.encode().decode("latin-1") * 20,
    "replacement characters": ARTICLE.replace("e", "\ufffd") * 20,
    "tag characters": ARTICLE + "".join(map(chr, range(0xE0000, 0xE0080))) * 500,
    "private and unassigned characters": "\ue000\U000f0000\u0378 " * 20_000 + ARTICLE,
    "many quotation marks": '“a” ‘b’ "c" ' * 50_000,
    "many full stops and spaces": ". " * 300_000 + ARTICLE,
    "many repeated sentences": "The bridge was opened on a Tuesday in May by the board. " * 20_000,
    "many different numbers": "\n".join(f"{n}. Item number {n} of the list" for n in range(60_000)),
    "many dates": "May 7, 2024 at 6:30 p.m. EDT\n" * 5_000 + ARTICLE,
    "long byline": "By " + "Ada Lund and " * 20_000 + "\n\n" + ARTICLE,
    "long dateline": "KYIV, " + "May 7, " * 50_000 + "— " + ARTICLE,
    "many credits": "Photo: Ada Lund / Gazette\n" * 10_000 + ARTICLE,
    "nested brackets": "([{<" * 50_000 + ARTICLE + ">}])" * 50_000,
    "csv sent as text": "id,name,value\n" + "\n".join(f"{n},name {n},{n * 7}" for n in range(20_000)),
    "base64 sent as text": "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=" * 20_000,
    "programme sent as text": Path(__file__).read_text() * 20,
    "right to left": "مرحبا بالعالم هذا نص طويل جدا عن الجسر الجديد في المدينة القديمة. " * 50,
    "no spaces": "新しい橋が火曜日に開通した。市長は喜んだ。" * 200,
    "emoji": "🚢🌉 " * 20_000 + ARTICLE,
    "many hours": "14:05 GMT\nShare\n" * 5_000 + ARTICLE,
    "many posts under their hours": "14:05 GMT\nThe river rose once more by a foot.\nShare\n" * 5_000,
    "many bare names": "Ada Lund\n" * 5_000 + ARTICLE,
    "one line of names": "Ada Lund, " * 50_000 + "\n" + ARTICLE,
    "many measures": "250g flour\n" * 5_000 + ARTICLE,
    "many labels with numbers": "Monday: dry, high 12\n" * 5_000 + ARTICLE,
    "many changes": "Updated May 7, 2024 | Published\n" * 5_000 + ARTICLE,
    "many desks' notes": "BC-ML--Storm, 3rd Ld-Writethru\nEds: Updates.\n" * 3_000 + ARTICLE,
    "parentheses before a date": "Mill (" * 30_000 + "MP), May 3 (PTI) " + ARTICLE,
    "footers of a feed": "The post appeared first on " * 20_000 + "\n" + ARTICLE,
    "genres": "In pictures: The bridge opens\n" * 5_000 + ARTICLE,
    "markup sent as text": f"<html><body>{PAGE}</body></html>",
    "json sent as text": '{"headline": "x", "body": ["' + '", "'.join(PARAGRAPHS) + '"]}',
}
PAGES = {
    "nested divs": "<div>" * 100_000 + PAGE,
    "nested and closed": "<div>" * 50_000 + PAGE + "</div>" * 50_000,
    "nested inline": "<b><i>" * 5_000 + PAGE,
    "unclosed scripts": "<script>" * 50_000 + PAGE,
    "unclosed comment": "<!--" * 50_000 + PAGE,
    "comment then page": "<!-- x -->" * 20_000 + PAGE,
    "only scripts": "<script>var a = 1;</script>" * 2_000,
    "entity bomb": f"{BOMB}<html><body>&c;{PAGE}</body></html>",
    "external entity": f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><html><body>&e;{PAGE}</body></html>',
    "nul in tags": PAGE.replace("<p>", "<\x00p\x00>"),
    "many attributes": "<p " + "a='b' " * 50_000 + ">" + PAGE,
    "open angle brackets": "<" * 200_000 + PAGE,
    "unclosed tags": "<p" * 50_000 + PAGE,
    "no markup": ARTICLE,
    "xml declaration": f"<?xml version='1.0' encoding='utf-16'?><html><body>{PAGE}</body></html>",
    "wrong charset": f"<html><head><meta charset='utf-7'></head><body>{PAGE}</body></html>",
    "frameset": "<html><frameset><frame src='a'></frameset></html>",
    "empty body": "<html><head><title>Bridge</title></head><body></body></html>",
    "login page": "<html><body><form><input name='user'><button>Log in</button></form></body></html>",
    "one long paragraph": "<p>" + "word and another word. " * 40_000 + "</p>",
    "many paragraphs": f"<p>{PARAGRAPHS[0]}</p>" * 3_000,
    "many links": "<a href='x'>Harbour</a> " * 20_000,
    "character references": "<p>" + "&#0;&#55296;&#1114112;&#x80;" * 5_000 + "</p>" + PAGE,
    "many elements": PAGE + "<p>The <b>bridge</b> opened.<br>" * 12_000,
    "one line as long as allowed": "<p>" + "word and another word. " * 213_000,
    "huge table": "<table>" + "<tr><td>12</td><td>Harbour</td></tr>" * 12_000 + "</table>" + PAGE,
    "nested tables": "<table><tr><td>" * 20_000 + PAGE,
    "nested lists": "<ul><li>" * 20_000 + PAGE,
    "nested quotes": "<blockquote>" * 150 + PAGE,
    "many line breaks": "<br>" * 25_000 + PAGE,
    "many spaces in tags": "<p" + " " * 500_000 + ">" + PAGE,
    "spaces in text": "<p>a" + " " * 500_000 + "b</p>" + PAGE,
    "one long word in a link": "<a href='" + "a" * 500_000 + "'>" + "b" * 400_000 + "</a>" + PAGE,
    "one long class": "<div class='" + "article-body " * 30_000 + "'>" + PAGE + "</div>",
    "dots and marks": "<p>" + "?!.,;:" * 100_000 + "</p>" + PAGE,
    "json-ld of brackets": "<script type='application/ld+json'>" + "[" * 250_000 + "</script>" + PAGE,
    "json-ld of spaces": "<script type='application/ld+json'>{" + " " * 290_000 + "</script>" + PAGE,
    "json-ld of commas": "<script type='application/ld+json'>[" + ", " * 140_000 + "]</script>" + PAGE,
    "json-ld of comment marks": "<script type='application/ld+json'>" + "//" * 140_000 + "</script>" + PAGE,
    "json-ld that refers to itself": "<script type='application/ld+json'>"
    '{"@type": "Article", "@id": "#a", "name": "x", "author": {"@id": "#a"}}</script>' + PAGE,
    "json-ld of many references": '<script type=\'application/ld+json\'>{"@type": "Article", "author": ['
    + '{"@id": "#a"},' * 20_000
    + '{"@id": "#a", "name": "Ada Lund"}]}</script>'
    + PAGE,
    "many hidden elements": "word <p hidden>x</p>" * 14_000 + PAGE,
    "all of it hidden": f"<div hidden>{PAGE}</div>",
    "unclosed title": "<title>Bridge" + PAGE * 50,
    "a title of a megabyte": "<title>" + "word " * 180_000 + "</title>" + PAGE,
    "rows of bars": f"<table><tr><td>{'|' * 100_000}</td><td>{'- ' * 100_000}</td></tr></table>" + PAGE,
    "author of a megabyte": "<meta name='author' content='" + "a" * 900_000 + "'>" + PAGE,
    "many json-ld": '<script type=\'application/ld+json\'>{"@type": "Article"}</script>' * 5_000 + PAGE,
    "many meta tags": "<meta name='author' content='By Ada Lund and Ada Lund'>" * 25_000 + PAGE,
    "large": "<!doctype html>" + PAGE + "<p>x</p>" * 16_000,
}


def outcome(read: Callable[[str], ParsedArticle], content: str) -> str:
    """`article` or the code of the error; anything else is a failure of the test."""
    try:
        article = read(content)
    except Permanent as error:
        return error.code
    assert tiles(article)
    assert any(segment.kind in ("paragraph", "list_item", "pullquote") for segment in article.segments)
    assert not re.search("[\x00-\x08\ud800-\udfff]", article.text)
    return "article"


@pytest.mark.parametrize("field", ["text", "body"])
@pytest.mark.parametrize("name", TEXTS)
def test_hostile_texts(name: str, field: str, tmp_path: Path, nursery: Nursery) -> None:
    # Given a hostile text, When it is parsed in a process with limits, Then it is an article or refused with a code
    (tmp_path / "a").write_text(TEXTS[name], "utf-8", "surrogatepass", newline="")
    assert nursery.outcomes(tmp_path / "a", field)[0] in ("article", "empty_text", "too_large")


@pytest.mark.parametrize("name", PAGES)
def test_hostile_pages(name: str, tmp_path: Path, nursery: Nursery) -> None:
    (tmp_path / "a").write_text(PAGES[name], "utf-8", "surrogatepass", newline="")
    assert nursery.outcomes(tmp_path / "a", "html")[0] in ("article", "empty_text")


@pytest.mark.parametrize(
    "name",
    [
        "nested divs",
        "nested and closed",
        "entity bomb",
        "nul in tags",
        "no markup",
        "large",
        "huge table",
        "nested tables",
        "spaces in text",
        "many meta tags",
    ],
)
def test_an_article_in_a_hostile_page_is_found(name: str) -> None:
    assert PARAGRAPHS[1] in parsed_html(PAGES[name]).text


def test_no_external_entity_is_read() -> None:
    assert "&e;" in (text := parsed_html(PAGES["external entity"]).text) or text.startswith("The harbour board")


@pytest.mark.parametrize("name", ["many one-letter lines", "many paragraphs"])
def test_a_collection_is_no_article(name: str) -> None:
    with pytest.raises(TooLarge):
        parsed(TEXTS[name])


@pytest.mark.parametrize("content", ["\x00\x00", "\u200b\n\ufeff", "\u202e"])
@pytest.mark.parametrize("field", ["text", "body", "html"])
def test_nothing_but_unseen_characters_is_no_article(field: str, content: str) -> None:
    with pytest.raises((EmptyText, ValidationError)):
        parse(Submission.model_validate({"uri": "test:1", field: content}))


def test_more_than_the_limit_is_no_submission() -> None:
    with pytest.raises(ValidationError):
        Submission(uri="test:1", text="a" * (MAX_CONTENT_CHARS + 1))


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=400))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_any_text_is_tiled_or_refused(text: str) -> None:
    if text.strip():
        for read in (parsed, parsed_body):
            assert outcome(read, text) in ("article", "empty_text")


LINES = st.sampled_from(
    [
        *PARAGRAPHS,
        "",
        "Share",
        "Recent News",
        "By Ada Lund",
        "Tolls to rise",
        "Kyiv: It opened.",
        "3 May 2024",
        "• One.",
    ]
)


@given(st.lists(LINES, min_size=1, max_size=25))
@settings(max_examples=100, deadline=None)
def test_any_order_of_lines_keeps_every_letter(lines: list[str]) -> None:
    text = "\n".join(lines)
    if not text.strip():
        return
    try:
        article = parsed(text)
    except EmptyText:
        return
    assert article.text == text
    assert tiles(article)


def test_work_grows_as_the_text_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules are asked a bounded number of times a line, however many lines there are."""
    asked = 0

    def counted(*arguments: object, **options: object) -> object:
        nonlocal asked
        asked += 1
        return noise_of(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(body_module, "noise_of", counted)
    works = []
    for times in (5, 50, 500):
        asked = 0
        parsed("\n".join([*PARAGRAPHS, "Tolls to rise", "Share"] * times))
        works.append(asked / times)
    assert max(works) <= 2 * 7
