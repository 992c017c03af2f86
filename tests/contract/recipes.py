"""The SQL of deploy/consumers, run as a reader runs it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).parents[2]
SQL = ROOT / "deploy" / "consumers" / "sql"
VARIABLE = re.compile(r":'(\w+)'")


def recipe(name: str) -> str:
    """A recipe with psycopg's placeholders for psql's variables."""
    return VARIABLE.sub(r"%(\1)s", (SQL / name).read_text("utf-8").replace("%", "%%")).rstrip().rstrip(";")


def run(connection: psycopg.Connection[Any], name: str, given: Mapping[str, str]) -> list[tuple[Any, ...]]:
    """The rows of a recipe. Like psql, it writes the variables into the statement."""
    return psycopg.ClientCursor(connection).execute(recipe(name), given).fetchall()


@dataclass(frozen=True)
class Plan:
    """What Postgres did for a statement."""

    root: dict[str, Any]

    @cached_property
    def scans(self) -> list[dict[str, Any]]:
        """Nodes that read a table or an index."""
        return [node for node in _nodes(self.root) if "Scan" in node["Node Type"]]

    @property
    def indexes(self) -> set[str]:
        return {node["Index Name"] for node in self.scans if "Index Name" in node}

    @property
    def whole_tables(self) -> set[str]:
        """Tables that were read from the first row to the last."""
        return {node["Relation Name"] for node in self.scans if node["Node Type"] == "Seq Scan"}

    def rows_read(self, table: str) -> float:
        """How many rows of the table were looked at, those that were then thrown away included."""
        return sum(_rows(node) for node in self.scans if node.get("Relation Name") == table)

    def __str__(self) -> str:
        return "\n".join(
            f"{n['Node Type']} {n.get('Relation Name', '')} {n.get('Index Name', '')}: {_rows(n):.0f} rows"
            for n in self.scans
        )


def explain(connection: psycopg.Connection[Any], statement: str, given: Mapping[str, str]) -> Plan:
    """Runs the statement and tells what was done for it."""
    cursor = psycopg.ClientCursor(connection)
    [(found,)] = cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}", given).fetchall()
    return Plan((json.loads(found) if isinstance(found, str) else found)[0]["Plan"])


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("Plans", ()):
        yield from _nodes(child)


def _rows(node: dict[str, Any]) -> float:
    removed = ("Rows Removed by Filter", "Rows Removed by Index Recheck")
    return (node["Actual Rows"] + sum(node.get(key, 0) for key in removed)) * node["Actual Loops"]
