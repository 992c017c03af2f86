"""Raw text: what every line becomes."""

from __future__ import annotations

import textwrap
from datetime import UTC, datetime

import pytest

from shared.errors import EmptyText
from tests.unit.parsing.texts import PARAGRAPHS, kind_of, kinds, parsed, tiles

HEADLINE = "Rebuilt Bridge Opens in Millvale After Nine Months"
BODY = "\n\n".join(PARAGRAPHS)


def with_line(line: str, after: int = 2) -> str:
    return "\n\n".join([HEADLINE, *PARAGRAPHS[:after], line, *PARAGRAPHS[after:]])


def test_a_plain_article_is_headline_and_paragraphs() -> None:
    article = parsed(f"{HEADLINE}\n\n{BODY}")
    assert [kind for kind, _ in kinds(article)] == ["headline"] + ["paragraph"] * len(PARAGRAPHS)
    assert article.headline == HEADLINE
    assert article.language == "en"
    assert article.warnings == ()
    assert tiles(article)


def test_a_whole_page_is_taken_apart() -> None:
    page = "\n\n".join(
        [
            "Home\nNews\nSport",
            HEADLINE,
            "The span was lifted into place at dawn while the town looked on from the quay.",
            "By Omar Reyes",
            "Published May 7, 2024 at 6:30 p.m. EDT",
            "The bridge on Tuesday. (Ada Lund/Getty Images)",
            "MILLVALE, May 7 (Reuters) - " + PARAGRAPHS[0],
            PARAGRAPHS[1],
            "Advertisement",
            PARAGRAPHS[2],
            "Tolls to rise",
            PARAGRAPHS[3],
            "Also Read | Ferry Fares Frozen Until Spring",
            PARAGRAPHS[4],
            "(Reporting by Omar Reyes; Editing by Ada Lund)",
            "Most Read",
            "Market Hall Roof Repaired\n\nHarbour Seal Found on Main Street",
        ]
    )
    article = parsed(page)
    assert [kind for kind, _ in kinds(article)] == [
        *["boilerplate"] * 3,
        "headline",
        "standfirst",
        "byline",
        "boilerplate",
        "caption",
        "dateline",
        "paragraph",
        "paragraph",
        "boilerplate",
        "paragraph",
        "crosshead",
        "paragraph",
        "related",
        "paragraph",
        "boilerplate",
        *["related"] * 3,
    ]
    assert article.headline == HEADLINE
    assert article.standfirst is not None
    assert article.standfirst.startswith("The span was lifted")
    assert article.byline == "By Omar Reyes"
    assert article.authors == ("Omar Reyes",)
    assert article.published_at == datetime.fromisoformat("2024-05-07T18:30:00-04:00")
    assert article.dateline is not None
    assert (article.dateline.place, article.dateline.agency) == ("Millvale", "Reuters")
    assert tiles(article)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Also Read | Ferry Fares Frozen Until Spring", "related"),
        ("READ MORE: Ferry fares frozen until spring", "related"),
        ("HARBOUR BOARD NAMES A NEW CHIEF PILOT FOR THE ISLAND FERRY", "related"),
        ("WHAT THE NEW TOLL PAYS FOR", "crosshead"),
        ("Q: Why only two lanes", "paragraph"),
        ("Sign up for our newsletter", "boilerplate"),
        ("Share", "boilerplate"),
        ("Comments", "boilerplate"),
        ("Advertisement", "boilerplate"),
        ("Photo: Harbour Board", "caption"),
        ("Tolls to rise", "crosshead"),
        ("* * *", "crosshead"),
        ("• A second toll gate opens in July.", "list_item"),
        ("The board's chair was pleased: ", "paragraph"),
        ("“It is done.”", "paragraph"),
    ],
)
def test_a_line_between_paragraphs(line: str, kind: str) -> None:
    article = parsed(with_line(line))
    assert kind_of(article, line.strip()) == kind
    assert kind_of(article, PARAGRAPHS[4][:30]) == "paragraph"


@pytest.mark.parametrize("heading", ["Comments", "Share this article", "Tags", "Related", "Latest News"])
def test_a_heading_in_the_midst_does_not_cut_the_article(heading: str) -> None:
    article = parsed(with_line(heading, after=1))
    assert all(kind_of(article, p[:30]) == "paragraph" for p in PARAGRAPHS)


@pytest.mark.parametrize("heading", ["Recent News", "Most Read", "You may also like", "Trending Now"])
def test_teasers_after_a_heading_are_related(heading: str) -> None:
    teasers = [
        "Quay Market Moves Indoors",
        "Arnham: The fish market on the old quay will move under a roof before the winter storms, according to...",
        "Pilots Vote on New Contract",
        "Selby: The pilots' union will vote on Friday on a contract that gives its members two more days of...",
    ]
    article = parsed("\n\n".join([HEADLINE, BODY, heading, *teasers]))
    assert {kind for kind, start in kinds(article) if start in {t[:24] for t in teasers}} == {"related"}
    assert kind_of(article, heading) in ("related", "boilerplate")
    assert kind_of(article, PARAGRAPHS[-1][:30]) == "paragraph"


