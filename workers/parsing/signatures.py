"""Decides whose names stand in a byline or a signature: "By Jane Doe and John Smith, Wales editor", "Jane Doe at Hull".

What stands beside a name is cut off: the bearer's role, paper and place, the time, addresses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from workers.language.lexicon import any_of, groups, words
from workers.parsing.dates import DAY, MONTH, day_in
from workers.parsing.gazetteer import is_place, is_region
from workers.parsing.lines import plain

_NEWSROOM = groups("newsroom")
_BY = re.compile(
    rf"^(?:(?:.{{0,60}}?\b)?by ?: ?|(?:.{{0,60}}?\b)?by\s+|(?:{any_of(_NEWSROOM['labels'])})\s*:\s*"
    rf"|(?-i:{any_of(sorted(map(str.title, _NEWSROOM['labels'])))}) (?=[A-ZÀ-Þ]))",
    re.IGNORECASE,
)
_ROLE = re.compile(rf",?\s+(?:{any_of(_NEWSROOM['roles'] | _NEWSROOM['role_openers'])})s?\b.*$", re.IGNORECASE)
_WHERE = re.compile(r"\s+(?:(?:in|at|from|of)\s+[A-Z]|(?:[Ff]or|FOR)\s+(?:the\s+)?[A-Z]).*$")
_TAIL = re.compile(
    rf"\s+(?:[|•·/–—]|-(?=\s)|(?:on )?\d|@|\(|(?:on )?{MONTH} \d|(?:posted|published|updated|last)\b"
    rf"|(?:{any_of(_NEWSROOM['pictures'])}) by\b|leave a (?:comment|reply)\b|no comments\b).*$"
    r"|\s*\S+@\S+.*$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:,|;|&|\band\b|\bwith\b)\s*", re.IGNORECASE)
_PARTS = re.compile(r"\s*(?:,|;|\||&|/|•|·|\s[-–—]\s|\band\b|\bwith\b)\s*", re.IGNORECASE)
_PAPER = re.compile(r"(?:The|Our|(?=.*[a-z])[A-Z]{3,5})\b")
_PAPER_WORD = re.compile(
    rf"(?:{any_of({*_NEWSROOM['papers'], *map(str.upper, _NEWSROOM['papers'])})}"
    r"|[A-Z]{2,}[a-z]\w+|[\w.-]+\.(?:com?|net|org|uk))$"
)
_FILED = re.compile(r"(?P<family>[^\W\d_][\w’'-]+), (?P<given>[^\W\d_][\w’'-]+(?: [A-Z]\.?)?)$")
"""As libraries file a name: "Lund, Ada"."""

_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv|m\.?d|ph\.?d)\.?$", re.IGNORECASE)
_CUT_SUFFIX = re.compile(r"(?:^| )(?:jr|sr|ph\.d|m\.d)$", re.IGNORECASE)
_BEFORE_TIME = re.compile(
    rf"(?:[\s|•·/–—,:.(-]|\b(?:first |last )?(?:on|published|posted|updated|at)\b|\b{DAY}\b)+$", re.IGNORECASE
)
_BEHIND_TIME = re.compile(r"^(?:[\s|•·/–—,:.)-]|\d|[ap]\.?m\b\.?|\b[A-Z]{2,4}\b(?=\W)|(?i:by)\b)+")
_ADDRESS = re.compile(
    r"\s*(?:@[\w/]{2,40}|\S+@\S+\.\w+|\(?\d{3}\)?[ -]\d{3}[ -]\d{4}"
    r"|\b(?i:leave a (?:comment|reply)|(?:no|\d+) comments?)\b.*)"
)
_PART = rf"[A-ZÀ-ÞŁŠŽ][\w’'.-]*(?: (?:{any_of(words('name_particles'))})){{0,2}}"
NAME = rf"{_PART}(?: {_PART}){{0,2}} [A-ZÀ-ÞŁŠŽ][\w’'.-]+"
_NAME = re.compile(NAME)
_PLACED = re.compile(r"[A-ZÀ-ÞŁŠŽ][\w’'-]+")
"""One word behind a name may be the place where its bearer works."""

LONGEST_BYLINE = 2000
"""Characters; a longer line is no byline."""

LONGEST_DEGREE = 4
"""Letters of a degree or an agency in capitals, behind a name: "Ada Lund, RDN"."""


@dataclass(frozen=True)
class Signature:
    """The names in a line that holds nothing but names and what stands beside them."""

    names: tuple[str, ...]
    shown: bool
    """Whether a role, a paper, a place, a time or an address shows that the names sign."""


def names_of(byline: str | None) -> tuple[str, ...]:
    """The authors in a byline: "By Jane Doe and John Smith, staff writers"."""
    if not byline or len(byline) > LONGEST_BYLINE:
        return ()
    if filed := _FILED.match(byline):
        return (f"{filed['given']} {filed['family']}",)
    names: list[str] = []
    for part in _BETWEEN.split(_TAIL.sub("", _BY.sub("", _without_time(" ".join(byline.split()))))):
        name = part if is_agency(part) else core_of(part)
        name += "." if _CUT_SUFFIX.search(name) and f"{name}." in part else ""
        if names and (_is_beside(part, name) or (name != part and is_agency(name.split(" ")[0]))):
            continue  # the role or the paper behind a name: "Ada Lund, AP Auto Writer"
        if names and _SUFFIX.match(name):
            names[-1] = f"{names[-1]}, {name}"
        elif _is_name(name):
            names.append(name)
    whole = [name for name in names if " " in name and not _is_paper(name)]
    # The paper behind its reporters' names ("By Jane Doe and John Smith, Gazette") is no author.
    return tuple(dict.fromkeys(whole or names))


def signature_of(text: str) -> Signature | None:
    """The signature that a line is: "Ada Lund at Hull", "Ada Lund, Gazette", "7 May 2024 | Ada Lund"."""
    bare = _BY.sub("", _ADDRESS.sub("", _without_time(text)))
    shown = bare != text
    names: list[str] = []
    for part in filter(None, _PARTS.split(bare.strip(" ,|-–—•·/:()"))):
        core = core_of(part)
        beside = bool(names) and (_is_beside(part, core) or part[0].isdigit())
        if _NAME.fullmatch(core) and is_person(core) and not beside:
            names.append(core)
        elif not beside and not (names and _PLACED.fullmatch(part)):
            return None
        shown = shown or beside or core != part
    return Signature(tuple(names), shown) if names else None


def core_of(part: str) -> str:
    """The name without the role, the place and the paper behind it: "Ada Lund Wales editor", "Ada Lund BBC News"."""
    name = _WHERE.sub("", part).strip(" .,:")
    without = _ROLE.sub("", f" {name}").strip(" .,:")
    if without and " " not in without and name.casefold().endswith(" staff"):
        return name
    if without == name or not without:
        return _without_paper(without)
    kept = without.split(" ")
    while len(kept) > 2 and (kept[-1].casefold() in _NEWSROOM["beats"] or is_place(kept[-1])):
        kept.pop()
    return _without_paper(" ".join(kept))


def is_person(name: str) -> bool:
    """Whether no word of the name is one of pages' labels, and the name is no place."""
    spoken = any(plain(word) in words("no_names") for word in name.split())
    return not spoken and not (is_place(name) or is_region(name))


