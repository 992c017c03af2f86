"""A survey as Prometheus reads it: every metric is declared, and each says what the survey says."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import Metric as Family
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector

from shared.errors import BadSettings
from shared.store.records import Stage
from tests.unit.workers.surveys import ALL, AT, TOTALS, WELL, broker, process, survey
from workers.metrics.collecting import families
from workers.metrics.declared import METRICS
from workers.metrics.scraping import Scrape
from workers.metrics.serving import Address
from workers.survey.taking import Survey
from workers.upkeep.timing import BUCKETS, Histogram

TIMED = {Stage.PARSE: Histogram(counts=(3, 2, *[0] * (len(BUCKETS) - 2), 1), sum=4.5)}
WHOLE = Scrape(WELL, TIMED, TOTALS, totals_age_seconds=9)

NOTHING = Survey(taken_at=AT, database_away="does not answer: x", broker_away="refuses to tell: y")

Samples = dict[tuple[str, tuple[str, ...]], float]


def samples(scrape: Scrape) -> Samples:
    """What Prometheus reads, by name and values of the labels."""

    class Fixed(Collector):
        def collect(self) -> Iterable[Family]:
            return families(scrape)

    registry = CollectorRegistry()
    registry.register(Fixed())
    told = text_string_to_metric_families(generate_latest(registry).decode())
    return {
        (s.name, tuple(value for _, value in sorted(s.labels.items()))): s.value
        for family in told
        for s in family.samples
    }


def test_every_declared_metric_is_told_as_it_is_declared_and_no_other() -> None:
    # Given a scrape to which both servers answered
    # When it is turned into metrics
    told = {family.name + ("_total" if family.type == "counter" else ""): family for family in families(WHOLE)}

    # Then they are those of the list, with their kinds, meanings and labels
    assert sorted(told) == sorted(metric.name for metric in METRICS)
    for metric in METRICS:
        family = told[metric.name]
        assert (family.type, family.documentation) == (metric.kind, metric.meaning)
        assert family.samples
        assert {name for sample in family.samples for name in sample.labels} - {"le"} == set(metric.labels)


def test_the_metrics_say_what_the_survey_says() -> None:
    found = samples(WHOLE)
    assert found["onrecord_up", ("database",)] == 1
    assert found["onrecord_asked_seconds", ("broker",)] == 0.01
    assert found["onrecord_runs", ("done",)] == 410
    assert found["onrecord_quarantined", ("empty_text",)] == 2
    assert found["onrecord_rejected", ("not_json",)] == 3
    assert found["onrecord_changes_total", ()] == 410
    assert found["onrecord_recent_changes", ("processed",)] == 60
    assert found["onrecord_recent_changes", ("quarantined",)] == 0
    assert found["onrecord_queue_messages", ("onrecord",)] == 3
    assert found["onrecord_processes", ("worker", "alive")] == 1
    assert found["onrecord_process_turn_age_seconds", ("worker",)] == 1


def test_a_histogram_cumulates_its_buckets() -> None:
    found = samples(WHOLE)
    assert [found["onrecord_stage_seconds_bucket", (le, "parse")] for le in ("0.01", "0.025", "120.0", "+Inf")] == [
        3, 5, 5, 6,
    ]  # fmt: skip
    assert found["onrecord_stage_seconds_sum", ("parse",)] == 4.5
    assert found["onrecord_stage_seconds_count", ("parse",)] == 6


@pytest.mark.parametrize(
    ("away", "missing"),
    [
        (survey(broker=None, broker_away="does not answer: x"), "onrecord_inbox_entries"),
        (survey(backlog=None, database_away="does not answer: x"), "onrecord_runs_open"),
        (NOTHING, "onrecord_runs_open"),
    ],
)  # fmt: skip
def test_a_server_that_is_away_is_told_and_takes_no_scrape_with_it(away: Survey, missing: str) -> None:
    # Given a scrape to which a server did not answer
    # When it is turned into metrics
    found = samples(Scrape(away))

    # Then it says which one, and leaves out what only that one knows
    assert found["onrecord_up", ("database",)] == (away.database_away is None)
    assert found["onrecord_up", ("broker",)] == (away.broker_away is None)
    assert missing not in {name for name, _ in found}


def test_processes_are_alive_or_silent_and_those_replaced_are_not_told() -> None:
    # Given a hung worker, one that was killed and replaced long ago, and no sweeper
    workers = (process("worker", turned=50, pid=2), process("worker", turned=900, pid=3), process("worker", pid=4))
    hung = survey(broker=broker(ALL[0], *workers))

    # When they are counted
    found = samples(Scrape(hung))

    # Then the kinds that are needed have their numbers, 0 too
    counted = {labels: value for (name, labels), value in found.items() if name == "onrecord_processes"}
    assert counted == {
        ("intake", "alive"): 1, ("intake", "silent"): 0, ("sweeper", "alive"): 0, ("sweeper", "silent"): 0,
        ("worker", "alive"): 1, ("worker", "silent"): 1,
    }  # fmt: skip
    assert found["onrecord_process_turn_age_seconds", ("worker",)] == 50


@pytest.mark.parametrize(
    ("words", "host", "port"),
    [(":9464", "127.0.0.1", 9464), ("0.0.0.0:1", "0.0.0.0", 1), ("[::]:9464", "::", 9464), ("desk:80", "desk", 80)],
)
def test_an_address_without_a_host_is_this_machines_alone(words: str, host: str, port: int) -> None:
    assert Address.parse(words) == Address(host=host, port=port)


@pytest.mark.parametrize("words", ["", "9464 ", "desk", "desk:", ":65536", ":-1"])
def test_what_is_no_address_is_refused(words: str) -> None:
    with pytest.raises(BadSettings, match="no address"):
        Address.parse(words)
