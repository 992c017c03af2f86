"""The tables beside the code: tab-separated, `#` starts a comment line, `|` parts the names of a cell."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def table(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of `data/<name>.tsv`."""
    lines = files("workers.entities").joinpath("data", f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))


def cell(text: str) -> tuple[str, ...]:
    """The names of a cell."""
    return tuple(name for name in text.split("|") if name)
