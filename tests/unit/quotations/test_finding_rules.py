"""Every finding names the rule that decided it, and the rule's name leads to one place in the code."""

from __future__ import annotations

import re
from pathlib import Path

import workers

ROOMS = ("pairing", "content", "without_cue")
NAME = re.compile(rf'"((?:{"|".join(ROOMS)})\.[a-z_]+)"')
CODE = {path: path.read_text(encoding="utf-8") for path in Path(workers.__file__).parent.rglob("*.py")}


def test_each_rule_is_found_in_one_place_of_its_own_room() -> None:
    # Given the names of rules that stand in the rooms
    rooms = Path(workers.__file__).parent / "quotations"
    named = {name for path, code in CODE.items() if path.is_relative_to(rooms) for name in NAME.findall(code)}
    assert len(named) > 30
    for name in named:
        # When the code is searched for the name, as `git grep -F` does
        lines = [(path, line) for path, code in CODE.items() for line in code.splitlines() if name in line]
        # Then one line is found, in the room that the name begins with
        assert len(lines) == 1, name
        assert lines[0][0].is_relative_to(rooms / name.split(".")[0]), name
