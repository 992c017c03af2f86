"""What the words for a speaker say that they are: "Kremlin aide", "chief of staff", "the mayor of Springfield"."""

from __future__ import annotations

import re

from shared.model import Entity
from workers.coreference.heads import without_party_tag

_LEADING = re.compile(r"^(?:(?:the|a|an|his|her|their|its|our|my|[\w.]+(?:’s|'s))\s+)+", re.IGNORECASE)
_HONORIFIC = re.compile(r"^(?:mr|mrs|ms|miss|mx|sir|dame|lord|lady)\.?$", re.IGNORECASE)
_BORDER = re.compile(r"(?:^|,?\s+)(?:who|whom|whose|which|where|when|said|speaking)\b|[;:—–(]|^\W*\d+\W*$")
MAX_WORDS = 14


def role_in(words: str, name_start: int, name_end: int) -> str | None:
    """The role in a speaker's words around the name at `name_start`..`name_end`."""
    before = words[:name_start].strip(" ,")
    if before and not _HONORIFIC.match(before):
        return _cleaned(before)
    after = re.match(
        r"\s*(?:\([^)]*\))?,\s+(?:(?:aged )?\d\d?,\s+)?(.*)", without_party_tag(words[name_end:]), re.DOTALL
    )
    return _cleaned(_BORDER.split(after[1])[0]) if after is not None else None


def role_of(entity: Entity) -> str | None:
    """The first role that the entities stage found."""
    return entity.roles[0].exact if entity.roles else None


def _cleaned(words: str) -> str | None:
    bare = _LEADING.sub("", words.strip(" ,")).strip(" ,")
    if (
        not bare
        or bare.endswith(("’s", "'s"))
        or bare.startswith("of ")
        or len(bare.split()) > MAX_WORDS
        or not any(c.isalpha() for c in bare)
    ):
        return None
    return bare
