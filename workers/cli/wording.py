"""Puts a survey into lines for people: a word in front, then the figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from shared.store.records import Status
from shared.store.surveying import Backlog
from workers.survey.broker import Broker
from workers.survey.forecast import ready_in
from workers.survey.judging import Finding, living
from workers.survey.taking import Survey, Totals
from workers.survey.words import many, span


def lines(survey: Survey, findings: Sequence[Finding]) -> Iterator[str]:
    """What `onrecord status` prints. A server that is away leaves its lines out; the findings say so."""
    if survey.totals is not None:
        yield from _on_record(survey.totals.counts)
    if survey.broker is not None:
        yield f"on the inbox {inbox(survey.broker)}"
    if survey.backlog is not None:
        yield f"on their way {on_the_way(survey.backlog)}"
    if survey.totals is not None and survey.totals.counts.backfill:
        yield f"once more    {survey.totals.counts.backfill} behind them: see onrecord reprocess --status"
    if survey.backlog is not None:
        yield f"rate         {rate(survey)}"
        if survey.backlog.identities_due:
            yield f"identities   {many(survey.backlog.identities_due, 'article waits', 'articles wait')} for theirs"
    if survey.totals is not None:
        yield from _failed(survey.totals, survey.backlog)
    if survey.broker is not None:
        yield f"queues       {queues(survey.broker)}"
        yield f"processes    {processes(survey)}"
    yield from (f"wrong        {finding.what}" for finding in findings)


def inbox(broker: Broker) -> str:
    """What waits on the inbox."""
    if not broker.inbox:
        return "none"
    age = f", the oldest for {span(broker.oldest_seconds)}" if broker.oldest_seconds is not None else ""
    held = sum(group.pending for group in broker.groups)
    return f"{many(broker.inbox, 'entry', 'entries')}{age}" + (f", {held} of them with intake" if held else "")


def on_the_way(backlog: Backlog) -> str:
    """The open runs by their next stage."""
    waiting = ", ".join(f"{one.runs} before {one.stage}" for one in backlog.stages if one.runs)
    age = f", the oldest for {span(backlog.oldest_seconds)}" if backlog.oldest_seconds is not None else ""
    return f"{waiting}{age}" if waiting else "none"


def rate(survey: Survey) -> str:
    """How fast articles are finished, and when those that wait will be."""
    if survey.backlog is None:
        return "unknown"
    recent = survey.backlog.recent
    per_minute = f"{recent.per_minute:.1f} articles a minute in the last {span(recent.seconds)}"
    seconds = ready_in(survey)
    return per_minute if seconds is None else f"{per_minute}, ready in about {span(seconds)}"


def queues(broker: Broker) -> str:
    """Messages on each task queue, and those that workers hold."""
    held = f"; {broker.unacknowledged} with workers" if broker.unacknowledged is not None else ""
    return f"{_counts(broker.queues)}{held}"


def processes(survey: Survey) -> str:
    """How many processes of each kind live."""
    if survey.broker is None:
        return "unknown: the broker does not answer"
    now = survey.taken_at.timestamp()
    kinds = dict.fromkeys(process.kind for process in survey.broker.processes)
    return _counts({kind: len(living(survey.broker.processes, kind, now)) for kind in kinds}) or "none"


def _on_record(counts: Status) -> Iterator[str]:
    yield f"on record    {counts.articles} articles, {counts.done} runs done, change feed at {counts.position}"
    if counts.not_supported:
        others = f"{counts.not_supported} of them in another language than English"
        yield f"unread       {others}: no entities, no quotations"


def _failed(totals: Totals, backlog: Backlog | None) -> Iterator[str]:
    foreign = totals.counts.foreign
    strangers = f", and {foreign} messages of strangers" if foreign else ""
    codes = backlog.quarantined if backlog is not None else {}
    see = f" ({_counts(codes)}): see onrecord quarantine list" if codes else ""
    yield f"quarantined  {totals.counts.quarantined}{strangers}{see}"
    yield f"rejected     {totals.counts.rejected}" + (f" ({_counts(totals.rejections)})" if totals.rejections else "")


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())
