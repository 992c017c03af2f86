"""Inbox entries that come late: read again after a reader died, or held by one while another read newer ones."""

from __future__ import annotations


def is_late(stream_id: str | None, seen: str | None) -> bool:
    """Whether an inbox entry is no newer than the newest one that was answered for its article.

    Ids grow within a stream, whatever its server's clock does; what came past the inbox has none, and is never late.
    """
    return stream_id is not None and seen is not None and _order(stream_id) <= _order(seen)


def _order(stream_id: str) -> tuple[int, int]:
    milliseconds, _, count = stream_id.partition("-")
    return int(milliseconds), int(count)
