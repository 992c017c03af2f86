"""Decides which inbox entries come late: another reader has read newer entries of the same article before them."""

from __future__ import annotations


def is_late(stream_id: str | None, seen: str | None) -> bool:
    """Whether an inbox entry is not newer than the newest one that was answered for its article.

    Ids grow within a stream, even if the server's clock is set back. A submission that did not come by the inbox has
    no id and is never late.
    """
    return stream_id is not None and seen is not None and _order(stream_id) <= _order(seen)


def _order(stream_id: str) -> tuple[int, int]:
    milliseconds, _, count = stream_id.partition("-")
    return int(milliseconds), int(count)
