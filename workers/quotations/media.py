"""Finds the medium of a quotation from the words around its cue: a platform, an outlet, an interview, a speech ..."""

from __future__ import annotations

import re

from shared.model import Medium
from workers.language.lexicon import any_of, table

_NAME = r"[A-Z][\w.&'’-]*(?: (?:of |the )?[A-Z0-9][\w.&’-]*){0,4}"
_SPEAKING_TO = re.compile(rf"\b(?:speaking|talking|spoke|talked) (?:to|with|on) (?:the )?(?P<with>{_NAME})")
_UNINVOLVED = re.compile(r"\bnot (?:been |a )?(?:involved|part|an author)[^.;,]*")
"""A scientist "who was not involved in the study" does not speak in it."""
_POSSESSIVE = re.compile(r"[’']s?$")
_POSTING = re.compile(r"\b(?:re)?tweet(?:s|ed|ing)?\b", re.IGNORECASE)


def _variants(listed: str) -> list[str]:
    return [v for v in listed.split("|") if v]


def _platform(names: tuple[str, ...]) -> re.Pattern[str]:
    """ "on X", "on his Truth Social account", "a Facebook post", "via Telegram"."""
    listed, between, behind = any_of(names), any_of(_words("beside_platform")), any_of(_words("of_platform"))
    return re.compile(
        rf"\b(?:[Oo]n|[Vv]ia|[Tt]o|[Ii]n)\b (?:(?:{between})[ ,]+){{0,6}}(?:{listed})(?![\w-]|\.\w)"
        rf"|\b(?:[Aa]n?|[Hh]is|[Hh]er|[Tt]heir|[Tt]he) (?:{listed}) (?:{behind})"
    )


def _type_pattern(nouns: list[str]) -> re.Pattern[str]:
    """ "in a written statement to the BBC", "at a news conference", "in an interview with The Mail"."""
    return re.compile(
        rf"\b(?:{any_of(_words('before'))}) (?:[\w’'-]+ ){{0,4}}?(?:{any_of(nouns)})s?\b"
        rf"(?:[^.;]{{0,40}}?\b(?:with|to|on|for|by|in) (?:the )?(?P<with>{_NAME}))?"
    )


def _words(key: str) -> frozenset[str]:
    """A list of words in `[words]` of media.toml."""
    return frozenset(table("media")["words"][key].split())


_NAMED = {name: (name, *_variants(others)) for name, others in table("media")["platforms"].items()}
_PLATFORMS = tuple((name, variants, _platform(variants)) for name, variants in _NAMED.items())
_OUTLETS: dict[str, str] = {
    variant.lower(): name
    for name, others in table("media")["outlets"].items()
    for variant in (name, *_variants(others))
}
_NOUNS: dict[str, str] = {noun: kind for kind, nouns in table("media")["types"].items() for noun in _variants(nouns)}
_TYPES = tuple((kind, _type_pattern(_variants(nouns))) for kind, nouns in table("media")["types"].items())
_OUTLET_WORDS = _words("outlet")
_MEDIUM_NOUNS = frozenset(noun.split()[-1] for noun in _NOUNS)
_OCCASIONS = frozenset(
    noun.split()[-1] for noun, kind in _NOUNS.items() if kind in ("interview", "speech", "press_conference")
)


def find_medium(said: str, addressee: str | None, cue: str, article: str) -> Medium | None:
    """The medium that the words around a cue tell: `said` is the cue's sentence without the quoted words."""
    for name, first_words, pattern in _PLATFORMS:
        if any(word in said for word in first_words) and pattern.search(said):
            return Medium(type="platform", name=name)
    if _POSTING.search(cue) or re.search(r"\btweets?\b", said):
        return Medium(type="platform", name="X" if re.search(r"\bon X\b", article) else "Twitter")
    outlet = outlet_name(addressee) if addressee else None
    lowered = _UNINVOLVED.sub("", said[:1].lower() + said[1:])
    for kind, pattern in _TYPES:
        match = pattern.search(lowered)
        if match is not None and not (cue.lower() in _words("no_media") and match[0].endswith(cue.lower())):
            return Medium(type=kind, name=outlet or (outlet_name(match["with"]) if match["with"] else None))
    if cue.lower() in _NOUNS and cue.lower() not in _words("no_media"):
        return Medium(type=_NOUNS[cue.lower()], name=outlet)
    spoken = _SPEAKING_TO.search(lowered)
    outlet = outlet or (outlet_name(spoken["with"]) if spoken is not None else None)
    return Medium(type="outlet", name=outlet) if outlet else None


def is_medium_noun(noun: str) -> bool:
    """Whether a noun is an occasion or a form of speech: interview, statement, rally."""
    return noun.lower() in _MEDIUM_NOUNS or noun.lower().removesuffix("s") in _MEDIUM_NOUNS


def is_occasion(noun: str) -> bool:
    """Whether a noun is an occasion to speak that says nothing itself: "at a news conference announcing"."""
    return noun.lower() in _OCCASIONS


def outlet_name(words: str) -> str | None:
    """The outlet that some words name or begin with: "the BBC", "CNN's Jo Roe"."""
    bare = re.sub(r"^(?:the|The) ", "", words.strip(" ,.;:"))
    for candidate in (bare, _POSSESSIVE.sub("", re.split(r"(?<=[’']s) |(?<=s[’']) ", bare)[0])):
        known = _OUTLETS.get(candidate.lower())
        if known is not None and candidate[:1].isupper():
            return known
        parts = candidate.split()
        named = len(parts) > 1 and all(p[:1].isupper() or p[:1].isdigit() for p in parts)
        if named and (parts[-1].lower() in _OUTLET_WORDS or not _words("on_air").isdisjoint(parts)):
            return candidate
    return None


def person_addressed(words: str) -> str | None:
    """The addressee without the outlet: "CNN's Jo Roe" is Jo Roe, "the BBC" is nobody."""
    if outlet_name(words) is None:
        return words
    _, separator, rest = re.sub(r"(?<=[’']s) |(?<=s[’']) ", "\0", words).partition("\0")
    return rest if separator else None
