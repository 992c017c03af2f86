"""The fields that a page shows its readers: heading, standfirst, byline and date by the words in its markup."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shared.model import ParsedArticle, SegmentKind, Submission
from tests.unit.parsing.texts import PARAGRAPHS
from workers.parsing import parse

BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def article(above: str = "", head: str = "", heading: str = "<h1>Ferry pier shut after storm</h1>") -> ParsedArticle:
    """A page's article, with markup between its heading and its body."""
    page = f'<html lang="en"><head>{head}</head><body><nav><h1>Menu</h1></nav><main><article>{heading}{above}{BODY}'
    return parse(Submission(uri="test:1", html=f"{page}</article></main></body></html>"))


def stated(headline: str, author: str = "") -> str:
    """A page's JSON-LD."""
    told = f'"headline": "{headline}", "publisher": {{"name": "Harbour Gazette"}}, "author": {{"name": "{author}"}}'
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", {told}}}</script>'


@pytest.mark.parametrize(
    ("heading", "told", "expected"),
    [
        (
            "<h1>Ferry pier shut after storm</h1>",
            "Storm shuts pier: all you need to know",
            "Ferry pier shut after storm",
        ),
        ("<h1></h1><h1>Ferry pier shut</h1>", "Pier shut by storm", "Ferry pier shut"),
        ("<h1>Harbour Gazette</h1>", "Ferry pier shut", "Ferry pier shut"),
        ("<h1>Harbour Gazette Sport</h1>", "Sport: ferry pier shut", "Sport: ferry pier shut"),
        ("<h1>Something else entirely</h1>", "Ferry pier shut", "Ferry pier shut"),
        ("<h1>Harbour Gazette: Ferry pier shut</h1>", "Ferry pier shut", "Ferry pier shut"),
        ("<h1>Ferry pier shut | Harbour Gazette</h1>", "Ferry pier shut", "Ferry pier shut"),
        ("", "Ferry pier shut - Harbour Gazette", "Ferry pier shut"),
    ],
)
def test_the_heading_that_readers_see_is_the_headline(heading: str, told: str, expected: str) -> None:
    # Given a page whose heading and structured data differ, When it is parsed
    # Then its heading is the headline, unless it is the site's name or shares no word with what the page states
    assert article(head=stated(told), heading=heading).headline == expected


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ('<div class="c-article__byline">By <a href="/x">Mira Quill</a></div>', ("Mira Quill",)),
        ('<span class="post-author">Mira Quill</span>', ("Mira Quill",)),
        ('<p>Posted by <a href="/author/mira-quill/">Mira Quill</a></p>', ("Mira Quill",)),
        (
            '<a rel="author" href="/m">Mira Quill</a> and <a rel="author" href="/o">Odd Berg</a>',
            ("Mira Quill", "Odd Berg"),
        ),
        (
            '<div class="byline"><b>By</b> <i>Mira Quill</i> and <i>Odd Berg</i> <u>Staff writers</u></div>',
            ("Mira Quill", "Odd Berg"),
        ),
        ('<div class="byline"><span>Mira Quill</span><span>May 7, 2024</span></div>', ("Mira Quill",)),
        ('<div class="author-bio">Mira Quill</div>', ()),
        ('<aside><span class="byline">By Odd Berg</span></aside>', ()),
        ('<ul class="related"><li class="byline">By Odd Berg</li></ul>', ()),
        ('<div class="byline">By Harbour Gazette</div>', ()),
        ('<div class="byline">by jdadmin</div>', ()),
    ],
)
def test_a_byline_is_read_by_its_marks(above: str, expected: tuple[str, ...]) -> None:
    # Given a page that names its author in its markup alone, When it is parsed
    # Then names below the heading are its authors; the site, a login and names elsewhere are nobody
    assert article(above, head=stated("Ferry pier shut")).authors == expected


@pytest.mark.parametrize("author", ["Harbour Gazette", "editor", "mq1987", "Newsroom", "Gazette.example"])
def test_a_publisher_or_an_office_is_no_author(author: str) -> None:
    # Given structured data that names the publisher, an office or a login as author, When the page is parsed
    found = article('<p class="byline">By Mira Quill</p>', head=stated("Ferry pier shut", author=author))
    # Then the name that the page shows is the author
    assert "Mira Quill" in found.authors or author == "Gazette.example"


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ('<span class="article__date">7 May 2024</span>', datetime(2024, 5, 7, tzinfo=UTC)),
        (
            '<div class="dates"><time datetime="2024-05-07T06:00:00Z">today</time></div>',
            datetime(2024, 5, 7, 6, tzinfo=UTC),
        ),
        ('<time datetime="7th of May">May 7, 2024</time>', datetime(2024, 5, 7, tzinfo=UTC)),
        (
            '<span class="updated date">9 May 2024</span><span class="date">7 May 2024</span>',
            datetime(2024, 5, 7, tzinfo=UTC),
        ),
        (
            '<p class="time">Updated 9 May 2024</p><p class="posted">Posted 7 May 2024</p>',
            datetime(2024, 5, 7, tzinfo=UTC),
        ),
        (
            '<aside><time datetime="2020-01-01">old</time></aside><time datetime="2024-05-07">x</time>',
            datetime(2024, 5, 7, tzinfo=UTC),
        ),
        ('<div class="comments"><span class="date">9 May 2024</span></div>', None),
    ],
)
def test_a_date_is_read_by_its_marks(above: str, expected: datetime | None) -> None:
    # Given a page that shows its date in its markup alone, When it is parsed
    # Then the time of publication is the article's own, not a change's or another part's
    assert article(above).published_at == expected


@pytest.mark.parametrize(
    "stamp", ["0001-01-01T00:00:00", "1970-01-01T00:00:00Z", "-0001-11-30T00:00:00+00:00", "9999-12-31"]
)
def test_a_placeholder_is_no_date(stamp: str) -> None:
    # Given structured data with a date that stands for none, When the page is parsed
    head = stated("Ferry pier shut").replace('"headline"', f'"datePublished": "{stamp}", "headline"')
    found = article('<span class="date">7 May 2024</span>', head=head)
    # Then the date that the page shows counts
    assert found.published_at == datetime(2024, 5, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ('<p class="article-dek">Winds tore the ramp from its hinges</p>', "Winds tore the ramp from its hinges"),
        ("<h2>Winds tore the ramp from its hinges</h2>", "Winds tore the ramp from its hinges"),
        (
            '<div><p class="page-intro">Winds tore the ramp from its hinges</p></div>',
            "Winds tore the ramp from its hinges",
        ),
        ('<h2 class="subtitle">You may also like</h2>', None),
        ('<h2 class="subtitle">Winds tore the ramp from its...</h2>', None),
        ('<p class="intro">Winds tore the ramp from its hinges on Friday night</p>', None),
        ('<aside><p class="dek">Winds tore the ramp from its hinges</p></aside>', None),
    ],
)
def test_a_standfirst_is_read_by_its_marks(above: str, expected: str | None) -> None:
    # Given a page that marks its standfirst, or puts it into a heading below the headline, When it is parsed
    found = article(above, head=stated("Ferry pier shut"))
    # Then it is the standfirst and stands in the text below the headline; the first of the paragraphs is none
    assert found.standfirst == expected
    kinds = [found.text[s.start_char : s.end_char] for s in found.segments if s.kind is SegmentKind.STANDFIRST]
    assert kinds == ([expected] if expected else [])
