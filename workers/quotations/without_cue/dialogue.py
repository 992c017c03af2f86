"""Decides who speaks in a dialogue: lines of nothing but a quotation alternate once one speaker has answered the other.

'"I take responsibility," Roe answered. / "What does that mean?" Poe shot back. / "The board will decide." / "You are
the board!"': the third line is Roe's, the fourth Poe's. Without a reply before it, a question may be its speaker's own.
"""

from __future__ import annotations

from collections.abc import Sequence

from workers.language.cues import cue_verb
from workers.language.lexicon import groups
from workers.quotations.records import Continued, Finding, cue_in, voice_in

REACH = 3
"""Most lines between the words of the two."""


def answered_by(text: str, findings: Sequence[Finding], last: int) -> int | None:
    """The finding whose speaker answers the last one, by its index; None if no two are known to talk."""
    finding = findings[last]
    if isinstance(finding, Continued) and finding.answers is not None:
        return finding.answers
    other = next((i for i in range(last - 1, -1, -1) if _is_other(text, findings[i], finding)), None)
    asks = text[finding.spans[-1][1] - 1] == "?"
    if other is None or finding.line - findings[other].line > REACH or not asks:
        return None
    return other if _replies(text, finding) or _replies(text, findings[other]) else None


def _is_other(text: str, one: Finding, finding: Finding) -> bool:
    first, second = _name(text, one), _name(text, finding)
    return first is not None and second is not None and first != second and one.line < finding.line


def _name(text: str, finding: Finding) -> str | None:
    """The last word of the speaker's name; None for a pronoun, which is resolved later."""
    voice = voice_in(finding)
    head = text[voice.head_start : voice.head_end] if voice is not None else ""
    return head if head[:1].isupper() and len(head) > 1 else None


def _replies(text: str, finding: Finding) -> bool:
    cue = cue_in(finding)
    verb = cue_verb(text[slice(*cue)]) if cue is not None else None
    return verb is not None and verb.base in groups("constructions")["replying"]
