"""Finds the lists of words that stand in code: for test_word_lists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

MOST = 6
"""Words that may stand side by side in code; more are a list, whose place is workers/language/words/."""

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-])*(?: [^\W\d_](?:[^\W\d_]|['’.-])*)*")
"""A word or a phrase; names with underscores, paths, signs and numbers are none."""

_CLASS = re.compile(r"(?<!\\)\[(?:\\.|[^\]\\])*\]")
_GROUP = re.compile(r"(?<!\\)\((?:\?(?:P<\w+>|[a-z-]*:|[=!]|<[=!]))?([^()]*)\)[?*+]?")
_ALTERNATIVE = re.compile(r"(?:\\b)?(?:[^\W\d_]{2,}|[^\W\d_]$)")


class Found(NamedTuple):
    """A list of words in code: its file and line, the name or function that holds it, how many words."""

    file: str
    line: int
    holder: str
    words: int


def word_lists(root: Path, folder: str) -> Iterator[Found]:
    """The lists of more than MOST words in the Python files of a folder below `root`."""
    for path in sorted((root / folder).rglob("*.py")):
        name = path.relative_to(root).as_posix()
        yield from in_code(name, path.read_text(encoding="utf-8"))


def in_code(file: str, code: str) -> Iterator[Found]:
    """The lists of words in a module's code."""
    return _below(ast.parse(code), file, "")


def widest(pattern: str) -> int:
    """The number of words in the longest alternation of a regular expression."""
    most, pattern = 0, _CLASS.sub("0", pattern)
    while (group := _GROUP.search(pattern)) is not None:
        most = max(most, _alternatives(group.group(1)))
        pattern = pattern[: group.start()] + pattern[group.end() :]
    return max(most, _alternatives(pattern))


def _below(node: ast.AST, file: str, holder: str) -> Iterator[Found]:
    for child in ast.iter_child_nodes(node):
        name = _name(child) or holder
        if _is_docstring(child) or name == "__all__":
            continue
        if isinstance(child, ast.expr) and (words := _count(child)) > MOST:
            yield Found(file, child.lineno, name, words)
        else:
            yield from _below(child, file, name)


def _name(node: ast.AST) -> str:
    """The name that a definition or an assignment gives."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return node.name
    if isinstance(node, ast.Assign | ast.AnnAssign):
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        return target.id if isinstance(target, ast.Name) else ""
    return ""


def _is_docstring(node: ast.AST) -> bool:
    """A string that stands for itself tells readers something, and programs nothing."""
    return isinstance(node, ast.Expr) and _string(node.value) is not None


def _count(node: ast.expr) -> int:
    if isinstance(node, ast.Set | ast.Tuple | ast.List):
        return _words(node.elts)
    if isinstance(node, ast.Dict):
        # A dictionary with values that are computed is a record or a table of functions.
        return _words(filter(None, node.keys)) if all(map(_is_constant, node.values)) else 0
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "split":
        return len((_string(node.func.value) or "").split()) if not node.args else 0
    return widest(_text(node))


def _is_constant(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant | ast.Set | ast.Tuple | ast.List)


def _words(nodes: Iterable[ast.expr]) -> int:
    return sum(_WORD.fullmatch(text) is not None for text in _strings(nodes))


def _strings(nodes: Iterable[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Starred):
            yield from _strings(getattr(node.value, "elts", ()))
        elif (text := _string(node)) is not None:
            yield text


def _string(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _text(node: ast.expr) -> str:
    """A string as it stands in code; what an f-string puts in counts as no word."""
    if isinstance(node, ast.JoinedStr):
        return "".join(_string(part) or "0" for part in node.values)
    return _string(node) or ""


def _alternatives(pattern: str) -> int:
    parts = pattern.split("|")
    return sum(_ALTERNATIVE.match(part) is not None for part in parts) if len(parts) > MOST else 0
