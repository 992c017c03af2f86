"""The forms in which news arrives: from a file's bytes and name they make submissions, for the loader."""

from __future__ import annotations

from workers.doors.forms.records import Unreadable
from workers.doors.forms.sniff import EXTENSIONS, read, read_stream

__all__ = ["EXTENSIONS", "Unreadable", "read", "read_stream"]
