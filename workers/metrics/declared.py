"""Declares every metric: its name, kind, labels and meaning. docs/metrics.md is written from this list."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of metrics that we have."""

    GAUGE = "gauge"
    COUNTER = "counter"
    HISTOGRAM = "histogram"


@dataclass(frozen=True)
class Metric:
    """One metric. A counter's name ends in _total."""

    name: str
    kind: Kind
    meaning: str
    labels: tuple[str, ...] = ()


def _gauge(name: str, meaning: str, *labels: str) -> Metric:
    return Metric(f"onrecord_{name}", Kind.GAUGE, meaning, labels)


def _counter(name: str, meaning: str, *labels: str) -> Metric:
    return Metric(f"onrecord_{name}", Kind.COUNTER, meaning, labels)


def _histogram(name: str, meaning: str, *labels: str) -> Metric:
    return Metric(f"onrecord_{name}", Kind.HISTOGRAM, meaning, labels)


# --- the metrics process and the servers
BUILD = _gauge(
    "build_info",
    "1, with the release, the pipeline version and the Python that run.",
    "release",
    "pipeline_version",
    "python",
)
UP = _gauge("up", "Whether the server (database, broker) answered at this scrape: 1 or 0.", "server")
ASKED = _gauge("asked_seconds", "How long the server took to answer all questions of this scrape.", "server")
TOTALS_AGE = _gauge("totals_age_seconds", "Age of articles, done runs and rejections, which are counted once a minute.")

# --- the way of an article
INBOX = _gauge("inbox_entries", "Entries on the inbox: an answered entry is deleted.")
INBOX_OLDEST = _gauge("inbox_oldest_seconds", "Age of the oldest entry on the inbox; 0 if none waits.")
LAG = _gauge("group_lag", "Entries of the inbox that no reader of the group has read.", "group")
PENDING = _gauge("group_pending", "Entries of the inbox that a reader has read and not answered.", "group")
READERS = _gauge("group_readers", "Readers that the group knows; one that ended stays for a day.", "group")
OPEN = _gauge("runs_open", "Open runs of new submissions, by the next stage.", "stage")
OLDEST = _gauge(
    "runs_oldest_seconds", "Age of the oldest of these, since its submission was accepted; 0 if none.", "stage"
)
QUEUE = _gauge("queue_messages", "Messages on a task queue: nudges, of which none is needed; open runs count.", "queue")
HELD = _gauge("queue_unacknowledged", "Messages that workers hold; missing if the queues are in RabbitMQ.")
FOREIGN = _gauge("foreign_messages", "Foreign messages that the sweeper has not moved to the quarantine yet.")
STAGE_SECONDS = _histogram(
    "stage_seconds", "How long a stage took, over all workers, since the broker's data began.", "stage"
)

# --- the outcome
ARTICLES = _gauge("articles", "Articles that readers see.")
UNREAD = _gauge("articles_not_supported", "Those of them that are not in English: no entities, no quotations.")
RUNS = _gauge(
    "runs", "Runs: open, reprocessing (open by an order of `onrecord reprocess`), done, quarantined.", "state"
)
QUARANTINED = _gauge("quarantined", "Entries of the quarantine that wait for somebody, by code.", "code")
REJECTED = _gauge("rejected", "Rejected submissions, as long as they are kept (ONRECORD_REJECTED_DAYS).", "code")
CHANGES = _counter("changes_total", "The newest position of the change feed.")
CHANGE_AGE = _gauge("change_age_seconds", "Age of the newest change of the feed; missing if there is none.")
RECENT = _gauge("recent_changes", "Changes of the feed in the last 5 minutes (of the newest 5,000).", "kind")
IDENTITIES = _gauge("identities_due", "Articles whose entities have no identities across articles yet.")
DATABASE_BYTES = _gauge("database_bytes", "Size of the database on its server's disk.")

# --- the processes
PROCESSES = _gauge("processes", "Processes: alive, or silent and not replaced by a newer one.", "kind", "state")
TURN_AGE = _gauge("process_turn_age_seconds", "Age of the last turn of that process which turned longest ago.", "kind")

METRICS = tuple(value for value in list(globals().values()) if isinstance(value, Metric))
"""All of them, in the order of the page."""
