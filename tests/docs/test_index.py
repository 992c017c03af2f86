"""The index of the documentation leads to every page, and every link of a page leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.blocks import PAGES, ROOT
from tests.docs.reference.writing import anchor

DOCS = ROOT / "docs"
LINK = re.compile(r"\]\((?!https?://|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def links_of(page: Path) -> list[tuple[Path, str]]:
    """The files and anchors to which a page links, within the project."""
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    return [((page.parent / path).resolve() if path else page, part) for path, part in LINK.findall(text)]


def test_the_index_leads_to_every_page() -> None:
    # Given the pages of the documentation
    pages = {page.resolve() for page in DOCS.rglob("*.md")} - {DOCS / "README.md"}
    # When the index's links are followed, and those of the decisions
    linked = {path for page in (DOCS / "README.md", DOCS / "decisions" / "README.md") for path, _ in links_of(page)}
    # Then none is left out
    assert sorted(page.relative_to(DOCS).as_posix() for page in pages - linked) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    # Given the links of a page, When they are followed
    gone = [str(path) for path, _ in links_of(page) if not path.exists()]
    lost = [
        f"{path.name}#{part}"
        for path, part in links_of(page)
        if part and path.suffix == ".md" and path.exists() and part not in anchors(path)
    ]
    # Then each file is there, and each heading
    assert (gone, lost) == ([], [])


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings."""
    return {anchor(re.sub(r"[`*]|\]\([^)]*\)|\[", "", heading)) for heading in HEADING.findall(page.read_text("utf-8"))}
