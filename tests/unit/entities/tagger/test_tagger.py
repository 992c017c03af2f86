"""The recogniser as it ships: the same lines give the same names, in whichever process."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from workers.entities.records import KIND_OF_LABEL
from workers.entities.tagger import Tagger

LINES = [
    "The mayor, Jane Roe, flew to London on Monday.",
    "",
    "Peter Lindqvist of the World Health Organization met her in Oslo.",
    "   ",
    "So it went, and nobody came.",
    "They were glad 😀, and Zoë Müller’s team flew to São Paulo.",
]


def exact(line: str, found: list[tuple[int, int, str]]) -> list[tuple[str, str]]:
    return [(line[start:end], label) for start, end, label in found]


def test_names_of_each_line_with_their_kinds(tagger: Tagger) -> None:
    # Given plain lines, When they are read
    found = [exact(line, names) for line, names in zip(LINES, tagger(LINES), strict=True)]

    # Then each has its names, in order
    assert found == [
        [("Jane Roe", "PERSON"), ("London", "LOC")],
        [],
        [("Peter Lindqvist", "PERSON"), ("World Health Organization", "ORG"), ("Oslo", "LOC")],
        [],
        [],
        [("Zoë Müller", "PERSON"), ("São Paulo", "LOC")],
    ]


def test_the_same_lines_give_the_same_names(tagger: Tagger) -> None:
    assert tagger(LINES) == tagger(LINES)


def test_lines_give_the_same_names_alone_and_together(tagger: Tagger) -> None:
    assert [tagger([line])[0] for line in LINES] == tagger(LINES)


@pytest.mark.parametrize("lines", [[], [""], ["", "  ", "\t"], ["\u200b", "\x00"], ["."]])
def test_lines_without_words_have_no_names(lines: list[str], tagger: Tagger) -> None:
    assert tagger(lines) == [[] for _ in lines]


def test_a_line_longer_than_a_window_keeps_its_names(tagger: Tagger) -> None:
    # Given a line of many sentences, When it is read
    line = " ".join([LINES[0], LINES[2]] * 20)
    [found] = tagger([line])

    # Then the names stand in it in order, one behind the other, with known labels
    assert len(found) > 90
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert {name.label for name in found} <= set(KIND_OF_LABEL)
    assert exact(line, found)[-1] == ("Oslo", "LOC")


FORKED = """
import os
from workers.entities.tagger import Tagger

def threads():
    return len(os.listdir("/proc/self/task"))

LINES = {lines!r}
tagger = Tagger()
before = threads()
found = repr(tagger(LINES))
print(before, threads(), flush=True)
if (child := os.fork()) == 0:
    os._exit(0 if repr(tagger(LINES)) == found else 1)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), repr(tagger(LINES)) == found)
"""


def test_a_forked_child_finds_what_its_parent_finds(tmp_path: Path) -> None:
    # Given a process that has loaded the recogniser and read with it
    # When it forks, and parent and child read the same lines
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    command = [sys.executable, "-c", FORKED.format(lines=LINES)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)

    # Then one thread was there before and after reading, and both find the same names
    assert done.stderr == ""
    assert done.stdout.split() == ["1", "1", "0", "True"]
    # Then onnxruntime has kept nothing for its makers
    assert list(tmp_path.iterdir()) == []
