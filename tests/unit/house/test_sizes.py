"""Modules fit a reader's head, functions a reader's screen."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
MODULES = sorted(path for folder in ("workers", "shared", "training") for path in (ROOT / folder).rglob("*.py"))

LONGEST_MODULE = 300
"""Lines; most have 100 to 200."""

LONGEST_FUNCTION = 45
"""Lines with signature and docstring; most have ten, and 30 are the aim."""


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """The functions of a module that are longer than they may be, and their lines."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                yield node.name, lines


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_module_and_no_function_is_too_long(path: Path) -> None:
    # Given a module
    # When its lines and those of its functions are counted
    lines = len(path.read_text(encoding="utf-8").splitlines())
    long = dict(functions(path))

    # Then it is short, and so are they
    assert lines <= LONGEST_MODULE, f"{path.relative_to(ROOT)} has {lines} lines: split it by what it decides"
    assert not long, f"{path.relative_to(ROOT)}: split {long}"
