"""Names of rules lead from a decision to its file: the first part is the room, and one place has the name.

The rooms of segments are modules of `workers/parsing`; the rules of `noise` stand in its list of patterns.
"""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from workers.language.lexicon import table

WORKERS = Path(__file__).parents[3] / "workers"
ROOMS = {path.parent.name: path.parent.name for path in WORKERS.glob("*/**/__init__.py")} | {
    "coreference": "coreference",
    "kinds": "recognise",
}
"""The rooms by the first parts of their rules."""
RULE = re.compile(r"([a-z_]+)\.[a-z_]+")
TREES = {path.relative_to(WORKERS): ast.parse(path.read_text(encoding="utf-8")) for path in WORKERS.rglob("*.py")}


def texts() -> Iterator[tuple[str, Path]]:
    """Every text that stands in the code, with its file."""
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value, path


def rules() -> dict[str, set[Path]]:
    """The names of rules in code, with the files that hold them."""
    found: defaultdict[str, set[Path]] = defaultdict(set)
    for text, path in texts():
        match = RULE.fullmatch(text)
        if match and match[1] in ROOMS:
            found[text].add(path)
    return dict(found)


def labels() -> list[tuple[str, str]]:
    """The modules that label segments, with the rules of their labels; "" for a rule that is no plain name."""
    return [
        (path.stem, str(node.args[1].value) if isinstance(node.args[1], ast.Constant) else "")
        for path, tree in TREES.items()
        if path.parts[0] == "parsing"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Label"
    ]


@pytest.mark.parametrize(("rule", "files"), sorted(rules().items()))
def test_a_rule_is_found_in_its_room(rule: str, files: set[Path]) -> None:
    # Given the name of a rule and the files that hold it
    # When its first part is looked for among their folders
    rooms = {path.parts[:-1] for path in files}

    # Then it is the room of all of them, and only one file has it
    assert len(files) == 1, f"{rule} stands in {sorted(map(str, files))}: give it a name in one place"
    assert all(ROOMS[rule.split(".")[0]] in room for room in rooms)


def test_a_segments_rule_stands_once_in_its_module() -> None:
    # Given every label of a segment; noise takes the rules of its labels from the list
    found = [named for named in labels() if named != ("noise", "")]

    # When each rule is compared with its module, and counted in the code
    strangers = [(module, rule) for module, rule in found if not re.fullmatch(rf"{module}\.[a-z_]+", rule)]
    times = Counter(text for text, _ in texts())

    # Then it begins with the module's name, and the code holds it once
    assert len(found) > 20
    assert strangers == []
    assert [rule for _, rule in found if times[rule] > 1] == []


def test_a_rule_of_noise_stands_in_the_list_alone() -> None:
    # Given the rules of the list of noise
    found = [row["name"] for row in table("noise")["rule"]]

    # When they are looked for in the code
    asked = [text for text, _ in texts() if text in found]

    # Then each has the room's name, stands once, and code asks for none of them
    assert len(found) > 15
    assert [rule for rule in found if not re.fullmatch(r"noise\.[a-z_]+", rule)] == []
    assert len(set(found)) == len(found)
    assert asked == []
