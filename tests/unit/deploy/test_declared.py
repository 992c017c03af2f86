"""Every package that our code imports is declared in pyproject.toml, not only installed by way of another one."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from kombu.transport import redis

ROOT = Path(__file__).parents[3]


def test_every_imported_package_is_declared() -> None:
    # Given what pyproject.toml declares, for all and as extras
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    declared = {_normal(re.split(r"[\[<>=~! ]", line)[0]) for line in [*project["dependencies"], *extras]}
    # When the imports of our packages are read
    distributions = packages_distributions()
    imported = {name for path in _modules() for name in _imports(path)}
    foreign = imported - sys.stdlib_module_names - {"shared", "training", "workers"}
    # Then each name belongs to a declared distribution
    undeclared = {name for name in foreign if not declared & {_normal(d) for d in distributions.get(name, [name])}}
    assert undeclared == set()


def test_kombu_still_has_the_private_methods_that_the_gate_overrides() -> None:
    # Given the private methods that the gate overrides
    names = ("_get_client", "_connparams", "_receive_one", "_deliver_fanout_message")
    # When kombu's channel is asked for them
    missing = [name for name in names if not callable(getattr(redis.Channel, name, None))]
    # Then it still has all four
    assert missing == []


def _modules() -> list[Path]:
    return [path for package in ("shared", "training", "workers") for path in (ROOT / package).rglob("*.py")]


def _imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf8"))
    absolute = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module and not node.level]
    plain = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    return {name.split(".")[0] for name in [*plain, *(node.module or "" for node in absolute)]}


def _normal(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")
