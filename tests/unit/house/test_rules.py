"""Names of rules lead from a decision to its file: the first part is the room, and one file has the name."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

WORKERS = Path(__file__).parents[3] / "workers"
ROOMS = {path.parent.name: path.parent.name for path in WORKERS.glob("*/**/__init__.py")} | {
    "coreference": "coreference",
    "kinds": "recognise",
}
"""The rooms by the first parts of their rules."""
RULE = re.compile(r"([a-z_]+)\.[a-z_]+")


def rules() -> dict[str, set[Path]]:
    """The names of rules in code, with the files that hold them."""
    found: defaultdict[str, set[Path]] = defaultdict(set)
    for path in WORKERS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                match = RULE.fullmatch(node.value)
                if match and match[1] in ROOMS:
                    found[node.value].add(path.relative_to(WORKERS))
    return dict(found)


@pytest.mark.parametrize(("rule", "files"), sorted(rules().items()))
def test_a_rule_is_found_in_its_room(rule: str, files: set[Path]) -> None:
    # Given the name of a rule and the files that hold it
    # When its first part is looked for among their folders
    rooms = {path.parts[:-1] for path in files}

    # Then it is the room of all of them, and only one file has it
    assert len(files) == 1, f"{rule} stands in {sorted(map(str, files))}: give it a name in one place"
    assert all(ROOMS[rule.split(".")[0]] in room for room in rooms)
