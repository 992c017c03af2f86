"""Decides which names mean ships and storms, which bear people's names: "USS Carl Roe", "Cyclone Hamish"."""

from __future__ import annotations

import re

from shared.model import ParsedArticle
from workers.entities.records import Name
from workers.language.keys import SHIP, STORM
from workers.language.lexicon import any_of, groups

Names = tuple[Name, ...]

STORM_BEFORE = re.compile(rf"\b(?:{any_of(groups('vessels')['storms'])}) $")
REACH = 12


def sort_vessels(article: ParsedArticle, names: Names) -> Names:
    """Label the names of ships and storms so, wherever they stand in the article; names with a title stay people's."""
    vessel = re.compile(rf"\b[Tt]he (?:[a-z]+ )?(?:{any_of(groups('kind_nouns')['vessel'])}) $")
    called: dict[str, tuple[str, str]] = {}
    for name in names:
        before = article.text[max(0, name.start - 40) : name.start]
        ship, storm = SHIP.match(name.exact), STORM.match(name.exact)
        if ship or vessel.search(before):
            called |= dict.fromkeys(_forms(name, ship), ("PRODUCT", "recognise.ship"))
        elif storm or STORM_BEFORE.search(before):
            called |= dict.fromkeys(_forms(name, storm), ("EVENT", "recognise.storm"))
    titled = {name.exact for name in names if name.title}
    return tuple(n.labelled(*called[n.exact]) if n.exact in called and n.exact not in titled else n for n in names)


def _forms(name: Name, prefix: re.Match[str] | None) -> tuple[str, str]:
    """The name with and without its prefix: "USS Carl Roe", "Carl Roe"."""
    return name.exact, name.exact[prefix.end() + 1 :] if prefix else name.exact
