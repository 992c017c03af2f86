"""The definite nouns that the article calls one entity by: "the ministry", "the company", "the president"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from workers.coreference.called import Called
from workers.coreference.cast import Cast
from workers.coreference.discourse import Paragraph
from workers.coreference.salience import Answer
from workers.language.lexicon import any_of, groups, words

SURE = 0.8
"""The confidence where only one entity can be meant; where several can, there is no answer."""
_NARROWING = any_of(groups("references")["narrowing"])
THE = re.compile(rf"\b[Tt]he (?P<noun>[A-Za-z][a-z-]+)(?![\w-]| (?:{_NARROWING})\b| [A-Z])")
"""A noun with a complement or relative clause ("the ministry of ...", "the president who ...") may mean another one."""
FOLLOWING = re.compile(r" (?P<noun>[a-z][a-z-]+)\b")


def definite_nouns(
    cast: Cast, called: Called, paragraphs: Iterable[Paragraph]
) -> Iterator[tuple[re.Match[str], Answer]]:
    """The nouns with "the" that mean one entity, named before; none where two can be meant."""
    for paragraph in paragraphs:
        for match in THE.finditer(cast.text, paragraph.start, paragraph.end):
            known = [e for e in called.by_noun(match["noun"]) if cast.named(e)[0].start < match.start()]
            if len(known) == 1 and _is_free(cast, match) and not _is_first_half(cast.text, match):
                yield match, Answer(known[0], SURE, "coreference.definite_noun")


def _is_first_half(text: str, match: re.Match[str]) -> bool:
    """ "The executive chair" is no executive."""
    following = FOLLOWING.match(text, match.end())
    return following is not None and following["noun"] in words("role_nouns")


def _is_free(cast: Cast, match: re.Match[str]) -> bool:
    """Outside all names, and not the beginning of one: "the mayor Jane Roe"."""
    last = cast.names.beginning_before(match.end() + 2)
    return last is None or last.end <= match.start()
