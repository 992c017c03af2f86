"""The word lists of workers/language/words/: each has its origin, its reader, and no entry and no twin twice."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
WORDS = ROOT / "workers" / "language" / "words"
FILES = sorted(path for path in WORDS.glob("*/*") if path.is_file())
LISTS = [path for path in FILES if path.suffix in (".txt", ".toml")]

ORIGIN = re.compile(r"own list|origin:|compiled by hand|\bafter\b|extract of|written by", re.IGNORECASE)
"""How a comment says where a list comes from."""

FEWEST = 8
"""Entries of a list that is compared with others: shorter ones share a few small words by chance."""

NOT_YET_ONCE = {"media.outlets.BBC"}
"""Lists with an entry that stands in them twice: names of several words, apart by "|"."""

NOT_YET_APART = {}
"""Lists that are equal in more than half of their entries; to be emptied."""


def comment(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if line.startswith("#"))


def lists_of(path: Path) -> Iterator[tuple[str, list[str]]]:
    """The lists in a file, by the file's name and their keys in it."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".txt":
        yield path.stem, [bare for line in text.splitlines() if (bare := line.split("#")[0].strip())]
    elif path.suffix == ".toml":
        yield from _lists_in(tomllib.loads(text), path.stem)


def _lists_in(value: Any, name: str) -> Iterator[tuple[str, list[str]]]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _lists_in(each, f"{name}.{key}")
    elif isinstance(value, str):
        yield name, value.split()
    elif isinstance(value, list) and all(isinstance(each, str) for each in value):
        yield name, value


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_tells_its_origin(path: Path) -> None:
    # Given a file of words; that of a table of commas stands beside it
    told = path.with_suffix(".md").read_text(encoding="utf-8") if path.suffix == ".csv" else comment(path)

    # When its comment is read
    # Then it says where the entries come from
    assert path.suffix == ".md" or ORIGIN.search(told), f"{path.name}: begin it with a comment on its origin"


def test_no_two_files_have_one_name() -> None:
    # Given all files, in whichever folder
    # When their names are counted
    named = Counter(path.stem for path in FILES if path.suffix != ".md")

    # Then each occurs once: lists are read by their names alone
    assert [name for name, times in named.items() if times > 1] == []


def test_every_file_is_read() -> None:
    # Given the code
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "workers").rglob("*.py"))

    # When each file's name is looked for in it
    unread = [path.name for path in FILES if not re.search(rf"""["']{path.stem}(?:\.\w+)?["']""", code)]

    # Then somebody asks for it
    assert unread == [], "nobody reads these lists: delete them"


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_no_entry_occurs_twice_in_a_list(path: Path) -> None:
    # Given the lists of a file
    # When their entries are counted
    twice = {
        name: again
        for name, entries in lists_of(path)
        if (again := [entry for entry, times in Counter(entries).items() if times > 1])
    }

    # Then each occurs once
    assert {name: again for name, again in twice.items() if name not in NOT_YET_ONCE} == {}


def test_no_two_lists_are_one() -> None:
    # Given all lists, case set aside
    lists = {name: {entry.casefold() for entry in entries} for path in LISTS for name, entries in lists_of(path)}
    long = {name: entries for name, entries in lists.items() if len(entries) >= FEWEST}

    # When every two are compared
    alike = [pair for pair in combinations(long, 2) if _alike(*(long[name] for name in pair))]

    # Then those that share more than half of their entries say why there are two
    unexplained = [pair for pair in alike if frozenset(pair) not in NOT_YET_APART and not _explained(*pair)]
    assert unexplained == [], "make one list of the two, or say in a comment that names the other why there are two"


def test_every_exception_is_still_needed() -> None:
    # Given all lists
    lists = {name: entries for path in LISTS for name, entries in lists_of(path)}

    # When the exceptions are compared with them
    once = [name for name in NOT_YET_ONCE if len(set(lists.get(name, ()))) == len(lists.get(name, ()))]
    named = {pair: [set(lists.get(name, ())) for name in pair] for pair in NOT_YET_APART}
    apart = [pair for pair, (one, other) in named.items() if not _alike(one, other)]

    # Then each still has its reason
    assert (once, apart) == ([], []), "take them out of NOT_YET_ONCE and NOT_YET_APART"


def _alike(one: set[str], other: set[str]) -> bool:
    return 2 * len(one & other) > max(len(one), len(other))


def _explained(one: str, other: str) -> bool:
    """Whether the comment in the file of either names the other's file, or its key in the same file."""
    told = {path.stem: comment(path).casefold() for path in LISTS}
    (file, *keys), (other_file, *other_keys) = one.split("."), other.split(".")
    if file == other_file:
        return any(key in told[file] for key in (*keys, *other_keys))
    return other_file in told[file] or file in told[other_file]
