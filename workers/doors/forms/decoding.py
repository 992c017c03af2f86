"""Decides a file's encoding: its byte order mark, else strict UTF-8, else the declared one, else a detected one."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from charset_normalizer import from_bytes

from shared.errors import TooLarge, UnreadableFile
from shared.messages import MAX_ENTRY_BYTES
from shared.model import Decoding, DecodingMethod, Edit, EditKind

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32's mark stands before UTF-16's, with which it begins."""

_DECLARED = re.compile(rb"(?:encoding|charset)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})")
_WESTERN = "cp1252"
_AS_BROWSERS_DO = {
    "iso-8859-1": _WESTERN, "latin-1": _WESTERN, "latin1": _WESTERN, "us-ascii": _WESTERN, "utf-16": "utf-16-le",
}  # fmt: skip
"""The meaning of these labels by the WHATWG Encoding Standard, 4.2."""

_TRUSTED = re.compile(r"(?:utf-?(?:8|16|32)|iso-8859|windows-|cp|koi8|gb|big5|euc|shift|mac|latin|us-ascii)", re.I)
"""Declared names that Python may use: it also has codecs that inflate (`zip`) or run on (`idna`)."""

HEAD = 2048
"""Bytes in which a file declares its encoding."""


_UNDECODABLE = re.compile("[\udc00-\udcff]")
"""Placeholders for undecodable bytes while the rest is decoded; none of the codecs above yields these."""


@dataclass(frozen=True)
class Decoded:
    """A file's text, and how its bytes were decoded."""

    text: str
    decoding: Decoding


@dataclass(frozen=True)
class _Candidate:
    encoding: str
    method: DecodingMethod
    mark: bytes = b""


def decode(payload: bytes, declared: str | None = None) -> Decoded:
    """The text of a file, without its byte order mark, and how it was decoded. Raises TooLarge, UnreadableFile."""
    if len(payload) > MAX_ENTRY_BYTES:
        raise TooLarge(f"{len(payload):,} bytes")
    for candidate in _candidates(payload, declared):
        try:
            return _decoded(payload[len(candidate.mark) :].decode(candidate.encoding), candidate)
        except (UnicodeDecodeError, LookupError):
            continue
    best = None if b"\0" in payload else from_bytes(payload[:100_000]).best()
    if best is None:
        raise UnreadableFile("the bytes are not text in any known encoding")
    # Of several encodings that yield the same text, the Western web's own.
    encoding = _WESTERN if _WESTERN in best.could_be_from_charset else best.encoding
    text = payload.decode(encoding, "onrecord_undecodable")
    return _decoded(text, _Candidate(encoding, DecodingMethod.DETECTED))


def _candidates(payload: bytes, declared: str | None) -> Iterator[_Candidate]:
    for mark, name in _MARKS:
        if payload.startswith(mark):
            yield _Candidate(name, DecodingMethod.BOM, mark)
    yield _Candidate("utf-8", DecodingMethod.UTF_8)
    found = _DECLARED.search(payload[:HEAD])
    for name in (declared or "", found[1].decode("ascii") if found else ""):
        if _TRUSTED.match(name):
            yield _Candidate(_AS_BROWSERS_DO.get(name.lower(), name.lower()), DecodingMethod.DECLARED)


def _decoded(text: str, how: _Candidate) -> Decoded:
    edits = [] if not how.mark else [Edit(kind=EditKind.BOM, removed=_hex(how.mark), inserted="", steps=(0,))]
    lost: dict[str, list[int]] = {}
    for match in _UNDECODABLE.finditer(text):
        lost.setdefault(match.group(), []).append(match.start())
    for sign, places in lost.items():
        steps = [places[0], *(after - before for before, after in pairwise(places))]
        removed = _hex(bytes([ord(sign) - 0xDC00]))
        edits.append(Edit(kind=EditKind.UNDECODABLE, removed=removed, inserted="\ufffd", steps=tuple(steps)))
    plain = _UNDECODABLE.sub("\ufffd", text) if lost else text
    return Decoded(plain, Decoding(encoding=how.encoding, method=how.method, edits=tuple(edits)))


def _hex(found: bytes) -> str:
    return f"0x{found.hex().upper()}"


def _stand_in(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(0xDC00 + byte) for byte in error.object[error.start : error.end]), error.end


codecs.register_error("onrecord_undecodable", _stand_in)
