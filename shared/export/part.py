"""Writes one part of an export: a file for each view, under a temporary name until the file is whole."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO

from shared.export.formats import Format, Sink, sink
from shared.export.reading import Connection, Window, batches
from shared.export.tables import Table

UNFINISHED = ".unfinished"


class Part:
    """The files of a part, each begun with its first row. Use it as a context manager; `finish` completes the part."""

    def __init__(self, folder: Path, format: Format, number: int, tables: Sequence[Table]) -> None:  # noqa: A002
        self._folder, self._format, self._tables = folder, format, tables
        self._name = f"{number:08d}.{format.ending}"
        self._open: dict[Path, tuple[IO[bytes], Sink]] = {}
        self.articles = self.rows = 0

    def add(self, connection: Connection, window: Window) -> None:
        """Write the rows of these articles."""
        self.articles += len(window.targets)
        for table in self._tables if window.targets else ():
            for batch in batches(connection, table, window):
                self._sink(table).write(batch)
                self.rows += len(batch)

    def finish(self) -> None:
        """Write the remaining rows, then give the files their names."""
        paths = list(self._open)
        self._close()
        for path in paths:
            unfinished(path).replace(path)

    def _sink(self, table: Table) -> Sink:
        path = self._folder / table.what / self._name
        if path not in self._open:
            file = unfinished(path).open("wb")
            self._open[path] = file, sink(self._format, table, file)
        return self._open[path][1]

    def _close(self) -> None:
        while self._open:
            _, (file, out) = self._open.popitem()
            with file:
                out.close()
                file.flush()
                os.fsync(file.fileno())

    def __enter__(self) -> Part:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._close()


def unfinished(path: Path) -> Path:
    """The name of a file while it is written."""
    return path.with_name(path.name + UNFINISHED)


def replace(path: Path, text: str) -> None:
    """Replace the contents of a file in one step."""
    with unfinished(path).open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished(path).replace(path)


def prepare(folder: Path, tables: Sequence[Table], parts: int) -> None:
    """Make the folders, describe their columns, and delete the files that a crash left after the last part."""
    for table in tables:
        inside = folder / table.what
        inside.mkdir(exist_ok=True)
        for path in inside.iterdir():
            if path.name.endswith(UNFINISHED) or (path.stem.isdigit() and int(path.stem) > parts):
                path.unlink()
        replace(inside / "schema.json", table.schema())
