"""Makes texts and names storable in Postgres, for rejections, reasons and payloads."""

from __future__ import annotations

import re
from typing import overload

UNSTORABLE = re.compile("[\0\ud800-\udfff]")
"""Characters that a text in Postgres cannot hold: NUL and lone surrogates."""


@overload
def storable(text: str) -> str: ...
@overload
def storable(text: None) -> None: ...
def storable(text: str | None) -> str | None:
    """The text with U+FFFD for each character that cannot be stored. Not for the text of articles."""
    return text and UNSTORABLE.sub("\ufffd", text)


MAX_NAME_CHARS = 500
"""Longer "names" come from misread pages; an index of Postgres holds no more than 2,704 bytes."""


def name_or_none(text: str | None) -> str | None:
    """The name, or None if it is too long for a name."""
    return text if text is None or len(text) <= MAX_NAME_CHARS else None
