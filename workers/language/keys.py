"""Makes the key that all names of one body, place or vessel share, for joining and for identities."""

from __future__ import annotations

import re
from functools import lru_cache

from workers.language.folding import fold
from workers.language.lexicon import any_of, groups, keys_by_name, words

OFFICE = re.compile(rf"^({any_of(words('bodies_of'))}) (?:of|for) (?:the )?(.+)$")
WEB = re.compile(r"\.(?:com|org|net|co\.uk)\b")
""" "Amazon.com" is called Amazon."""
SHIP = re.compile(rf"(?:{any_of(groups('vessels')['ships'])})(?= [A-Z])")
"""Prefixes that navies and registers put before a ship's name."""
STORM = re.compile(rf"(?:{any_of(groups('vessels')['storms'])})(?= [A-Z])")
_PREFIX = re.compile(rf"^(?:{SHIP.pattern}|{STORM.pattern}) ")


@lru_cache(maxsize=20_000)
def organization_key(exact: str) -> str:
    """The key of an organisation's name, without its legal form; "Department of State" is "state department"."""
    parts = [part for part in fold(WEB.sub("", exact)).split() if part != "the"]
    while len(parts) > 1 and parts[-1] in words("legal_forms") | {"and"}:
        parts.pop()
    key = office_last(" ".join(parts))
    return keys_by_name("body_names").get(key, key) or fold(exact)


def office_last(key: str) -> str:
    """ "Department of State" as "state department"."""
    office = OFFICE.match(key)
    return f"{office.group(2)} {office.group(1)}" if office else key


@lru_cache(maxsize=20_000)
def place_key(exact: str) -> str:
    """The key of a place's name."""
    # "US" is the country, "us" is a word: short forms are compared with their capitals.
    key = fold(exact)
    return keys_by_name("place_names").get(key, key) if not exact.islower() else key


def is_listed_place(exact: str) -> bool:
    """Whether the list of other names knows this as a place."""
    return fold(exact) in keys_by_name("place_names")


def vessel_key(exact: str) -> str:
    """The key of a ship's or storm's name: "The Carl Vinson" is the USS Carl Vinson."""
    return fold(_PREFIX.sub("", exact))


def initials(exact: str) -> str:
    """The first letters of a name's words, in capitals; of one word alone none."""
    parts = [part for part in re.split(r"[\s-]+", exact) if part[:1].isalpha()]
    return "".join(part[0] for part in parts).upper() if len(parts) > 1 else ""


def body_initials(exact: str) -> frozenset[str]:
    """What a body with several words may be called for short: their first letters, with its small words and without."""
    return frozenset(filter(None, (initials(exact), initials(_small().sub("", exact)))))


@lru_cache(maxsize=1)
def _small() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(words('small_words'))}) ")
