"""Bytes to text: a byte order mark, else strict UTF-8, else what the file declares, else what is detected."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from shared.errors import TooLarge, UnreadableFile
from shared.messages import MAX_ENTRY_BYTES

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""UTF-32's mark before UTF-16's, which it begins with."""

_DECLARED = re.compile(rb"(?:encoding|charset)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})")
_AS_BROWSERS_DO = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}
"""WHATWG Encoding Standard, 4.2: these labels mean Windows-1252."""

_TRUSTED = re.compile(r"(?:utf-?(?:8|16|32)|iso-8859|windows-|cp|koi8|gb|big5|euc|shift|mac|latin|us-ascii)", re.I)
"""Declared names that are encodings of text: Python also knows codecs that inflate (`zip`) or run on (`idna`)."""

HEAD = 2048
"""Bytes in which a file declares its encoding."""


def decode_text(payload: bytes, declared: str | None = None) -> str:
    """The text of a file, without its byte order mark. Raises TooLarge, UnreadableFile."""
    if len(payload) > MAX_ENTRY_BYTES:
        raise TooLarge(f"{len(payload):,} bytes")
    for name in _candidates(payload, declared):
        try:
            return payload.decode(name).removeprefix("\ufeff")
        except (UnicodeDecodeError, LookupError):
            continue
    best = None if b"\0" in payload else from_bytes(payload[:100_000]).best()
    if best is None:
        raise UnreadableFile("the bytes are no text in any known encoding")
    return payload.decode(best.encoding, "replace").removeprefix("\ufeff")


def _candidates(payload: bytes, declared: str | None) -> list[str]:
    marked = next((name for mark, name in _MARKS if payload.startswith(mark)), None)
    found = _DECLARED.search(payload[:HEAD])
    stated = [declared or "", found[1].decode("ascii") if found else ""]
    usable = [_AS_BROWSERS_DO.get(name.lower(), name) for name in stated if _TRUSTED.match(name)]
    return [*([marked] if marked else []), "utf-8", *usable]
