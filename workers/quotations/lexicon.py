"""The word lists beside the code, each read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str, room: str = "quotations") -> dict[str, Any]:
    """All that `data/<name>.toml` of a room holds; to be read, not changed."""
    return tomllib.loads(files(f"workers.{room}").joinpath("data", f"{name}.toml").read_text("utf-8"))


@cache
def groups(name: str, room: str = "quotations") -> dict[str, frozenset[str]]:
    """The lists of `data/<name>.toml`, by their keys: each one string of words apart by blanks."""
    return {key: frozenset(listed.split()) for key, listed in table(name, room).items()}
