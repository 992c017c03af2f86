"""The page about the house keeps up with the house: its paths exist, its rooms are all there, each report is short."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
PATHS = re.findall(r"`((?:workers|shared|tests)/[\w/.]+)`", PAGE)
CODE = [path for folder in ("shared", "training", "workers") for path in (ROOT / folder).rglob("*")]
DRAWING = PAGE.partition("Imports run one way")[0]
REPORTS = re.findall(r"^### (.+?)\n(.*?)(?=^##)", PAGE, re.MULTILINE | re.DOTALL)

MOST = 3
"""Files that a reader opens in one case of a report."""


@pytest.mark.parametrize("path", sorted(set(PATHS)))
def test_every_path_exists(path: str) -> None:
    # Given a path on the page
    # When it is looked for
    # Then it is there
    assert (ROOT / path).exists()


def test_every_room_is_drawn() -> None:
    # Given the packages of the workers
    rooms = [path.parent for path in (ROOT / "workers").glob("*/**/__init__.py")]

    # When they are looked for in the drawing
    missing = [room.relative_to(ROOT).as_posix() for room in rooms if f" {room.name}/" not in DRAWING]

    # Then each has its line
    assert missing == []


def test_nothing_else_is_drawn() -> None:
    # Given the names in the drawing that end in a slash, or are modules
    drawn = re.findall(r"(?<= )([a-z_]+(?:/|\.py))(?=\s)", DRAWING)

    # When they are looked for
    gone = [name for name in drawn if not any(name.rstrip("/") in (path.name, path.parent.name) for path in CODE)]

    # Then all exist
    assert gone == []


@pytest.mark.parametrize(("title", "text"), REPORTS, ids=[title for title, _ in REPORTS])
def test_no_case_of_a_report_opens_more_than_three_files(title: str, text: str) -> None:
    # Given a report of a bug, with its numbered cases
    cases = re.split(r"^\d\. ", text, flags=re.MULTILINE)

    # When the files of each case are counted
    counts = [len(set(re.findall(r"`((?:workers|shared)/[\w/.]+\.\w+)`", case))) for case in cases]

    # Then nobody opens more than a few
    assert max(counts) <= MOST, title
