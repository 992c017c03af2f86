"""Holds the result of an export."""

from __future__ import annotations

from shared.model import Record
from shared.positions import Position


class Exported(Record):
    """How many rows were written, and the feed position reached: the next export can start after it."""

    position: Position
    articles: int
    rows: int