def test_a_standfirst_that_comes_again_is_marked() -> None:
    standfirst = "The toll was the price of a bridge that stands, the board's chair said."
    again = f"{standfirst} The union did not agree with her."
    article = parsed("\n\n".join([HEADLINE, standfirst, "Oslo: " + PARAGRAPHS[0], PARAGRAPHS[1], again, PARAGRAPHS[2]]))
    first = next(s for s in article.segments if s.kind == "standfirst")
    repeat = next(s for s in article.segments if s.duplicate_of is not None)
    assert article.standfirst == standfirst
    assert article.slice(repeat) == standfirst
    assert repeat.duplicate_of == first.ordinal
    assert repeat not in article.language_segments()
    assert kind_of(article, "The union did not agree") == "paragraph"
    assert tiles(article)


def test_a_dateline_is_a_segment_of_its_own() -> None:
    article = parsed(f"{HEADLINE}\n\nKyiv: {BODY}")
    assert article.dateline is not None
    assert article.dateline.exact == "Kyiv:"
    assert kinds(article)[1] == ("dateline", "Kyiv:")
    assert kinds(article)[2][1].startswith("The harbour board")


def test_a_caption_before_its_credit() -> None:
    article = parsed(with_line("The northern pier seen from the old quay.\nGetty Images"))
    assert kind_of(article, "The northern pier seen") == "caption"


def test_the_author_s_note_at_the_end_is_boilerplate() -> None:
    note = "Omar Reyes is a staff reporter who covers the harbour for the Gazette."
    assert kind_of(parsed(f"{HEADLINE}\n\n{BODY}\n\n{note}"), note) == "boilerplate"


def test_what_the_producer_declares_wins() -> None:
    article = parsed(
        f"{HEADLINE}\n\nBy Omar Reyes\n\n{BODY}",
        headline="Another  headline",
        byline="Ada Lund",
        publisher="Gazette\x00",
        language="en-GB",
    )
    assert article.headline == "Another headline"
    assert article.byline == "Ada Lund"
    assert article.authors == ("Ada Lund",)
    assert article.publisher == "Gazette"
    assert article.language == "en-GB"
    assert kind_of(article, HEADLINE) == "headline"


def test_a_day_without_a_zone_is_utc() -> None:
    article = parsed(f"{HEADLINE}\n\n7 May 2024\n\n{BODY}")
    assert article.published_at == datetime(2024, 5, 7, tzinfo=UTC)


def test_another_language_is_parsed_and_said() -> None:
    text = (
        "Die neue Brücke ist am Dienstag eröffnet worden, neun Monate nach dem Unfall eines Lastkahns am Pfeiler.\n\n"
        "Zwei der vier Spuren bleiben gesperrt, bis die letzten Lager gesetzt sind, sagten die Ingenieure am Abend.\n\n"
        "Die Maut steigt im Juni auf drei Kronen; die Gewerkschaft der Lotsen nannte das einen Diebstahl."
    )
    article = parsed(text)
    assert article.language == "de"
    assert [warning.code for warning in article.warnings] == ["language_not_supported"]


@pytest.mark.parametrize("text", ["Home\nNews\nSport", "Share\n\nFacebook", "***", "12\n13", "Log in"])
def test_a_text_without_an_article_is_refused(text: str) -> None:
    with pytest.raises(EmptyText):
        parsed(text)


def test_wrapped_lines_are_paragraphs() -> None:
    wrapped = "\n\n".join(textwrap.fill(paragraph, 72) for paragraph in PARAGRAPHS)
    article = parsed(f"{HEADLINE}\nBy Omar Reyes\n\n{wrapped}")
    assert [kind for kind, _ in kinds(article)] == ["headline", "byline"] + ["paragraph"] * len(PARAGRAPHS)
    assert tiles(article)


def test_wrapped_lines_with_indents_are_paragraphs() -> None:
    wrapped = "\n".join(textwrap.fill(paragraph, 72, initial_indent="   ") for paragraph in PARAGRAPHS)
    assert [kind for kind, _ in kinds(parsed(wrapped))] == ["paragraph"] * len(PARAGRAPHS)


def test_a_repeated_sentence_inside_a_quotation_is_left_whole() -> None:
    opening = "We have waited nine long months for this one day."
    first = f"“{opening} And now it is here,” the chair of the harbour board said."
    second = f"“{opening} We shall not wait again,” a pilot told the crowd on the quay."
    article = parsed("\n\n".join([HEADLINE, PARAGRAPHS[0], first, PARAGRAPHS[2], second]))
    assert all(segment.duplicate_of is None for segment in article.segments)


