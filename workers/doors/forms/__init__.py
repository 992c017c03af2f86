"""The forms that news arrives in: bytes and a name become submissions, whatever the form."""

from __future__ import annotations

from workers.doors.forms.records import Unreadable
from workers.doors.forms.sniff import EXTENSIONS, read, read_stream

__all__ = ["EXTENSIONS", "Unreadable", "read", "read_stream"]
