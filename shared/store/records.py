"""Defines the records that the store takes and returns, beside those of `shared.model`."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from shared.messages import ChangeKind as ChangeKind
from shared.model import AttributionMethod, QuotationKind, Record, SpeakerType


class Stage(StrEnum):
    """The stages of a run, in order."""

    PARSE = "parse"
    ENTITIES = "entities"
    QUOTATIONS = "quotations"

    @property
    def next(self) -> Stage | None:
        """The next stage, or None after the last one."""
        stages = tuple(Stage)
        return stages[stages.index(self) + 1] if self is not stages[-1] else None

    def before(self, other: Stage) -> bool:
        """Whether this stage comes before the other one."""
        stages = tuple(Stage)
        return stages.index(self) < stages.index(other)


class RunState(StrEnum):
    """The state of a run. Every run ends as done or quarantined."""

    OPEN = "open"
    DONE = "done"
    QUARANTINED = "quarantined"


# --- accepting ------------------------------------------------------------------------------------------------------


class Outcome(StrEnum):
    """The outcome of accepting a submission."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class Accepted(Record):
    """An accepted submission. `stage` is the next stage, None if the run has ended."""

    run_id: int
    article_id: int
    uri: str
    version: int
    outcome: Outcome
    stage: Stage | None


class Rejection(Record):
    """An inbox entry without a valid submission, with its bytes."""

    stream_id: str
    uri: str | None = None
    code: str
    reason: str
    payload: bytes


# --- doing the stages -----------------------------------------------------------------------------------------------


class Claim(Record):
    """A worker's right to do one stage of one run, until its lease ends and another worker claims the stage."""

    run_id: int
    stage: Stage
    token: UUID
    attempt: int
    article_id: int
    uri: str
    version: int


class Refusal(StrEnum):
    """Why a stage cannot be claimed."""

    DONE = "done"
    """This stage is done and the run continues: send the next stage, since its message may have been lost."""
    BUSY = "busy"
    """Another worker holds a valid lease on it."""
    EARLY = "early"
    """An earlier stage is not done yet; its worker sends this stage again."""
    ENDED = "ended"
    """The run is done or quarantined."""
    UNKNOWN = "unknown"
    """No run has this id."""
    PAUSED = "paused"
    """The run belongs to an order that is paused; it stays open."""


class Due(Record):
    """A run that waits for a message."""

    run_id: int
    stage: Stage


# --- reading --------------------------------------------------------------------------------------------------------


class Status(Record):
    """The counts of runs, articles, rejections and quarantine entries."""

    open: dict[Stage, int]
    """Open runs of new submissions, by their next stage."""
    backfill: int = 0
    """Open runs that reprocess articles."""
    done: int
    quarantined: int
    """Quarantined runs that wait for a decision; those that were dropped do not."""
    foreign: int = 0
    """Quarantined foreign messages, which name no run and wait to be looked at and dropped."""
    rejected: int
    articles: int
    """Articles that readers see."""
    not_supported: int = 0
    """Articles among them in languages other than English, which have no entities and quotations."""
    position: int
    """The newest position of the change feed."""


class RunStatus(Record):
    """The state of the newest run of an article; `code` and `reason` if it is quarantined.

    A run that reprocesses the article counts only when it is done: until then the article keeps its state.
    """

    uri: str
    version: int
    run_id: int
    stage: Stage | None
    state: RunState
    code: str | None = None
    reason: str | None = None
    retracted: bool = False
    same_as: int | None = None
    """The version that readers see in its place, because this one has no new content."""
    warnings: tuple[str, ...] = ()
    """Codes of defects that did not stop the article: language_not_supported, partial ..."""


class QuotationRow(Record):
    """One quotation with its speaker, as a line of a table."""

    uri: str
    version: int
    ordinal: int
    speaker: str | None
    """The speaker's full name, or else the words in the text."""
    speaker_type: SpeakerType | None
    content: str
    kind: QuotationKind
    method: AttributionMethod
    confidence: float
    medium: str | None


class QuarantinedRow(Record):
    """One unresolved entry of the quarantine."""

    id: int
    run_id: int | None
    uri: str | None
    version: int | None
    stage: Stage | None
    code: str
    reason: str
    at: datetime
