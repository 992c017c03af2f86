"""Noise that a line shows by itself, and lines of articles that must not be taken for it."""

from __future__ import annotations

import pytest

from workers.parsing.lines import lines_of
from workers.parsing.noise import noise_of, noise_rules, strong_heading, weak_heading


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Also Read | Harbour Board Names New Chief", "noise.related_inline"),
        ("READ MORE: Ferry fares to rise in spring", "noise.related_inline"),
        ("Related: How the toll is set", "noise.related_inline"),
        ("Watch: The moment the span was lifted", "noise.related_inline"),
        ("Read more about the harbour board", "noise.related_inline"),
        (">> Ferry timetable for the holidays", "noise.related_inline"),
        ("See also: A short history of the ferry", "noise.related_inline"),
        ("More from the harbour desk", "noise.related_inline"),
        ("list 2 of 3", "noise.related_inline"),
        ("Most watched harbour videos", "noise.related_inline"),
        ("[Read more: Ferry fares to rise in spring]", "noise.related_inline"),
        ("→ Ferry timetable for the holidays", "noise.related_inline"),
        ("Promoted Links by Linkmill", "noise.related_inline"),
        ("Stay up to date with harbour news on our app", "noise.newsletter"),
        ("Don't miss the latest from the quay", "noise.newsletter"),
        ("Please refresh your browser", "noise.paywall"),
        ("To read this story, please subscribe or sign in.", "noise.paywall"),
        ("Listen · 3:45", "noise.share"),
        ("+4 View gallery", "noise.share"),
        ("What do you think? Share your views in the comments below", "noise.comments"),
        ("Have you been affected by the closure?", "noise.comments"),
        ("To view this video please enable JavaScript", "noise.advertisement"),
        ("Sorry, this video is not available on your phone", "noise.advertisement"),
        ("Credit...Ada Lund for the Harbour Gazette", "noise.photo_credit"),
        ("Courtesy Ada Lund", "noise.photo_credit"),
        ("A version of this article appears in the weekend edition", "noise.correction"),
        ("With files from Omar Reyes", "noise.wire_credit"),
        ("al/or (AFP, dpa)", "noise.wire_sign_off"),
        ("(Harbour Gazette with AFP)", "noise.wire_credit"),
        ("Ada Lund · Harbour News · Posted: May 7, 2024", "noise.timestamp"),
        ("Sign up for our weekly harbour newsletter", "noise.newsletter"),
        ("Get the day's ferry news delivered straight to your inbox.", "noise.newsletter"),
        ("Enter your email", "noise.newsletter"),
        ("Please enter a valid email address.", "noise.newsletter"),
        ("Subscribe to continue", "noise.newsletter"),
        ("Already a subscriber? Log in", "noise.paywall"),
        ("This article is for subscribers only.", "noise.paywall"),
        ("You have 2 free articles left this month", "noise.paywall"),
        ("Facebook Twitter WhatsApp Email", "noise.share"),
        ("Share this article", "noise.share"),
        ("Share", "noise.share"),
        ("4 min read", "noise.share"),
        ("Follow us on Telegram", "noise.share"),
        ("12 Comments", "noise.comments"),
        ("Join the conversation", "noise.comments"),
        ("Your email address will not be published.", "noise.comments"),
        ("Advertisement", "noise.advertisement"),
        ("Story continues below advertisement", "noise.advertisement"),
        ("We and our partners use cookies to improve your experience.", "noise.cookies"),
        ("Accept all", "noise.cookies"),
        ("© 2024 Harbour Gazette. All rights reserved.", "noise.legal"),
        ("Terms of Use | Privacy Policy | Contact Us", "noise.legal"),
        ("This material may not be published or rewritten.", "noise.legal"),
        ("Photo: Ada Lund/Harbour Gazette", "noise.photo_credit"),
        ("A ferry leaves the new pier on Tuesday. (Ada Lund/AP)", "noise.photo_credit"),
        ("Cranes over the pier in a file photo.", "noise.photo_credit"),
        ("Getty Images", "noise.photo_credit"),
        ("Image credit: Harbour Board", "noise.photo_credit"),
        ("Correction: An earlier headline named the wrong pier.", "noise.correction"),
        ("An earlier version of this article gave the wrong toll.", "noise.correction"),
        ("This story has been updated to add the board's reply.", "noise.correction"),
        ("(Reporting by Ada Lund; Editing by Omar Reyes)", "noise.wire_credit"),
        ("Ada Lund and Omar Reyes contributed to this report.", "noise.wire_credit"),
        ("Tags: harbour, ferries, tolls", "noise.tags"),
        ("#harbour #ferries", "noise.tags"),
        ("Filed under: Transport", "noise.tags"),
        ("Published 3 May 2024, 08:15 GMT", "noise.timestamp"),
        ("May 3, 2024 at 8:15 a.m. EDT", "noise.timestamp"),
        ("Updated 12 minutes ago", "noise.timestamp"),
        ("2 hours ago", "noise.timestamp"),
        ("14:05 GMT", "noise.timestamp"),
        ("Related Post: The ferry that stayed", "noise.related_inline"),
        ("No spam, we promise.", "noise.newsletter"),
        ("Plus special access to our archive.", "noise.paywall"),
        ("Having trouble? Click here.", "noise.share"),
        ("If you buy something through this page, we may get a commission.", "noise.advertisement"),
        ("A ferry leaves the pier on May 7. © Harbour Press / Ada Lund", "noise.photo_credit"),
        ("A ferry leaves the pier on Tuesday. (Harbour 5 TV)", "noise.photo_credit"),
        ("&amp;lt;span class='x'&amp;gt;", "code.left_in_text"),
        ("This satellite image of the bay shows the bent span.", "noise.photo_credit"),
        ("The board, clockwise from top left: Lund, Reyes, Hall and Voss.", "noise.photo_credit"),
        ("The span is lifted into its place. (Published May 7, 2024)", "noise.photo_credit"),
        ("More For You", "noise.related_inline"),
        ("Our editor picks what she liked best in this weekly newsletter.", "noise.newsletter"),
        ("Was this email forwarded to you? Subscribe.", "noise.newsletter"),
        ("Share full article", "noise.share"),
        ("View this post on Instagram", "noise.share"),
        ("A post shared by the Harbour Board (@harbour)", "noise.share"),
        ("Comments: our rules", "noise.comments"),
        ("We want our comments to be kind.", "noise.comments"),
        ("The Harbour Gazette welcomes letters of no more than 200 words.", "noise.comments"),
        ("This clip can not be played", "noise.advertisement"),
        ("To play this video you need JavaScript.", "noise.advertisement"),
        ("To send flowers to the family, please visit our shop.", "noise.advertisement"),
        ("Ada Lund/Harbour Gazette", "noise.photo_credit"),
        ("Boats drift past the old mill. Ada Lund/Harbour Gazette", "noise.photo_credit"),
        ("Monks bless the boats. | ADA LUND", "noise.photo_credit"),
        ("Boats were moved on Tuesday. (HBC News: Ada Lund)", "noise.photo_credit"),
        ("Ada Lund by the old pier. (Supplied)", "noise.photo_credit"),
        ("The pier at noon. Credit...Ada Lund for the Gazette", "noise.photo_credit"),
        ("• This article was amended on 4 June 2024.", "noise.correction"),
        ("For the record: An earlier caption named the wrong pier.", "noise.correction"),
        ("The Associated Press receives support for its coverage of harbours.", "noise.wire_credit"),
        ("BC-ML--Marenia-Storm, 3rd Ld-Writethru", "noise.wire_slug"),
        ("AP-ML--Marenia Storm", "noise.wire_slug"),
        ("Eds: Updates with quotes from mayor.", "noise.wire_slug"),
        ("(Adds mayor's reply in paragraph 4)", "noise.wire_slug"),
        ("This report by The Harbour Press was first published May 7, 2024.", "noise.correction"),
        ("Updated: May 03, 2024, 10:22 AM IST", "noise.timestamp"),
        ("Updated: 3 May 2024 10:22", "noise.timestamp"),
        ("Update: Two of the pilots have since died.", "noise.correction"),
        ("LIVE Updated 12 minutes ago", "noise.timestamp"),
        ("The post Pier Reopens appeared first on Harbour Gazette.", "noise.feed_footer"),
        ("123", "noise.no_letters"),
        ("* * *", "noise.separator"),
    ],
)
def test_noise_is_known_by_its_words(text: str, rule: str) -> None:
    label = noise_of(lines_of(text)[0])
    assert label is not None
    assert label.rule == rule


