"""Draws plots as SVG, on the server: colours that serve on light and dark paper, and the same numbers as a table."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workers.web.records import DayCount

COLOURS = {"direct": "#b08600", "mixed": "#c96a2b", "indirect": "#4f7fc4"}
"""Each has a contrast of 3 to 1 and more with the light paper and with the dark one."""

WIDTH, HEIGHT = 640, 180

AXIS: dict[str, object] = {"grid": False, "labelOverlap": True, "tickCount": 8}

MOST_DAYS = 120
"""Above which a bar for each day would be too thin to be seen."""


ODD_SHARE = 0.01
"""Of the quotations, at either end: these may have a wrong date, such as 1970 or 9999."""

LEAST_SPAN = timedelta(days=366)


@dataclass(frozen=True)
class Plot:
    """A plot, its words, and the table behind it."""

    title: str
    unit: str
    svg: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def over_time(days: Sequence[DayCount]) -> Plot | None:
    """Quotations by kind, a day or, over a longer time, a month; None if no quotation has a date."""
    if not days:
        return None
    first, last = _drawn(days)
    is_long = (last - first).days > MOST_DAYS
    letters, unit, name = (7, "yearmonth", "month") if is_long else (10, "yearmonthdate", "day")
    table: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for each in days:
        table[each.day.isoformat()[:letters]][each.kind] += each.count
    drawn = {each.day.isoformat()[:letters] for each in days if first <= each.day <= last}
    cells = tuple(
        (f"{at}-01"[:10], kind, n) for at, counts in table.items() if at in drawn for kind, n in counts.items()
    )
    rows = tuple((at, *(str(counts[kind]) for kind in COLOURS)) for at, counts in reversed(table.items()))
    title = f"Quotations a {name}, by date of publication"
    return Plot(
        title, "number of quotations", _bars(cells, unit), (name.capitalize(), *map(str.capitalize, COLOURS)), rows
    )


def _drawn(days: Sequence[DayCount]) -> tuple[date, date]:
    """The first and the last day that are drawn: a few wrong dates must not make all others too thin to be seen.

    A day is left out, and stands in the table alone, if it is farther from nearly all quotations than these are from
    each other.
    """
    in_order = sorted(days, key=lambda each: each.day)
    low, high = _day_at(in_order, ODD_SHARE), _day_at(in_order, 1 - ODD_SHARE)
    span = max(high - low, LEAST_SPAN)
    near = [each.day for each in in_order if low - each.day <= span and each.day - high <= span]
    return near[0], near[-1]


def _day_at(in_order: Sequence[DayCount], share: float) -> date:
    """The day by which this share of all quotations is reached."""
    left = share * sum(each.count for each in in_order)
    for each in in_order:
        left -= each.count
        if left <= 0:
            return each.day
    return in_order[-1].day


def by_month(publisher: str, months: Sequence[tuple[str, int, int, int]]) -> Plot | None:
    """A publisher's quotations a month, and the share of those whom the text tells as she among those told."""
    if not months:
        return None
    rows = tuple((m, str(whole), str(people), str(women)) for m, whole, people, women in reversed(months))
    cells = tuple((f"{m}-01", "direct", whole) for m, whole, _, _ in months if m[:1].isdigit())
    return Plot(f"Quotations of {publisher} a month", "number of quotations", _bars(cells, "yearmonth", is_one=True),
                ("Month", "Quotations", "Of people", "Told as she"), rows)  # fmt: skip


@lru_cache(maxsize=256)
def _bars(cells: tuple[tuple[str, str, int], ...], unit: str, is_one: bool = False) -> str:
    """Stacked bars over time, a colour for each kind; of one colour if there is but one."""
    colour = {
        "field": "kind",
        "scale": {"domain": list(COLOURS), "range": list(COLOURS.values())},
        "legend": None if is_one else {"title": None, "orient": "top"},
    }
    return _svg(
        {
            "data": {"values": [{"day": day, "kind": kind, "count": count} for day, kind, count in cells]},
            "mark": "bar",
            "width": WIDTH,
            "height": HEIGHT,
            "background": "transparent",
            "encoding": {
                "x": {"field": "day", "type": "temporal", "timeUnit": unit, "title": None, "axis": AXIS},
                "y": {
                    "field": "count", "aggregate": "sum", "type": "quantitative", "title": "quotations",
                    "axis": {"tickMinStep": 1},
                },
                "color": colour,
            },
            "config": {"view": {"stroke": None}, "axis": {"titleFontWeight": "normal", "gridOpacity": 0.5}},
        }
    )  # fmt: skip


def _svg(spec: dict[str, object]) -> str:
    """The drawing of a Vega-Lite specification, whose labels are dates and kinds: nothing of an article is in it.

    It has attributes and no styles, so that a strict browser shows it; to screen readers it is one image.
    """
    import vl_convert

    drawn = str(vl_convert.vegalite_to_svg(json.dumps(spec)))
    return drawn.replace("<svg ", '<svg role="img" aria-label="The numbers stand in the table below." ', 1)