def test_a_paragraph_that_comes_again_is_a_duplicate() -> None:
    article = parsed("\n\n".join([HEADLINE, *PARAGRAPHS, PARAGRAPHS[0]]))
    assert article.segments[-1].duplicate_of == article.segments[2].ordinal


def test_dates_of_other_articles_are_not_this_one_s() -> None:
    article = parsed(f"{HEADLINE}\n\n{BODY}\n\nMost Read\n\nHarbour Seal Found\n\nMay 3, 2019")
    assert article.published_at is None


@pytest.mark.parametrize(
    "text", ["The bridge in Millvale opened on Tuesday, Ada Lund said.", "Lund beat Reyes by 3-2 in Oslo."]
)
def test_short_texts_are_not_taken_for_another_language(text: str) -> None:
    assert parsed(text).language in (None, "en")


def test_a_list_that_a_colon_opens_is_the_article_s_own() -> None:
    items = ["Ada Lund, harbour board", "Omar Reyes, pilots' union", "Kim Hall, town council"]
    article = parsed("\n".join([HEADLINE, *PARAGRAPHS, "Those who spoke at the opening were:", *items]))
    assert [kind_of(article, item) for item in items] == ["list_item"] * 3


@pytest.mark.parametrize("headline", ["Will the bridge ever carry four lanes again?", "At last, the bridge is open!"])
def test_a_first_line_that_asks_or_exclaims_is_the_headline(headline: str) -> None:
    article = parsed(f"{headline}\n\n{BODY}")
    assert article.headline == headline
    assert kind_of(article, headline[:20]) == "headline"


def test_a_first_sentence_is_no_headline() -> None:
    assert parsed(BODY).headline is None


def test_a_declared_headline_that_the_text_does_not_hold_is_a_field_alone() -> None:
    article = parsed(BODY, headline="Declared Headline")
    assert article.headline == "Declared Headline"
    assert article.text == BODY


@pytest.mark.parametrize(
    "teaser",
    [
        "Ferries\n\nPilots Vote on New Contract\n\nThe union will vote on Friday on a contract.\n\nFeb. 21, 2024",
        "How the toll is set, and for whom\n\nUPDATED Feb. 29, 2024 | 2:10 PM",
        "Why did the span bend?\n\nA short history of the northern pier and of its barges.\n\nRead more",
    ],
)
def test_a_teaser_above_its_date_is_related(teaser: str) -> None:
    article = parsed(with_line(teaser))
    own = [line for line in teaser.split("\n\n")[:-1] if kind_of(article, line) in ("paragraph", "crosshead")]
    assert own == []
    assert all(kind_of(article, p[:30]) == "paragraph" for p in PARAGRAPHS)


def test_a_name_above_its_date_is_the_byline() -> None:
    # Given a page whose standfirst is a sentence, and below it the author's name and the date
    standfirst = "After nine months of ferries, the town has its bridge back, and nobody is happier than the baker."

    # When it is parsed
    article = parsed("\n\n".join([HEADLINE, standfirst, "Ada Lund", "Tue 7 May 2024", *PARAGRAPHS]))

    # Then the name is no title of another article
    assert (article.byline, article.standfirst) == ("Ada Lund", standfirst)


def test_the_dated_entries_of_a_live_blog_are_its_own() -> None:
    entries = [f"Lane opens again\n\n{p} {p}\n\nMay {n}, 2024" for n, p in enumerate(PARAGRAPHS, 1)]
    article = parsed("\n\n".join([HEADLINE, *entries]))
    assert all(kind_of(article, p[:30]) in ("paragraph", "standfirst") for p in PARAGRAPHS)


def test_nothing_above_the_dateline_is_a_paragraph() -> None:
    teaser = "Ferry fares are on the rise. This map shows where and how much."
    article = parsed("\n\n".join([teaser, HEADLINE, f"OSLO (AP) — {PARAGRAPHS[0]}", *PARAGRAPHS[1:]]))
    assert article.headline == HEADLINE
    assert kind_of(article, teaser) == "related"


def test_the_headline_is_the_one_with_the_byline_below() -> None:
    video = "Rebuilt Bridge: Watch the Span Rise"
    article = parsed("\n\n".join([HEADLINE, "By Omar Reyes", "Published May 7, 2024", "Video", video, *PARAGRAPHS]))
    assert article.headline == HEADLINE


def test_the_headline_that_comes_again_is_boilerplate() -> None:
    article = parsed("\n\n".join([f"{HEADLINE} | Gazette", HEADLINE, "7 May 2024", BODY]))
    assert [s.kind for s in article.segments].count("headline") == 1


def test_a_list_that_counts_something_is_the_article_s_own() -> None:
    goods = ["Two-lane toll for $3", "Island pass for $40", "Night ferry for $12"]
    article = parsed(with_line("\n".join(goods)))
    assert [kind_of(article, line) for line in goods] == ["list_item"] * 3
