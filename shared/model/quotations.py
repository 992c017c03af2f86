"""Defines the results of the quotations stage: quotations with spans, cue, speaker, medium and attribution."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from shared.model.record import Record, Span


class QuotationKind(StrEnum):
    """Direct: all words are between marks; mixed: some are; indirect: none are."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class SpeakerType(StrEnum):
    PERSON = "person"
    ORGANIZATION = "organization"
    GROUP = "group"
    DOCUMENT = "document"
    ANONYMOUS = "anonymous"
    UNKNOWN = "unknown"


class SpeechAct(StrEnum):
    """The speech act that the cue names; only statements, promises and demands were said as reported.

    The content of a denial was denied, and that of a declined comment was not answered; a thought may never have been
    spoken.
    """

    STATEMENT = "statement"
    DENIAL = "denial"
    NO_COMMENT = "no_comment"
    QUESTION = "question"
    DEMAND = "demand"
    PROMISE = "promise"
    THOUGHT = "thought"


class AttributionMethod(StrEnum):
    """How the speaker was found."""

    EXPLICIT = "explicit"
    PRONOUN = "pronoun"
    CONTINUATION = "continuation"
    TITLE = "title"
    TRANSCRIPT = "transcript"
    HEADLINE = "headline"
    NONE = "none"


class Speaker(Record):
    """The speaker: the words in the text (null offsets if carried over from an earlier quotation) and the full name.

    `entity` is the entity's ordinal in the same article; `name` its resolved full name, or null rather than a guess.
    """

    start_char: int | None = None
    end_char: int | None = None
    exact: str | None = None
    entity: int | None = None
    name: str | None = None
    type: SpeakerType = SpeakerType.UNKNOWN
    role: str | None = None
    rule: str | None = None
    """Name of the rule that resolved the speaker: from the words in the text to the entity and its name."""


class Medium(Record):
    """The medium of a quotation: type platform, outlet, statement, interview, letter, speech ...; name X, BBC ..."""

    type: str
    """The kind of medium."""
    name: str | None = None
    """Its name, if the text tells one."""


class Attribution(Record):
    """How the speaker of the words was found, and how certain the attribution is."""

    method: AttributionMethod
    confidence: float = Field(ge=0, le=1)
    """How certain the attribution is."""
    rule: str | None = None
    """Name of the rule that found the quotation and its speaker's words."""


class Quotation(Record):
    """The words of a speaker: a quotation split around "X said" is one quotation with two spans."""

    ordinal: int
    kind: QuotationKind
    content: str
    spans: tuple[Span, ...] = Field(min_length=1)
    cue: Span | None = None
    speaker: Speaker | None = None
    speakers: tuple[Speaker, ...] = ()
    """Each speaker, if `speaker` names several: "Roe and Poe said"."""
    act: SpeechAct = SpeechAct.STATEMENT
    medium: Medium | None = None
    addressee: str | None = None
    attribution: Attribution

    @property
    def all_speakers(self) -> tuple[Speaker, ...]:
        """Each of several speakers, else the only one, if there is one."""
        return self.speakers or ((self.speaker,) if self.speaker else ())
