"""Decides from a survey what is wrong, in words: for `onrecord status`, and for the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from shared.model import Record
from shared.store.surveying import Backlog
from workers.survey.broker import Broker
from workers.survey.taking import Survey
from workers.survey.words import many, span
from workers.upkeep.heartbeat import Process

NEEDED = ("intake", "sweeper", "worker")
"""The kinds of processes without which articles stand still."""

INBOX_SECONDS = 60.0
"""An entry waits for a second or two, unless intake is down, hangs, or pauses because too many runs are open."""

MEMORY_SHARE = 0.9
"""The share of its memory limit at which a broker is nearly full: when it is full it refuses submissions."""


class Finding(Record):
    """Something that is wrong, with a stable code."""

    code: str
    what: str
    server: bool = False
    """Whether a server is away."""


Room = Callable[[Survey], Iterator[Finding]]


def wrong(survey: Survey) -> tuple[Finding, ...]:
    """What is wrong, the cause before what follows from it; nothing if all is well."""
    return tuple(finding for room in (_servers, _room_left, _processes, _inbox, _work) for finding in room(survey))


def replaced(process: Process, processes: Sequence[Process]) -> bool:
    """Whether another process of its kind began after this one's last turn: then it ended, and its successor works."""
    return any(other.kind == process.kind and other.started_at > process.turned_at for other in processes)


def living(processes: Sequence[Process], kind: str, now: float) -> list[Process]:
    """The processes of a kind that are not silent."""
    return [process for process in processes if process.kind == kind and not process.silent(now)]


def silent(processes: Sequence[Process], now: float) -> list[Process]:
    """The processes that hang or were killed, and that no successor has replaced."""
    return [process for process in processes if process.silent(now) and not replaced(process, processes)]


def _servers(survey: Survey) -> Iterator[Finding]:
    if survey.database_away is not None:
        yield Finding(code="database_away", what=f"the database {survey.database_away}", server=True)
    if survey.broker_away is not None:
        yield Finding(code="broker_away", what=f"the broker {survey.broker_away}", server=True)


def _processes(survey: Survey) -> Iterator[Finding]:
    if survey.broker is None or not _takes_heartbeats(survey.broker):
        return
    now = survey.taken_at.timestamp()
    quiet = silent(survey.broker.processes, now)
    for process in quiet:
        since = span(now - process.turned_at)
        what = f"{process.kind} on {process.host} (pid {process.pid}) has been silent for {since}"
        yield Finding(code="process_silent", what=what)
    for kind in NEEDED:
        if not living(survey.broker.processes, kind, now):
            yield Finding(code=f"no_{kind}", what=f"no {kind} lives{_waits_for(kind, survey, survey.broker)}")


def _takes_heartbeats(broker: Broker) -> bool:
    """A broker that refuses all writes refuses heartbeats, too: then who is silent may live."""
    return broker.writes_to_disk and not 0 < broker.memory_limit <= broker.memory_bytes


def _waits_for(kind: str, survey: Survey, broker: Broker) -> str:
    """What waits for a process of this kind."""
    if kind == "intake":
        return f", and {many(broker.inbox, 'entry waits', 'entries wait')} on the inbox" if broker.inbox else ""
    runs = survey.backlog.runs if survey.backlog is not None else 0
    if kind == "worker" and runs:
        return f", and {many(runs, 'article waits', 'articles wait')} for one"
    return ""


def _inbox(survey: Survey) -> Iterator[Finding]:
    """An intake that says why it waits is well, as long as the articles that it waits for are being finished."""
    broker = survey.broker
    if broker is None or broker.oldest_seconds is None or broker.oldest_seconds <= INBOX_SECONDS:
        return
    intakes = living(broker.processes, "intake", survey.taken_at.timestamp())
    reasons = [process.detail for process in intakes if process.detail]
    goes_on = survey.backlog is not None and survey.backlog.recent.kinds
    if not intakes or (reasons and goes_on):
        return
    told = f": intake {reasons[0]}" if reasons else ""
    what = f"the oldest of {many(broker.inbox, 'entry', 'entries')} on the inbox has waited for "
    yield Finding(code="inbox_waits", what=f"{what}{span(broker.oldest_seconds)}{told}")


def _work(survey: Survey) -> Iterator[Finding]:
    """A standstill: open runs, older than the span of the rate, while nothing was finished within it."""
    backlog = survey.backlog
    if backlog is None or not _stands(backlog):
        return
    what = f"{many(backlog.runs, 'article is', 'articles are')} on the way, the oldest for "
    what += f"{span(backlog.oldest_seconds or 0)}, and none was finished in the last {span(backlog.recent.seconds)}"
    yield Finding(code="work_stands", what=what)


def _stands(backlog: Backlog) -> bool:
    return not backlog.recent.kinds and (backlog.oldest_seconds or 0) > backlog.recent.seconds


def _room_left(survey: Survey) -> Iterator[Finding]:
    broker = survey.broker
    if broker is None:
        return
    if broker.memory_limit and broker.memory_bytes > MEMORY_SHARE * broker.memory_limit:
        share = broker.memory_bytes / broker.memory_limit
        yield Finding(code="broker_full", what=f"the broker's memory is {share:.0%} full: full, it refuses submissions")
    if not broker.writes_to_disk:
        what = "the broker cannot write to its disk: it refuses submissions and heartbeats"
        yield Finding(code="broker_disk", what=what)
