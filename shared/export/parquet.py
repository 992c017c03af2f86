"""Writes rows as Parquet, if pyarrow is installed: typed and compressed, for analysis tools."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import IO, Any

from shared.export.errors import ParquetMissing
from shared.export.reading import Row
from shared.export.tables import Column, Table

try:
    import pyarrow
    import pyarrow.parquet
except ImportError:
    raise ParquetMissing from None

GROUP_ROWS = 50_000
GROUP_BYTES = 64 * 1024 * 1024
"""A row group ends at either limit: large enough to compress well and be skipped, small enough for memory."""

TYPES = {
    "bigint": pyarrow.int64(),
    "integer": pyarrow.int32(),
    "double precision": pyarrow.float64(),
    "boolean": pyarrow.bool_(),
    "text": pyarrow.string(),
    "text[]": pyarrow.list_(pyarrow.string()),
    "timestamp with time zone": pyarrow.timestamp("us", tz="UTC"),
    "date": pyarrow.date32(),
}
JSON = pyarrow.string()
"""The type of columns without an Arrow type: their values are written as JSON."""


class Parquet:
    """Rows in row groups, compressed, with the columns' comments as their metadata."""

    def __init__(self, table: Table, file: IO[bytes]) -> None:
        self._columns = table.columns
        self._schema = pyarrow.schema([_field(column) for column in table.columns])
        self._writer = pyarrow.parquet.ParquetWriter(file, self._schema, compression="zstd")
        self._held: list[Any] = []

    def write(self, rows: Sequence[Row]) -> None:
        """Add these rows."""
        cells = [_cells(column, values) for column, values in zip(self._columns, zip(*rows, strict=True), strict=True)]
        self._held.append(pyarrow.RecordBatch.from_arrays(cells, schema=self._schema))
        full = sum(b.num_rows for b in self._held) >= GROUP_ROWS or sum(b.nbytes for b in self._held) >= GROUP_BYTES
        if full:
            self._flush()

    def close(self) -> None:
        """Write the rows that are left, and the footer that makes the file valid."""
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        if self._held:
            self._writer.write_table(pyarrow.Table.from_batches(self._held))
        self._held = []


def _field(column: Column) -> Any:
    return pyarrow.field(column.name, TYPES.get(column.kind, JSON), metadata={"description": column.comment})


def _cells(column: Column, values: Sequence[Any]) -> Any:
    if column.kind in TYPES:
        return pyarrow.array(values, TYPES[column.kind])
    texts = [None if value is None else json.dumps(value, ensure_ascii=False, default=str) for value in values]
    return pyarrow.array(texts, JSON)
