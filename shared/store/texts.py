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
