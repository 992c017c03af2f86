"""Headlines that quote: "Kyiv: talks are on", "Roe: 'I will win'", "Talks are on, Kyiv says".

Headlines drop the verb and the marks; only a name that the article itself mentions is believed before a colon.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from shared.model import AttributionMethod, FoundEntities
from workers.quotations.cues import SAYING, cue_verb
from workers.quotations.marks import Line
from workers.quotations.records import Finding, Voice

MAX_CHARS = 250
"""A longer first line is no headline."""
MAX_NAME_WORDS = 6
_COLON = re.compile(r"(?P<name>[^:“”\"‘]{2,80}?): (?P<content>\S.*)")
_ON_TOPIC = re.compile(r"(?P<name>[^:“”\"‘]{2,60}?) on [^:“”\"‘]{2,60}: (?P<content>\S.*)")
_TRAILING = re.compile(r"(?P<content>.+), (?P<name>[^,]{2,60}?) (?P<cue>[A-Za-z]+)\.?\s*$")
_WHOLE_QUOTATION = re.compile(r"[,.?!][”\"»]\s+\w")
"""'"...," X and Y said': a sentence of its own rather than a headline."""
_SENTENCE = re.compile(r"[a-z][.!?] |^(?:[Ff]rom|[Bb]y|[Aa]nd|[Bb]ut|[Ss]aid) ")
_OUTER = " \t\"“”‘’'.;"


@lru_cache(maxsize=1)
def _labels() -> tuple[frozenset[str], frozenset[str]]:
    data = tomllib.loads(files("workers.quotations").joinpath("data/headlines.toml").read_text("utf-8"))
    return frozenset(data["labels"].split()), frozenset(data["speakers"].split())


def find_in_headline(text: str, line: Line, number: int, found: FoundEntities) -> Finding | None:
    """The quotation a headline makes, if it makes one."""
    if line.end - line.start > MAX_CHARS:
        return None
    match = _COLON.match(text, line.start, line.end)
    if match is not None and " on " in match["name"]:
        match = _ON_TOPIC.match(text, line.start, line.end)
    if match is not None and _may_speak(match, found):
        return _finding(match, text, number, (match.end("name"), match.end("name") + 1))
    match = _TRAILING.match(text, line.start, line.end)
    verb = cue_verb(match["cue"]) if match is not None else None
    if match is None or verb is None or not verb.kind & SAYING or not _may_speak(match, found):
        return None
    if _WHOLE_QUOTATION.search(match["content"]):
        return None
    return _finding(match, text, number, match.span("cue"))


def _may_speak(match: re.Match[str], found: FoundEntities) -> bool:
    start, end = match.span("name")
    words = match["name"].lower().split()
    labels, speakers = _labels()
    if len(words) > MAX_NAME_WORDS or _SENTENCE.search(match["name"]):
        return False
    if words[-1] in speakers and len(words) <= 3:
        return True
    if words[0] in labels:
        return False
    if any(start <= m.start_char and m.end_char == end for m in found.mentions):
        return True
    known = {word for m in found.mentions for word in m.exact.lower().split()}
    name = match["name"].strip()
    return len(words) <= 3 and (all(w in known for w in words) or name in match.string[match.end() :])


def _finding(match: re.Match[str], text: str, number: int, cue: tuple[int, int]) -> Finding:
    start, end = match.span("content")
    while start < end and text[start] in _OUTER:
        start += 1
    while start < end and text[end - 1] in _OUTER:
        end -= 1
    name_start, name_end = match.span("name")
    head = text.rfind(" ", name_start, name_end) + 1 or name_start
    voice = Voice(name_start, name_end, head, name_end)
    return Finding(number, ((start, end),), AttributionMethod.HEADLINE, cue, voice, score=6.0)
