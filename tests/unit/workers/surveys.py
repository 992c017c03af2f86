"""Surveys for tests: one of a healthy Onrecord, and what may be wrong with it."""

from __future__ import annotations

from datetime import UTC, datetime

from shared.messages import ChangeKind
from shared.store.records import Stage, Status
from shared.store.surveying import Backlog, Failure, Recent, StageBacklog
from workers.survey.broker import Broker, Group
from workers.survey.taking import Survey, Totals
from workers.upkeep.heartbeat import Process

AT = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
NOW = AT.timestamp()


def process(kind: str, *, turned: float = 1, started: float = 600, pid: int = 7, detail: str = "") -> Process:
    """A process that began and turned so many seconds ago, and is silent after 30."""
    return Process(
        kind=kind, host="desk", pid=pid, release="0.1.0", pipeline_version=1, started_at=NOW - started,
        turned_at=NOW - turned, silent_after=30, detail=detail,
    )  # fmt: skip


ALL = (process("intake"), process("sweeper", pid=8), process("worker", pid=9))


def broker(
    *processes: Process, inbox: int = 0, oldest: float | None = None, memory: int = 1, limit: int = 0, disk: bool = True
) -> Broker:
    """A broker with these entries and processes."""
    return Broker(
        inbox=inbox, oldest_seconds=oldest, groups=(Group(name="intake", readers=1, pending=0, lag=inbox),),
        queues={"onrecord": 3, "onrecord.identities": 0, "onrecord.backfill": 0}, unacknowledged=2, foreign=0,
        memory_bytes=memory, memory_limit=limit, writes_to_disk=disk, processes=processes,
    )  # fmt: skip


def backlog(runs: int = 0, oldest: float | None = None, finished: int = 60, seconds: float = 300) -> Backlog:
    """So many open runs before the first stage, and so many articles finished lately."""
    return Backlog(
        stages=(
            StageBacklog(stage=Stage.PARSE, runs=runs, oldest_seconds=oldest),
            StageBacklog(stage=Stage.ENTITIES),
            StageBacklog(stage=Stage.QUOTATIONS),
        ),
        quarantined={"empty_text": 2},
        position=410,
        recent=Recent(kinds={ChangeKind.PROCESSED: finished} if finished else {}, seconds=seconds, age_seconds=4),
        identities_due=1,
        database_bytes=10_000_000,
    )  # fmt: skip


TOTALS = Totals(
    counts=Status(open=dict.fromkeys(Stage, 0), done=410, quarantined=2, rejected=3, articles=408, position=410),
    rejections={"not_json": 3},
)

FAILURE = Failure(at=AT, where="parse", uri="lpa:9", code="empty_text", reason="[bold]no words[/bold]")

WELL = Survey(
    taken_at=AT, backlog=backlog(), totals=TOTALS, failures=(FAILURE,), broker=broker(*ALL),
    asked_seconds={"database": 0.02, "broker": 0.01},
)  # fmt: skip


def survey(**changes: object) -> Survey:
    """The healthy survey with changes."""
    return WELL.model_copy(update=changes)
