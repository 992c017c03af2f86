"""Turns a survey into metrics, at each scrape: nothing is counted here, so that a restart loses nothing."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping, Sequence

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric as Family

from shared.model import PIPELINE_VERSION
from shared.process import release
from shared.store.records import ChangeKind, RunState, Stage
from shared.store.surveying import Backlog
from workers.metrics import declared
from workers.metrics.declared import Metric
from workers.metrics.scraping import Scrape
from workers.survey.broker import Broker
from workers.survey.judging import NEEDED, replaced
from workers.survey.taking import Totals
from workers.upkeep.heartbeat import Process
from workers.upkeep.timing import Histogram

REPROCESSING = "reprocessing"

Samples = Mapping[tuple[str, ...], float]


def families(scrape: Scrape) -> Iterator[Family]:
    """All metrics of one scrape. A server that is away leaves out what only it can tell."""
    survey = scrape.survey
    yield from _scrape(scrape)
    if survey.broker is not None:
        yield from _broker(survey.broker)
        yield from _processes(survey.broker.processes, survey.taken_at.timestamp())
    if survey.backlog is not None:
        yield from _backlog(survey.backlog)
    if scrape.totals is not None:
        yield from _totals(scrape.totals, survey.backlog)
    yield _stage_seconds(scrape.timings)


def _gauge(metric: Metric, samples: Samples | float) -> GaugeMetricFamily:
    family = GaugeMetricFamily(metric.name, metric.meaning, labels=metric.labels)
    for labels, value in (samples if isinstance(samples, Mapping) else {(): samples}).items():
        family.add_metric(labels, value)
    return family


def _by(counts: Mapping[str, float]) -> Samples:
    return {(name,): count for name, count in counts.items()}


def _scrape(scrape: Scrape) -> Iterator[Family]:
    labels = (release(), str(PIPELINE_VERSION), platform.python_version())
    yield _gauge(declared.BUILD, {labels: 1})
    survey = scrape.survey
    up = {"database": survey.database_away is None, "broker": survey.broker_away is None}
    yield _gauge(declared.UP, _by(up))
    yield _gauge(declared.ASKED, _by(survey.asked_seconds))
    if scrape.totals is not None:
        yield _gauge(declared.TOTALS_AGE, scrape.totals_age_seconds)


def _broker(broker: Broker) -> Iterator[Family]:
    yield _gauge(declared.INBOX, broker.inbox)
    yield _gauge(declared.INBOX_OLDEST, broker.oldest_seconds or 0)
    yield _gauge(declared.LAG, {(group.name,): group.lag for group in broker.groups})
    yield _gauge(declared.PENDING, {(group.name,): group.pending for group in broker.groups})
    yield _gauge(declared.READERS, {(group.name,): group.readers for group in broker.groups})
    yield _gauge(declared.QUEUE, _by(broker.queues))
    if broker.unacknowledged is not None:
        yield _gauge(declared.HELD, broker.unacknowledged)
    yield _gauge(declared.FOREIGN, broker.foreign)


def _processes(processes: Sequence[Process], now: float) -> Iterator[Family]:
    counts: dict[tuple[str, ...], float] = {(kind, state): 0 for kind in NEEDED for state in ("alive", "silent")}
    ages: dict[tuple[str, ...], float] = {}
    for process in processes:
        silent = process.silent(now)
        if silent and replaced(process, processes):
            continue
        key = (process.kind, "silent" if silent else "alive")
        counts[key] = counts.get(key, 0) + 1
        ages[process.kind,] = max(ages.get((process.kind,), 0.0), now - process.turned_at)
    yield _gauge(declared.PROCESSES, counts)
    yield _gauge(declared.TURN_AGE, ages)


def _backlog(backlog: Backlog) -> Iterator[Family]:
    yield _gauge(declared.OPEN, {(one.stage,): one.runs for one in backlog.stages})
    yield _gauge(declared.OLDEST, {(one.stage,): one.oldest_seconds or 0 for one in backlog.stages})
    yield _gauge(declared.QUARANTINED, _by(backlog.quarantined))
    changes = declared.CHANGES
    yield CounterMetricFamily(changes.name.removesuffix("_total"), changes.meaning, value=backlog.position)
    yield _gauge(declared.RECENT, {(kind,): backlog.recent.kinds.get(kind, 0) for kind in ChangeKind})
    if backlog.recent.age_seconds is not None:
        yield _gauge(declared.CHANGE_AGE, backlog.recent.age_seconds)
    yield _gauge(declared.IDENTITIES, backlog.identities_due)
    yield _gauge(declared.DATABASE_BYTES, backlog.database_bytes)


def _totals(totals: Totals, backlog: Backlog | None) -> Iterator[Family]:
    counts = totals.counts
    yield _gauge(declared.ARTICLES, counts.articles)
    yield _gauge(declared.UNREAD, counts.not_supported)
    is_open = sum(counts.open.values()) if backlog is None else backlog.runs
    states = {RunState.OPEN: is_open, REPROCESSING: counts.backfill, RunState.DONE: counts.done}
    yield _gauge(declared.RUNS, _by({**states, RunState.QUARANTINED: counts.quarantined}))
    yield _gauge(declared.REJECTED, _by(totals.rejections))


def _stage_seconds(timings: Mapping[Stage, Histogram]) -> Family:
    metric = declared.STAGE_SECONDS
    family = HistogramMetricFamily(metric.name, metric.meaning, labels=metric.labels)
    for stage, histogram in timings.items():
        family.add_metric([stage], histogram.cumulative, histogram.sum)
    return family
