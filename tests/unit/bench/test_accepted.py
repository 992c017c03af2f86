"""A run of the benches beside the accepted one: what counts as slower, what is not compared, what is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

from tests.bench.accepted import Outcome, accept, compare, read
from tests.bench.core import Figure


def figure(
    value: float, better: Literal["lower", "higher"] = "lower", *, of: str = "60 articles", checked: bool = True
) -> Figure:
    """A figure of a part, with a tolerance of a tenth."""
    return Figure("whole.cpu", "times the pure stages' CPU", value, better, of, checked=checked, tolerance=0.1)


@pytest.mark.parametrize(
    ("before", "now", "better", "outcome", "change"),
    [
        (1.5, 1.5, "lower", Outcome.SAME, 0.0),
        (1.5, 1.6, "lower", Outcome.SAME, 1.6 / 1.5 - 1),
        (1.0, 1.2, "lower", Outcome.WORSE, 0.2),
        (1.0, 0.8, "lower", Outcome.BETTER, -0.2),
        (0.8, 0.75, "higher", Outcome.SAME, 0.8 / 0.75 - 1),
        (0.9, 0.6, "higher", Outcome.WORSE, 0.5),
        (0.6, 0.9, "higher", Outcome.BETTER, 0.6 / 0.9 - 1),
        (1.0, 2.0, "lower", Outcome.WORSE, 1.0),
        (1.0, 2.0, "higher", Outcome.BETTER, -0.5),
    ],
)
def test_a_figure_beside_the_accepted_one(
    before: float, now: float, better: Literal["lower", "higher"], outcome: Outcome, change: float
) -> None:
    # Given an accepted figure, and another one of the same articles
    accepted = {"whole.cpu": {"value": before, "of": "60 articles"}}

    # When they are compared
    (verdict,) = compare(accepted, [figure(now, better)])

    # Then the verdict says whether it costs more than is tolerated, and by what share
    assert verdict.outcome is outcome
    assert verdict.change == pytest.approx(change)
    assert f"{verdict.change:+.0%}; tolerated 10%" in str(verdict)


def test_other_articles_are_not_compared() -> None:
    # Given an accepted figure of other articles
    accepted = {"whole.cpu": {"value": 1.0, "of": "150 articles"}}

    # When a much worse one is compared with it
    (verdict,) = compare(accepted, [figure(9.0)])

    # Then nothing is said of its cost
    assert (verdict.outcome, verdict.change) == (Outcome.OTHER, None)
    assert "not comparable" in str(verdict)


def test_what_no_run_has_shown_is_new() -> None:
    assert [verdict.outcome for verdict in compare({}, [figure(1.0)])] == [Outcome.NEW]


def test_figures_that_depend_on_the_machine_are_not_compared() -> None:
    assert compare({"whole.cpu": {"value": 1.0, "of": "60 articles"}}, [figure(9.0, checked=False)]) == []


def test_accepted_figures_replace_those_of_their_names(tmp_path: Path) -> None:
    # Given two accepted figures, and a page
    file, page = tmp_path / "performance.json", tmp_path / "performance.md"
    page.write_text("# Performance\n")
    other = Figure("lengths.exponent", "exponent", 1.0, "lower", "articles", reach=1.1)
    accept([figure(1.5), other], "short", 0.04, file=file, page=page)

    # When a new one is accepted
    accept([figure(1.2)], "short", file=file, page=page)

    # Then it stands in the file beside the other part's, and the page has both runs
    assert {name: row["value"] for name, row in read(file).items()} == {"whole.cpu": 1.2, "lengths.exponent": 1.0}
    assert page.read_text().count("\n### ") == 2
    assert "other programs on at most 4% of them" in page.read_text()
    assert "| 1.00 | exponent | 1.1 | articles |" in page.read_text()
