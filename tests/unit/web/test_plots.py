"""Plots are drawings without styles or scripts, with the same numbers in the table behind them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from xml.etree import ElementTree

from workers.web.plots import MOST_DAYS, by_month, over_time
from workers.web.records import DayCount

FIRST = date(2026, 1, 30)


def test_a_few_weeks_are_drawn_day_by_day() -> None:
    # Given quotations of three days, When they are drawn
    plot = over_time([DayCount(FIRST + timedelta(n), "direct", n + 1) for n in range(3)])
    # Then the table has each day, the newest first, and all kinds
    assert plot is not None
    assert plot.title.startswith("Quotations a day")
    assert plot.columns == ("Day", "Direct", "Mixed", "Indirect")
    assert plot.rows == (("2026-02-01", "3", "0", "0"), ("2026-01-31", "2", "0", "0"), ("2026-01-30", "1", "0", "0"))


def test_a_longer_time_is_drawn_month_by_month() -> None:
    # Given quotations over half a year, When they are drawn, Then those of one month are one number
    days = [DayCount(FIRST, "direct", 1), DayCount(FIRST, "mixed", 2), DayCount(FIRST + timedelta(1), "direct", 4)]
    plot = over_time([*days, DayCount(FIRST + timedelta(MOST_DAYS + 1), "indirect", 8)])
    assert plot is not None
    assert plot.rows == (("2026-05", "0", "0", "8"), ("2026-01", "5", "2", "0"))


def test_the_drawing_needs_no_style_and_runs_nothing() -> None:
    # Given a publisher whose name is an attack, When its months are drawn
    plot = by_month("<script>", [("2026-01", 9, 5, 2), ("no date", 1, 1, 0)])
    # Then the drawing is well formed, one image to screen readers, and holds neither style, script nor the name
    assert plot is not None
    root = ElementTree.fromstring(plot.svg)
    assert root.get("role") == "img"
    assert {"style", "script", "image", "a"}.isdisjoint(element.tag.rpartition("}")[2] for element in root.iter())
    assert re.findall(r"\bon\w+=|\bstyle=|<script", plot.svg) == []


def test_nothing_is_drawn_of_nothing() -> None:
    # Given no quotation with a date, When it is drawn, Then there is no plot
    assert over_time([]) is None
    assert by_month("A", []) is None


def test_a_few_wrong_dates_make_no_plot_of_ten_thousand_years() -> None:
    # Given a hundred quotations of two days, and one each that bears the first and the last day of the calendar
    days = [DayCount(date.min, "direct", 1), DayCount(FIRST, "direct", 60), DayCount(FIRST + timedelta(1), "mixed", 50)]
    plot = over_time([*days, DayCount(date.max, "direct", 1)])
    # When they are drawn, Then the drawing is that of the two days, and the table has all
    true = over_time(days[1:])
    assert plot is not None
    assert true is not None
    assert plot.svg == true.svg
    assert [row[0] for row in plot.rows] == ["9999-12-31", "2026-01-31", "2026-01-30", "0001-01-01"]


def test_an_archive_of_a_century_is_drawn_whole() -> None:
    # Given quotations over a hundred years, When they are drawn, Then both ends are drawn
    days = [DayCount(date(year, 1, 1), "direct", 1) for year in range(1900, 2001)]
    plot, shorter = over_time(days), over_time(days[1:])
    assert plot is not None
    assert shorter is not None
    assert plot.svg != shorter.svg
