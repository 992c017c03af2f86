"""The one reader of the word lists: each list in `words/` exists once, is read once, and is known by its file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from workers.language.folding import fold


@cache
def words(name: str) -> frozenset[str]:
    """The entries of `<name>.txt`: one a line, `#` starts a comment."""
    return frozenset(entries(name))


def entries(name: str) -> tuple[str, ...]:
    """The entries of `<name>.txt` in the file's order."""
    lines = text(f"{name}.txt").splitlines()
    return tuple(bare for line in lines if (bare := line.split("#")[0].strip()))


@cache
def table(name: str) -> dict[str, Any]:
    """The whole of `<name>.toml`; callers read it and never change it."""
    return tomllib.loads(text(f"{name}.toml"))


@cache
def groups(name: str) -> dict[str, frozenset[str]]:
    """The lists of `<name>.toml`, by their keys; a list may be one string of words with blanks between."""
    return {
        key: frozenset(value.split() if isinstance(value, str) else value)
        for key, value in table(name).items()
        if isinstance(value, str | list)
    }


@cache
def keys_by_name(name: str) -> dict[str, str]:
    """The keys of `<name>.toml` by the names in their lists, folded."""
    return {fold(entry): key for key, listed in groups(name).items() for entry in listed}


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of `<name>.tsv`: tabs part the cells, `#` starts a comment line."""
    lines = text(f"{name}.tsv").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))


def cell(content: str) -> tuple[str, ...]:
    """The names in a cell, which `|` parts."""
    return tuple(name for name in content.split("|") if name)


def text(file: str) -> str:
    """A whole file of `words/`, whichever folder of it holds the file."""
    return _files()[file].read_text(encoding="utf-8")


@cache
def _files() -> dict[str, Traversable]:
    folders = files("workers.language").joinpath("words").iterdir()
    return {file.name: file for folder in folders if folder.is_dir() for file in folder.iterdir()}


def any_of(listed: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first."""
    return "|".join(sorted(map(re.escape, listed), key=lambda entry: (-len(entry), entry)))
