"""Furniture of many kinds of pages: share menus above the body, forms, comments, players, releases' contacts."""

from __future__ import annotations

import pytest

from shared.model import SegmentKind, Submission
from workers.parsing import parse
from workers.parsing.header import look_back
from workers.parsing.labels import Label
from workers.parsing.lines import lines_of
from workers.parsing.noise import NO_LETTERS, comments_heading, noise_of

MENU = """Facebook\nTwitter\nWhatsApp\nEmail\nPinterest\nLinkedIn\nReddit\nCopy link\nTumblr\nPocket\nFlipboard
Telegram\nMessenger\nLine\nViber\nPrint\nBookmark\nSkype\nXing\nDigg\nBlogger\nSMS\nRSS"""
STORY = """The pier in Millvale will shut in June, its owners said on Monday.

The board told the harbour's guild that the repairs of the pier would cost more than the town earns in a year.

Nobody had asked the ferry crews, they said."""


def test_a_headline_stands_above_a_long_share_menu() -> None:
    # Given a page whose share menu has more than twenty lines
    article = parse(Submission(uri="test:1", text=f"Millvale pier to shut in June\nBy Ada Lund\n{MENU}\n{STORY}"))
    # Then headline and byline above it are found
    assert (article.headline, article.authors) == ("Millvale pier to shut in June", ("Ada Lund",))


def test_only_lines_that_are_no_noise_count_above_the_body() -> None:
    noise: list[Label | None] = [*([None] * 30), *([NO_LETTERS] * 40), *([None] * 5)]
    assert look_back(noise, len(noise)) == 15


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("← The smallest pier in the county", "noise.related_inline"),
        ("View all posts by Ada Lund →", "noise.related_inline"),
        ("This field is for validation purposes and should be left unchanged.", "noise.newsletter"),
        ("Click the image to enlarge", "noise.share"),
        ("Video Player is loading.", "noise.share"),
        ("descriptions off, selected", "noise.share"),
        ("Was this article helpful?", "noise.share"),
        ("Commenting is closed for this article.", "noise.comments"),
        ("Prices are correct at the time of publication.", "noise.advertisement"),
        ("Necessary cookies are essential for the site.", "noise.cookies"),
        ("Provided by University of Fenn", "noise.legal"),
        ("This is not investment advice.", "noise.legal"),
        ("Tagged with: pier, harbour", "noise.tags"),
        ("Ada Lund / Harbour Gazette", "noise.photo_credit"),
        ("From left: Ada Lund, Omar Reyes and Peter Hale", "noise.photo_credit"),
        ("Ada Lund, left, and Omar Reyes at the pier.", "noise.placed_in_picture"),
        ("The mayor (right) with the harbour master", "noise.placed_in_picture"),
        ("Every Sunday you can get the best of the Gazette's coverage.", "noise.newsletter"),
        ("How have you been affected by the strike?", "noise.comments"),
        ("HarbourNet may receive compensation from its partners.", "noise.advertisement"),
        ("1,204 posts · 2M followers", "noise.advertisement"),
        ("This page was last edited on 7 May 2024.", "noise.legal"),
        ("Follow the river to the old mill, then turn left.", None),
        ("Prices are 12 percent higher than in May.", None),
        ("Provided the weather holds, the boats leave on Friday.", None),
        ("Something went wrong.", None),
    ],
)
def test_furniture_is_told_by_its_words(text: str, rule: str | None) -> None:
    label = noise_of(lines_of(text)[0])
    assert (label and label.rule) == rule


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("3 thoughts on “The quiet pier”", True),
        ("One response to The quiet pier", True),
        ("Comments on the pier", False),
        ("3 boats on the river", False),
    ],
)
def test_the_heading_over_comments_has_their_number(text: str, heading: bool) -> None:
    assert comments_heading(lines_of(text)[0]) is heading


def test_comments_end_an_article_however_long_they_are() -> None:
    # Given a short article below whose comments more is written than in it
    comment = (
        "I have walked over that pier for sixty years, and nobody ever asked me what I think of it or of the town."
    )
    article = parse(
        Submission(uri="test:1", text=f"Millvale pier to shut\n{STORY}\n2 thoughts on “Millvale pier”\n{comment}")
    )
    # Then no comment is a paragraph
    told = [article.text[s.start_char : s.end_char] for s in article.segments if s.kind is SegmentKind.PARAGRAPH]
    assert comment not in told


def test_ingredients_are_the_articles_own() -> None:
    text = f"Leek soup\n{STORY}\nIngredients\n3 leeks, sliced\nA little salt\nWater\nMethod\nBoil the leeks until soft."
    article = parse(Submission(uri="test:1", text=text))
    items = [article.text[s.start_char : s.end_char] for s in article.segments if s.kind is SegmentKind.LIST_ITEM]
    assert items == ["3 leeks, sliced", "A little salt", "Water"]


@pytest.mark.parametrize(
    "sign_off", ["Reporting by Ada Lund; Editing by Omar Reyes", "Copyright 2024 Harbour Gazette. All rights reserved."]
)
def test_teasers_below_a_sign_off_are_other_articles(sign_off: str) -> None:
    teaser = "A Larkmoor man was sentenced to four years in prison on Monday."
    text = f"Millvale pier to shut\n{STORY}\n{sign_off}\nMan sentenced in barn fire\n{teaser}"
    article = parse(Submission(uri="test:1", text=text))
    assert teaser not in [article.slice(s) for s in article.segments if s.kind is SegmentKind.PARAGRAPH]


def test_readers_remarks_below_an_article_are_comments() -> None:
    # Given remarks under their authors' names and above their times, without a heading
    remark = "She used to live with the harbour master, and when he died she just kept going to work on the ferry."
    second = "anna_b wrote:\nMy children love this cat, she snores.\nPosted 4 May 2011 at 9:30 pm"
    posts = f"Peter Hale wrote:\n{remark}\nPosted 3 May 2011 at 11:12 am\n{second}"
    article = parse(Submission(uri="test:1", text=f"Millvale pier to shut\n{STORY}\n{posts}"))
    assert remark not in [article.slice(s) for s in article.segments if s.kind is SegmentKind.PARAGRAPH]
