"""Every page names only files and folders of the code that exist: a move leaves no stale path behind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
PATH = re.compile(r"`((?:workers|shared|tests|deploy|docs)/[\w./-]+)`")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_path_of_a_page_exists(page: Path) -> None:
    # Given the paths that a page names
    named = set(PATH.findall(page.read_text("utf-8")))

    # When they are looked for
    gone = sorted(path for path in named if not (ROOT / path).exists())

    # Then all are there
    assert gone == []
