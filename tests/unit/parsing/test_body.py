"""Clean bodies: every line is the article's own; and the run of lines that is a page's body."""

from __future__ import annotations

import pytest

from tests.unit.parsing.texts import PARAGRAPHS, kinds, parsed_body, tiles
from workers.parsing.body import best_run, saturate


def test_nothing_is_cut_from_a_clean_body() -> None:
    body = "\n".join(["Bridge Opens", PARAGRAPHS[0], "Share", "Advertisement", "Most Read", *PARAGRAPHS[1:]])
    article = parsed_body(body)
    assert {kind for kind, _ in kinds(article)} <= {"headline", "paragraph", "crosshead"}
    assert kinds(article)[0] == ("headline", "Bridge Opens")
    assert tiles(article)


def test_a_body_without_headline() -> None:
    article = parsed_body("\n\n".join(PARAGRAPHS))
    assert article.headline is None
    assert {kind for kind, _ in kinds(article)} == {"paragraph"}


def test_one_short_line_is_an_article() -> None:
    assert kinds(parsed_body("Bridge Opens")) == [("paragraph", "Bridge Opens")]


def test_dateline_and_crosshead_of_a_clean_body() -> None:
    article = parsed_body("\n".join(["Oslo: " + PARAGRAPHS[0], "Tolls to rise", PARAGRAPHS[3]]))
    assert [kind for kind, _ in kinds(article)] == ["dateline", "paragraph", "crosshead", "paragraph"]


@pytest.mark.parametrize(
    ("scores", "run"),
    [
        ([], (0, 0)),
        ([-1.0, -2.0], (0, 0)),
        ([-1.0, 5.0, -1.0, 4.0, -9.0, 3.0], (1, 4)),
        ([2.0, -5.0, 3.0], (2, 3)),
    ],
)
def test_the_best_run(scores: list[float], run: tuple[int, int]) -> None:
    assert best_run(scores) == run


def test_a_long_interruption_weighs_no_more_than_two_paragraphs() -> None:
    assert sum(saturate([-3.0] * 50)) == -16.0
    assert saturate([1.0, -3.0, 1.0]) == [1.0, -3.0, 1.0]