def is_agency(name: str) -> bool:
    """Whether the name is a news agency's."""
    return plain(name) in words("agencies")


def _without_paper(name: str) -> str:
    """ "Ada Lund Fox Hill News" -> "Ada Lund"; a name has two words, or three around an initial."""
    parts = name.split(" ")
    if is_place(parts[0]):
        return name
    first = 3 if len(parts) > 3 and (parts[1].endswith(".") or len(parts[1]) == 1) else 2
    behind = " ".join(parts[first:])
    named = len(parts) >= first + 2 or _PAPER_WORD.match(parts[-1]) is not None
    if behind and (is_agency(behind) or (named and _PAPER_WORD.match(parts[-1]))):
        return " ".join(parts[:first])
    return name


def _without_time(text: str) -> str:
    """The text before its date or, if there is none, behind it."""
    day = day_in(text)
    if day is None:
        return text
    before = _BEFORE_TIME.sub("", text[: day.start()])
    return before if any(map(str.isalpha, before)) else _BEHIND_TIME.sub("", text[day.end() :])


def _is_beside(part: str, core: str) -> bool:
    """Whether the part of a line is a role, a paper, a degree, a body or a place that stands beside a name."""
    if core != part and _NAME.fullmatch(core) and is_person(core) and not is_agency(core.split(" ")[0]):
        return False
    last = part.rsplit(" ", 1)[-1]
    body = (
        (" of " in part and part[0].isupper())
        or last in words("organization_heads")
        or _PAPER_WORD.match(last) is not None
    )
    shouted = part.isupper() and len(part) <= LONGEST_DEGREE
    told = plain(part) in _NEWSROOM["agencies"] or is_agency(part) or is_place(part)
    return body or shouted or told or _ROLE.search(f" {part}") is not None


def _is_paper(name: str) -> bool:
    """Whether the name is an agency's, a paper's or a broadcaster's: "ABC Midwest", "The Courier"."""
    return is_agency(name) or _PAPER.match(name) is not None


def _is_name(text: str) -> bool:
    return 0 < len(text) <= 60 and len(text.split()) <= 6 and text[0].isupper() and not any(map(str.isdigit, text))
