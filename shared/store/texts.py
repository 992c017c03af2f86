"""Text as Postgres can hold it."""

from __future__ import annotations

import re
from typing import overload

UNSTORABLE = re.compile("[\0\ud800-\udfff]")
"""A Postgres text in UTF-8 holds neither NUL nor lone surrogates."""


@overload
def storable(text: str) -> str: ...
@overload
def storable(text: None) -> None: ...
def storable(text: str | None) -> str | None:
    """The text with U+FFFD for each character that cannot be stored. For words about articles, never for their text."""
    return text and UNSTORABLE.sub("\ufffd", text)


MAX_NAME_CHARS = 500
"""Longer "names" are pages read amiss; and an index of Postgres holds no more than 2,704 bytes."""


def name_or_none(text: str | None) -> str | None:
    """The name, or None if it is too long to be one."""
    return text if text is None or len(text) <= MAX_NAME_CHARS else None
