"""Decides which surnames mean a firm: "Ford" beside Bill Ford, "Schwab" in an article about the bank alone."""

from __future__ import annotations

import re

from shared.model import ParsedArticle
from workers.entities.records import Name
from workers.language.keys import organization_key
from workers.language.lexicon import any_of, groups
from workers.language.person_names import is_given_name

Names = tuple[Name, ...]

OFFICER = re.compile(
    rf"\s(?:(?:[Ff]inance|[Vv]ice|[Dd]eputy|[Ee]xecutive)\s)?(?:{any_of(frozenset().union(*groups('firms').values()))})\b"
)


def sort_firms(article: ParsedArticle, names: Names) -> Names:
    """Label a lone surname as the firm's if an officer follows it, or if nobody of the article bears it."""
    bearers = {n.exact.split()[-1] for n in names if n.label == "PERSON" and " " in n.exact}
    titled = {n.exact for n in names if n.label == "PERSON" and n.title}
    keys = [organization_key(n.exact).split() for n in names if n.label == "ORG" and " " in n.exact]
    first = {key[0] for key in keys if len(key) > 1 or key}
    named_after = {key[1] for key in keys if len(key) == 2 and is_given_name(key[0])}

    def is_firm(name: Name) -> bool:
        if name.label not in ("PERSON", "GPE") or " " in name.exact or name.title:
            return False
        low = name.exact.casefold()
        officer = low in first | named_after and OFFICER.match(article.text, name.end) is not None
        return officer or (name.label == "PERSON" and low in named_after and name.exact not in bearers | titled)

    return tuple(name.labelled("ORG", "recognise.firm_called_as_a_person") if is_firm(name) else name for name in names)
