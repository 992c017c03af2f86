"""What an export came to."""

from __future__ import annotations

from shared.model import Record


class Exported(Record):
    """How much was written, and the feed's position that it reaches: ask for what came after it next time."""

    position: int
    articles: int
    rows: int
