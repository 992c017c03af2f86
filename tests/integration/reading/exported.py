"""Reading exports back as their users do."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pyarrow.parquet

Row = dict[str, Any]


def rows_of(path: Path) -> list[Row]:
    """The rows of one file, whatever its format; CSV's all as text."""
    if path.suffix == ".parquet":
        return pyarrow.parquet.read_table(path).to_pylist()
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def parts(folder: Path) -> list[Path]:
    """The files of one kind of rows, in order."""
    return sorted(path for path in folder.iterdir() if path.stem.isdigit())


def standing(rows: Iterable[Row]) -> list[Row]:
    """The rule: of each article, the rows at its greatest position count, unless they are gone."""
    found = list(rows)
    newest: dict[int, int] = {}
    for row in found:
        key = int(row["article_id"])
        newest[key] = max(newest.get(key, 0), int(row["position"]))
    return [r for r in found if int(r["position"]) == newest[int(r["article_id"])] and r["gone"] in (False, "false")]


def standing_in(folder: Path) -> list[Row]:
    """What an exported folder says that there is."""
    return standing(row for path in parts(folder) for row in rows_of(path))


def keys(rows: Iterable[Row]) -> list[tuple[str, int, int]]:
    """Which rows these are."""
    return sorted((row["uri"], int(row["version"]), int(row["ordinal"])) for row in rows)


def shown(database_url: str, view: str = "quotation") -> list[tuple[str, int, int]]:
    """Which rows a view shows now."""
    with psycopg.connect(database_url) as connection:
        query = f"SELECT uri, version, ordinal FROM onrecord_v1.{view} ORDER BY 1, 2, 3"
        return connection.execute(query).fetchall()  # type: ignore[call-overload, no-any-return]


def uris(rows: Iterable[Row]) -> Iterator[str]:
    """Each uri once, in the order of the rows."""
    yield from dict.fromkeys(row["uri"] for row in rows)
