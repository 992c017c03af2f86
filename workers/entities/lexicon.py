"""The word lists beside the code, each read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from workers.entities.folding import fold


@cache
def words(name: str) -> frozenset[str]:
    """The entries of `data/<name>.txt`: one a line, `#` starts a comment."""
    lines = files("workers.entities").joinpath("data", f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(bare for line in lines if (bare := line.split("#")[0].strip()))


@cache
def groups(name: str) -> dict[str, frozenset[str]]:
    """The lists of `data/<name>.toml`, by their keys; a list may be one string of words apart by blanks."""
    text = files("workers.entities").joinpath("data", f"{name}.toml").read_text(encoding="utf-8")
    lists = tomllib.loads(text)
    return {key: frozenset(value.split() if isinstance(value, str) else value) for key, value in lists.items()}


@cache
def keys_by_name(name: str) -> dict[str, str]:
    """The keys of `data/<name>.toml` by the names in their lists, folded."""
    return {fold(entry): key for key, entries in groups(name).items() for entry in entries}


def any_of(entries: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first."""
    return "|".join(sorted(map(re.escape, entries), key=lambda entry: (-len(entry), entry)))
