"""Who says a quotation, by which words and where: an extracted one against its golden one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from seed_files import GoldenArticle, GoldenIndirect, GoldenQuotation, GoldenVoice, letters
from seed_tally import Tally

from shared.model import Quotation, Speaker, SpeakerType

FORMS_OF_ADDRESS = ("mr", "mrs", "ms", "dr", "sir", "dame", "rev", "judge", "professor", "captain", "cllr", "kc")
SMALL = frozenset({"the", "a", "an", "of", "for", "in", "at", "his", "her", "its", "their", *FORMS_OF_ADDRESS})
"""Words of a name that do not tell anybody apart."""


def compare_voice(golden: GoldenQuotation, found: Quotation, article: GoldenArticle, tally: Tally) -> None:
    """Who says a direct or mixed quotation, by which words, and where."""
    for measure, is_right, seen in _judgements(golden, found):
        tally.count(measure, is_right, f"{article.uri}: {seen} | {golden.speaker} | {golden.words[0][:70]}")


def _judgements(golden: GoldenQuotation, found: Quotation) -> Iterator[tuple[str, bool, str]]:
    yield from _speaker_judgements(golden, found.speaker)
    if golden.cue:
        cue = found.cue.exact.casefold() if found.cue else ""
        yield "cue", golden.cue.casefold() in (cue, *cue.split()), f"{cue!r} for {golden.cue!r}"
    if golden.medium:
        wanted = golden.medium.name or golden.medium.type
        seen = (found.medium.name, found.medium.type) if found.medium else ()
        yield "medium", letters(wanted) in map(letters, filter(None, seen)), f"{seen} for {wanted!r}"
    elif found.medium and found.medium.name:
        yield "medium", False, f"{found.medium.type} {found.medium.name} for none"


def _speaker_judgements(golden: GoldenVoice, speaker: Speaker | None) -> Iterator[tuple[str, bool, str]]:
    """A name given to a person or to somebody nameless must be right; a body may go by more names than one."""
    exact, name = (speaker.exact, speaker.name) if speaker else (None, None)
    if golden.speaker_exact:
        yield "speaker_exact", _overlap(exact, golden.speaker_exact), f"{exact!r} for {golden.speaker_exact!r}"
    if golden.speaker:
        yield "speaker_named", name_words(name) == name_words(golden.speaker), f"{name!r}"
    if name and golden.type in (SpeakerType.PERSON, SpeakerType.ANONYMOUS):
        yield "speaker_name_precision", name_words(name) == name_words(golden.speaker), f"{name!r}"
    kind = speaker.type if speaker else SpeakerType.UNKNOWN
    yield "speaker_type", kind is golden.type, f"{kind} for {golden.type}"


def _overlap(found: str | None, wanted: str) -> bool:
    """Whether the words in the text are about the same: they share a word that is not a small one."""
    return bool(_content_words(found) & _content_words(wanted))


def _content_words(text: str | None) -> set[str]:
    return set(name_words(text)) or {letters(text or "")} - {""}


def compare_indirect_voice(golden: GoldenIndirect, found: Quotation, article: GoldenArticle, tally: Tally) -> None:
    """Who says an indirect quotation."""
    for measure, is_right, seen in _speaker_judgements(golden, found.speaker):
        if measure in ("speaker_exact", "speaker_named"):
            tally.count(f"indirect_{measure}", is_right, f"{article.uri}: {seen} | {golden.speaker} | {golden.words}")


def name_words(name: str | None) -> frozenset[str]:
    """What tells one name from another: its words without articles, forms of address and punctuation."""
    return frozenset(map(letters, re.findall(r"[\w.]+(?:[-'’][\w.]+)*", name or ""))) - SMALL
