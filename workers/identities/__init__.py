"""Decides whether two articles speak of one person, body or place, from what each says of it.

describing   what one article says of each of its entities
scoring      how much speaks for one identity, piece by piece
names        how well two names agree; keys by which candidates are found
deciding     the identity of each entity: same, proposed or apart, each with its reason


Pure: no database, no settings. Why not nomenklatura's logic_v2, whose spirit this is (names first, then evidence for
and against, every score explained): it brings 60 packages and 650 MB, takes 3 s to import and 219 MB of memory.
"""

from __future__ import annotations

from workers.identities.deciding import decide
from workers.identities.describing import describe

__all__ = ["decide", "describe"]
