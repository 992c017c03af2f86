"""Identities across articles: what an article says of a thing, and whether two articles speak of one.

Pure: no database, no settings. Why not nomenklatura's logic_v2, whose spirit this is (names first, then evidence for
and against, every score explained): it brings 60 packages and 650 MB, takes 3 s to import and 219 MB of memory.
"""

from __future__ import annotations

from workers.identities.deciding import decide
from workers.identities.describing import describe

__all__ = ["decide", "describe"]
