"""The word lists beside the code, each read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


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
