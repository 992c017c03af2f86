"""Headline, standfirst and byline above the body of a raw text, in the orders that pages set them."""

from __future__ import annotations

import pytest

from shared.model import Submission
from workers.parsing import parse

BODY = """Millvale Instruments reported a profit of 214 million crowns for the quarter, more than anybody expected.
Sales of its soil sensors rose by 18 percent, the company said on Thursday.
The shares rose by 7 percent to a record 88.40 crowns.
Chief executive Ada Lund, who has led the firm since 2011, will step down in May."""
HEADLINE = "Millvale beats forecasts as sensor sales climb 18%"
STANDFIRST = "Shares rise to record; chief executive to step down in May"
TICKER = "LIVE\n2h ago\nStorm moves inland as schools stay shut\n3h ago\nMinister to face questions over hospital"


@pytest.mark.parametrize(
    ("above", "standfirst", "authors"),
    [
        (f"{HEADLINE}\n{STANDFIRST}\nOmar Reyes\n7 May 2024\nShare", STANDFIRST, ("Omar Reyes",)),
        (f"{TICKER}\nNews\n{HEADLINE}\n{STANDFIRST}\nBy Omar Reyes\nFacebook", STANDFIRST, ("Omar Reyes",)),
        (f"Home\nNews\n{HEADLINE}\nFacebook\nTwitter\nEmail\nCopy link\nPrint\n7 May 2024", None, ()),
        (f"{HEADLINE}\nHome\n{HEADLINE}\n{STANDFIRST}\n7 May 2024\nOmar Reyes", STANDFIRST, ("Omar Reyes",)),
        (f"Home\nNews\n{HEADLINE}\nOmar Reyes, Business editor\nPhoto: Ida Voss\n7 May 2024", None, ("Omar Reyes",)),
        (f"https://gazette.example/sensors\n{HEADLINE}\nOMAR REYES\n7 May 2024", None, ("OMAR REYES",)),
        (f"{HEADLINE}\nOmar Reyes is a reporter for the Gazette.\n7 May 2024", None, ()),
        (f"{HEADLINE}\nHD LUNDMART INC. 225.86 -12.99 -5.44%\n7 May 2024", None, ()),
    ],
)
def test_headline_standfirst_and_byline(above: str, standfirst: str | None, authors: tuple[str, ...]) -> None:
    # Given a page's text, When it is parsed, Then its header is read whatever stands between its parts
    article = parse(Submission(uri="test:1", text=f"{above}\n{BODY}"))
    assert (article.headline, article.standfirst, article.authors) == (HEADLINE, standfirst, authors)


@pytest.mark.parametrize(
    ("above", "headline"),
    [
        (
            "Lifestyle\n7 Small Towns That Will Change the Coast\nFrom sensors to a record in a town of shares",
            "7 Small",
        ),
        (
            "LIVE\nMillvale shares live: record\nKey events\n10m ago\nShares of Millvale rose by 7 percent\n1h ago",
            "Millv",
        ),
    ],
)
def test_a_title_in_title_case_and_entries_of_a_live_page(above: str, headline: str) -> None:
    article = parse(Submission(uri="test:1", text=f"{above}\n7 May 2024\n{BODY}"))
    assert (article.headline or "").startswith(headline)
