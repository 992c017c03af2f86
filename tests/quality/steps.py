"""What each post-processing step of the entities gives: exact and partial F1 with all steps, less the F1 without it.

    python -m tests.quality.steps     writes the table of docs/quality.md anew (between its two marks)

Needs the measuring kit beside the checkout, as `make quality` does; the model reads each article once.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence

import click

from tests.quality.__main__ import KIT, PAGE
from training.judging import SETS, Kit, Read
from workers.entities.recognise.steps import STEPS
from workers.models import load

BEGIN, END = "<!-- steps -->", "<!-- /steps -->"

Figures = dict[str, float]


def main() -> None:
    """Measure all sets, print the table, put it into the page."""
    if not KIT.exists():
        sys.exit(f"no measuring kit at {KIT}; set ONRECORD_KIT")
    kit, names = Kit(KIT), load().names
    measured = [_measure(kit, kit.read(name, names)) for name in SETS]
    table = "\n".join(_table(measured))
    click.echo(table)
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(
        re.sub(rf"{BEGIN}.*{END}", lambda _: f"{BEGIN}\n{table}\n{END}", page, flags=re.S), encoding="utf-8"
    )


def _measure(kit: Kit, read: Sequence[Read]) -> dict[str, Figures]:
    """Figures with all steps under "all", with none under "none", and without each step under its name."""
    without = {name: [step for step in STEPS if step.run.__name__ != name] for name in _names()}
    figures = {name: kit.figures(read, steps) for name, steps in without.items()}
    return {"all": kit.figures(read), "none": kit.figures(read, ())} | figures


def _names() -> list[str]:
    return list(dict.fromkeys(step.run.__name__ for step in STEPS))


def _table(measured: Sequence[dict[str, Figures]]) -> Iterator[str]:
    yield "| step | why | " + " | ".join(f"{name}: exact, partial" for name in SETS) + " |"
    yield "|---|---|" + "---|" * len(SETS)
    for row, why in (("all", "F1 with all steps"), ("none", "F1 without any step")):
        cells = ("{exact:.1f}, {partial:.1f}".format(**figures[row]) for figures in measured)
        yield f"| {row} | {why} | " + " | ".join(cells) + " |"
    reasons = {step.run.__name__: step.reason for step in reversed(STEPS)}
    for name in _names():
        gains = [_gain(figures["all"], figures[name]) for figures in measured]
        yield f"| `{name}` | {reasons[name]} | " + " | ".join(gains) + " |"


def _gain(whole: Figures, without: Figures) -> str:
    return ", ".join(f"{whole[what] - without[what]:+.1f}" for what in ("exact", "partial"))


if __name__ == "__main__":
    main()
