"""The records that cross the store's border, beside those of `shared.model`."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from shared.messages import ChangeKind as ChangeKind
from shared.model import AttributionMethod, QuotationKind, Record, SpeakerType


class Stage(StrEnum):
    """The stages of a run, in the order in which they are done."""

    PARSE = "parse"
    ENTITIES = "entities"
    QUOTATIONS = "quotations"

    @property
    def next(self) -> Stage | None:
        """The stage that follows, or None after the last one."""
        stages = tuple(Stage)
        return stages[stages.index(self) + 1] if self is not stages[-1] else None

    def before(self, other: Stage) -> bool:
        """Whether this stage is done earlier than the other one."""
        stages = tuple(Stage)
        return stages.index(self) < stages.index(other)


class RunState(StrEnum):
    """Every run ends as done or quarantined."""

    OPEN = "open"
    DONE = "done"
    QUARANTINED = "quarantined"


# --- accepting ------------------------------------------------------------------------------------------------------


class Outcome(StrEnum):
    """What accepting a submission came to."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class Accepted(Record):
    """An accepted submission. `stage` is the next one to do, None when the run has ended."""

    run_id: int
    article_id: int
    uri: str
    version: int
    outcome: Outcome
    stage: Stage | None


class Rejection(Record):
    """An inbox entry that is no valid submission, with its bytes."""

    stream_id: str
    uri: str | None = None
    code: str
    reason: str
    payload: bytes


# --- working off ----------------------------------------------------------------------------------------------------


class Claim(Record):
    """The right to do one stage of one run, until its lease ends and somebody else claims it."""

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
    """This stage is done and the run goes on: send the next stage, its message may have been lost."""
    BUSY = "busy"
    """Somebody holds a live lease on it."""
    EARLY = "early"
    """An earlier stage is still to be done; the one who does it sends this one again."""
    ENDED = "ended"
    """The run is done or quarantined."""
    UNKNOWN = "unknown"
    """There is no such run."""
    PAUSED = "paused"
    """It is processed again by an order that is paused; it stays open."""


class Due(Record):
    """A run that waits for a message."""

    run_id: int
    stage: Stage


# --- reading --------------------------------------------------------------------------------------------------------


class Status(Record):
    """How much there is of everything."""

    open: dict[Stage, int]
    """Live runs, by the stage that is next."""
    backfill: int = 0
    """Open runs that process articles again."""
    done: int
    quarantined: int
    foreign: int = 0
    """Quarantined messages of strangers that name no run: they wait to be looked at and dropped."""
    rejected: int
    articles: int
    """Articles that readers see."""
    not_supported: int = 0
    """Those of them in another language than English: no entities and quotations are looked for."""
    position: int
    """The newest position of the change feed."""


class RunStatus(Record):
    """Where the newest run of an article stands; `code` and `reason` if it is quarantined.

    A run that processes the article again does not count until it is done: the article stands as it stood.
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
    """The version that stands for it, because it says nothing new."""
    warnings: tuple[str, ...] = ()
    """Codes of what was odd and did not stop it: language_not_supported, partial ..."""


class QuotationRow(Record):
    """One line of a table of who said what."""

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
    """One entry of the quarantine that nobody has resolved yet."""

    id: int
    run_id: int | None
    uri: str | None
    version: int | None
    stage: Stage | None
    code: str
    reason: str
    at: datetime
