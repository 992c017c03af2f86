"""Finds the quotation of a headline: "Kyiv: talks are on", "Roe: 'I will win'", "Talks are on, Kyiv says".

Headlines drop the verb and the marks; only a name that the article itself mentions is believed before a colon.
"""

from __future__ import annotations

import re

from shared.model import AttributionMethod, EntityKind, FoundEntities, SpeakerType
from workers.language.cues import SAYING, cue_verb
from workers.language.lexicon import any_of, groups
from workers.language.marks import Line
from workers.language.nouns import noun_type
from workers.quotations.records import Reported, name_voice, trimmed

MAX_CHARS = 250
"""A longer first line is no headline."""
MAX_NAME_WORDS = 6
_COLON = re.compile(r"(?P<name>[^:“”\"‘]{2,80}?)(?P<cue>:) (?P<content>\S.*)")
_ON_TOPIC = re.compile(r"(?P<name>[^:“”\"‘]{2,60}?) (?:on|to) [^:“”\"‘]{2,60}(?P<cue>:) (?P<content>\S.*)")
_TRAILING = re.compile(r"(?P<content>.+), (?P<name>[^,]{2,60}?) (?P<cue>[A-Za-z]+)\.?\s*$")
_QUOTED_FIRST = re.compile(
    r"[“\"‘'](?P<content>[^“”\"]{2,150}?)[”\"’'](?P<cue>:) (?P<name>(?:[A-Z][\w.’'-]*)(?: [A-Z][\w.’'-]*){0,3})(?=\b|$)"
)
""" "‘I will win’: Roe defies the council"."""
_SPEAKER_LAST = re.compile(
    rf"(?P<content>[^:]+? (?:{any_of(groups('clauses')['auxiliaries'])}) [^:]+)"
    r"(?P<cue>:) (?P<name>[^:“”\"‘]{2,60})$"
)
""" "Ferry is safe: Roe": only words with a verb are taken for somebody's."""
_INVERTED = re.compile(r"(?P<content>.+), (?P<cue>[A-Za-z]+) (?P<name>[\w’' -]{2,60}?)\.?\s*$")
_WHOLE_QUOTATION = re.compile(r"[,.?!][”\"»]\s+\w|^[“\"«„‘'].*[”\"»“’']$")
"""'"...," X and Y said': a sentence of its own rather than a headline."""
_SENTENCE = re.compile(r"[a-z][.!?] |^(?:[Ff]rom|[Bb]y|[Aa]nd|[Bb]ut|[Ss]aid) ")
_ASKING = groups("clauses")["questions"]
"""'Who is to blame: Jane Roe' names somebody, and quotes nobody."""
_SCORE = re.compile(r"\d\s?[-–]\s?\d")
""" "Rovers 2-1 Elm Town: Osei strikes late": a report of a match."""
_LABEL = re.compile(r"(?P<word>[A-Za-z&]+): ")
_OUTER = " \t\"“”‘’'.;"


def find_in_headline(text: str, line: Line, number: int, found: FoundEntities) -> Reported | None:
    """The quotation a headline makes, if it makes one."""
    if line.end - line.start > MAX_CHARS:
        return None
    for rule, (pattern, believed) in _RULES.items():
        match = pattern.match(text, line.start, line.end)
        if match is not None and pattern is _COLON and (" on " in match["name"] or " to " in match["name"]):
            match = _ON_TOPIC.match(text, line.start, line.end)
        if match is not None and believed(match, found):
            return _finding(match, text, number, rule)
    return None


def _is_reported(match: re.Match[str], found: FoundEntities) -> bool:
    """Whether a verb of saying with somebody who can speak stands behind the last comma."""
    verb = cue_verb(match["cue"])
    if verb is None or match["cue"].lower().endswith("ing") or _SENTENCE.search(match["content"]):
        return False
    if _is_shown(match):
        return True
    if not verb.kind & SAYING or _WHOLE_QUOTATION.search(match["content"]):
        return False
    return _may_speak(match, found) or noun_type(match["name"]) is not None


def _is_shown(match: re.Match[str]) -> bool:
    """ "Firm knew of the flaw, documents show"."""
    verb = cue_verb(match["cue"])
    shows = verb is not None and verb.base in groups("constructions")["showing"]
    return shows and noun_type(match["name"].split()[-1]) is SpeakerType.DOCUMENT


def _may_speak(match: re.Match[str], found: FoundEntities) -> bool:
    start, end = match.span("name")
    words = match["name"].lower().removeprefix("the ").split()
    lists = groups("headlines")
    if (
        len(words) > MAX_NAME_WORDS
        or _SCORE.search(match["name"])
        or _SENTENCE.search(match["name"])
        or _holds_verb(match["name"])
    ):
        return False
    if words[-1] in lists["speakers"] and len(words) <= 3:
        return True
    if words[0] in lists["labels"]:
        return False
    if any(start <= m.start_char and m.end_char == end for m in found.mentions):
        return True
    known = {word for m in found.mentions for word in m.exact.lower().split()}
    name = match["name"].strip()
    return len(words) <= 3 and (all(w in known for w in words) or name in match.string[match.end() :])


def _is_name(match: re.Match[str], found: FoundEntities) -> bool:
    """Whether the words behind the colon name a person or a body that the article mentions, or a group."""
    start, end = match.span("name")
    first = match["content"].lower().removeprefix("the ").split()[0]
    if first in groups("headlines")["labels"] or first in _ASKING:
        return False
    if match["name"].lower() in groups("headlines")["speakers"] or noun_type(match["name"]) is SpeakerType.GROUP:
        return True
    kinds = {found.entities[m.entity].kind for m in found.mentions if (m.start_char, m.end_char) == (start, end)}
    return bool(kinds & {EntityKind.PERSON, EntityKind.ORGANIZATION})


def _holds_verb(name: str) -> bool:
    """ "Roe told the BBC:", "Asked about it, Roe:" are sentences."""
    words = name.split()
    return any(w.endswith(",") for w in words) or any(w.islower() and cue_verb(w) is not None for w in words)


def _finding(match: re.Match[str], text: str, number: int, rule: str) -> Reported:
    start, end = match.span("content")
    # "Exclusive: Firm knew of the flaw".
    label = _LABEL.match(match["content"])
    start += len(label[0]) if label is not None and label["word"].lower() in groups("headlines")["labels"] else 0
    spans, voice = (trimmed(text, start, end, _OUTER),), name_voice(text, *match.span("name"))
    return Reported(
        line=number,
        spans=spans,
        rule=rule,
        method=AttributionMethod.HEADLINE,
        cue=match.span("cue"),
        voice=voice,
        score=6.0,
    )


_RULES = {
    # "Kyiv: talks are on", "Roe on the ferry: it is safe"
    "without_cue.headline_name_first": (_COLON, _may_speak),
    # "‘I will win’: Roe defies the council"
    "without_cue.headline_quoted_first": (_QUOTED_FIRST, _is_name),
    # "Ferry is safe: Roe"
    "without_cue.headline_name_last": (_SPEAKER_LAST, _is_name),
    # "Talks are on, Kyiv says"
    "without_cue.headline_verb_last": (_TRAILING, _is_reported),
    # "Talks are on, says Kyiv"
    "without_cue.headline_verb_before_name": (_INVERTED, _is_reported),
}
