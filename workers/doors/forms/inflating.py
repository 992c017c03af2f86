"""Inflates gzip files while they are read, up to a bound."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import BinaryIO

from shared.errors import TooLarge

ALWAYS = 64_000_000
"""A file may inflate to so many bytes ..."""

RATIO = 60
"""... or to so many times its own size: HTML deflates to a tenth, zeros to a thousandth."""


class Inflated(io.RawIOBase):
    """The content of a gzip file. Reading raises TooLarge past the bound, OSError at a broken place."""

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = packed
        self._plain = gzip.GzipFile(fileobj=packed)
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        """Fill the buffer with the next bytes and return their number; 0 at the end."""
        view = memoryview(buffer)  # type: ignore[arg-type]
        try:
            piece = self._plain.read(len(view))
        except (EOFError, zlib.error) as error:
            raise OSError(f"broken gzip: {error}") from None
        self._count += len(piece)
        if self._count > ALWAYS + RATIO * self._packed.tell():
            raise TooLarge(f"inflates to more than {self._count:,} bytes")
        view[: len(piece)] = piece
        return len(piece)


def inflated(packed: BinaryIO) -> BinaryIO:
    """A stream of the plain bytes."""
    return io.BufferedReader(Inflated(packed), 1 << 16)
