"""Pieces of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MADE = "<!-- `make reference` writes this page from the code: change it there. -->\n"


def page(title: str, intro: str, parts: Iterable[str]) -> str:
    """A whole generated page."""
    return "\n".join([f"# {title}", "", MADE, intro, "", *parts]).rstrip("\n") + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a cell may hold anything that a line may."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(cell, line))} |" for line in lines) + "\n"


def cell(text: str) -> str:
    """The text in one line, without a bar that would end the cell."""
    return " ".join(text.split()).replace("|", "\\|")


def anchor(title: str) -> str:
    """The anchor of a heading, as GitHub makes it."""
    return "".join(letter for letter in title.lower().replace(" ", "-") if letter.isalnum() or letter in "-_")