@pytest.mark.parametrize(
    "text",
    [
        "Share prices of the ferry company fell by a tenth.",
        "Commentators said the toll had been a mistake from the start.",
        "“Read my lips,” the mayor said. “There will be no toll.”",
        "He said he would share the figures with the harbour board.",
        "Photographs from the pier show that the span was already bent.",
        "The newsletter of the pilots' union called the toll a theft.",
        "Getting the ferry to sail again took nine days.",
        "May is the busiest month on the river.",
        "More: that was all the pilots asked for. They got less.",
        "Courtesy costs nothing, the ferryman likes to say.",
        "Something went wrong.",
        "What do you think? Why does nobody cross the river any more?",
        "Most watched from the pier as the span came down.",
        "Unlock the gate, the pilot had shouted, and nobody did.",
        "By then the pier had closed.",
        "June 9 -- Pier Hall, Millvale",
        "Tolls Rise Again",
        "The post that the bridge had rested on was gone by Friday.",
        "For the record, she has never sailed.",
        "He asked the board to be clear: was it the wind/tide or the crane?",
        "The union (and the board) would not say who was to pay (or when).",
        "The MV-Sara, built in 1961, was sold.",
        "The Associated Press Building in Harbour Street burned down.",
        "Updates to the timetable will follow, the board said in a statement.",
        "She is a teacher and has crossed the river daily for ten years.",
    ],
)
def test_an_article_s_own_line_is_not_noise(text: str) -> None:
    assert noise_of(lines_of(text)[0]) is None


@pytest.mark.parametrize(
    "text",
    [
        "Ada Lund is a staff reporter who covers the harbour for the Gazette.",
        "Omar Reyes can be reached at omar@gazette.example.",
        "Staff Writer",
        "www.gazette.example",
    ],
)
def test_about_the_author_is_noise_only_at_the_end(text: str) -> None:
    line = lines_of(text)[0]
    assert noise_of(line) is None
    assert noise_of(line, tail=True) is not None


@pytest.mark.parametrize(
    ("text", "strong", "weak"),
    [
        ("Recent News", True, False),
        ("MOST READ:", True, False),
        ("You may also like…", True, False),
        ("Comments", False, True),
        ("Share this:", False, True),
        ("Recent news from the front was bad", False, False),
    ],
)
def test_headings(text: str, strong: bool, weak: bool) -> None:
    line = lines_of(text)[0]
    assert (strong_heading(line), weak_heading(line)) == (strong, weak)


def test_every_rule_has_a_name_of_its_own() -> None:
    names = [rule.name for rule in noise_rules()]
    assert len(names) == len(set(names)) > 10
