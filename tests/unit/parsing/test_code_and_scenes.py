"""Lines that scripts, styles and pictures left among an article's paragraphs."""

from __future__ import annotations

import pytest

from workers.parsing.code import is_code
from workers.parsing.lines import lines_of
from workers.parsing.noise import noise_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"@type": "NewsArticle", "headline": "Pier shut", "author": {"name": "Ada Lund"}}', True),
        ("var slots = slots || [];", True),
        ("window.pier = window.pier || {};", True),
        ("margin: 0 auto;", True),
        (".story p { margin: 0 0 1em; color: #333 }", True),
        (".story p {", True),
        ('<div class="box"><a href="/pier">', True),
        ("The mayor spoke; he left at noon (early).", False),
        ("Results: Leeds 2; Hull 1; York 3; Bath 0.", False),
        ("“Nobody [in the guild] was asked,” she said; the owners (all five) agreed.", False),
        ("See https://gazette.example/pier for the plans.", False),
        ("* * *", False),
        ('"articleBody": "The board met on Monday. The pier stays shut, the mayor said, and nobody slept.",', True),
        ("_gaq.push(['_setAccount', 'UA-12-1']);", True),
        ("} else {", True),
        ("/* the gallery below the story */", True),
        ("<!-- begin sidebar -->", True),
        ("@media (max-width: 600px) {", True),
        ("src: '/img/pier.jpg',", True),
        ("[caption id='a12' align='left']", True),
        ("{% if reader %}", True),
        ("&nbsp;&nbsp;", True),
        ("M12 2C6.48 2 2 6.48 2 12s4.48 10 10 10 10-4.48 10-10S17.52 2 12 2zm0 18c-4.41", True),
        ("Let me say this: we will not sell (not now, not ever);", False),
        ("Where: the Guildhall;", False),
        ("[The mayor] said: “We will [sic] open it.”", False),
        ("[laughter]", False),
        ("“The board”: a body of twelve.", False),
    ],
)
def test_what_a_script_left_is_no_paragraph(text: str, code: bool) -> None:
    # Given a line, Then it is code by its signs, of which prose has few
    assert is_code(text) is code


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (
            "Mayor Ada Lund, left, speaks during a meeting at the town hall on Tuesday, May 7, 2024, in Millvale.",
            "noise.scene",
        ),
        ("A weaver holds a banner outside Tarn Mill on 7 May 2024. The owners close it in June.", "noise.scene"),
        (
            "Sailors march along the pier in Millvale, Friday, May 10, 2024, after the storm tore its ramp away.",
            "noise.scene",
        ),
        ("The mayor spoke during a meeting at the town hall on Tuesday, May 7, 2024.", None),
        ("The new law takes effect on January 1, 2025, and nobody speaks of it.", None),
        ("“She holds the key,” Lund said on Tuesday, May 7, 2024, in Millvale.", None),
    ],
)
def test_a_scene_with_its_day_and_year_is_a_caption(text: str, rule: str | None) -> None:
    # Given a sentence, Then it is a picture's caption if it shows people doing something on a day with its year
    label = noise_of(lines_of(text, join=False)[0])
    assert (label.rule if label else None) == rule
