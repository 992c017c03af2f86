"""What the quotations stage finds: who said what."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from shared.model.record import Record, Span


class QuotationKind(StrEnum):
    """Direct: all between marks; mixed: partly between marks; indirect: no marks."""

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
    """What the cue says that somebody does with the words; only statements, promises and demands were said as told.

    A denial's content is what was denied; a declined comment's is what was not answered; a thought may never have been
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
    """Who says it: the words in the text (null offsets where carried over from an earlier quotation) and the full name.

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
    """Where it was said: type platform, outlet, statement, interview, letter, speech, report ...; name X, BBC ..."""

    type: str
    name: str | None = None


class Attribution(Record):
    """How the words found their speaker, and how sure that is."""

    method: AttributionMethod
    confidence: float = Field(ge=0, le=1)
    rule: str | None = None
    """Name of the rule that decided that these are words of somebody, and whose."""


class Quotation(Record):
    """Somebody's words: a quotation split around "X said" is one quotation with two spans."""

    ordinal: int
    kind: QuotationKind
    content: str
    spans: tuple[Span, ...] = Field(min_length=1)
    cue: Span | None = None
    speaker: Speaker | None = None
    speakers: tuple[Speaker, ...] = ()
    """Each of those who say it together, where `speaker` is several by name: "Roe and Poe said"."""
    act: SpeechAct = SpeechAct.STATEMENT
    medium: Medium | None = None
    addressee: str | None = None
    attribution: Attribution
