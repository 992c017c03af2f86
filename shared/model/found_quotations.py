"""What the quotations stage hands to the resolving of speakers: whose words they are, as words in the text."""

from __future__ import annotations

from dataclasses import dataclass

from shared.model.quotations import AttributionMethod, Medium, QuotationKind, SpeechAct
from shared.model.record import Span


@dataclass(frozen=True, slots=True)
class Voice:
    """The phrase in the text that names a speaker: "Jane Roe, the mayor".

    `head_start` and `head_end` bound its head word; `parts` are the single speakers of a coordinated phrase;
    `is_label` marks the name before a turn of a transcript. All offsets point into the article's text.
    """

    start: int
    end: int
    head_start: int
    head_end: int
    parts: tuple[Voice, ...] = ()
    is_label: bool = False


@dataclass(frozen=True, slots=True)
class SameSpeaker:
    """The speaker of an earlier quotation goes on; `quotation` is its place in the list of found quotations."""

    quotation: int


@dataclass(frozen=True, slots=True)
class FoundQuotation:
    """A quotation whose speaker is still a phrase, an earlier quotation's speaker, or nobody.

    `rule` names what decided it; `score` says how well the cue fits (0 to 10, see `quotations.pairing`).
    """

    kind: QuotationKind
    spans: tuple[Span, ...]
    speaker: Voice | SameSpeaker | None
    method: AttributionMethod
    score: float
    rule: str | None = None
    cue: Span | None = None
    act: SpeechAct = SpeechAct.STATEMENT
    medium: Medium | None = None
    addressee: str | None = None

    @property
    def voice(self) -> Voice | None:
        """The speaker's phrase, where the text has one for this quotation."""
        return self.speaker if isinstance(self.speaker, Voice) else None
