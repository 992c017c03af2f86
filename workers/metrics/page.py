"""Writes docs/metrics.md from the declarations: `python -m workers.metrics.page`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from workers.metrics.declared import METRICS, Metric

PAGE = Path(__file__).parents[2] / "docs" / "metrics.md"

HEAD = """\
# Metrics

`onrecord metrics` serves these to Prometheus at `/metrics` ([how](operations.md#watching)). All are read from the
database and the broker at the scrape, so that nothing is lost when a process is restarted. A server that is away leaves
out what only it can tell; `onrecord_up` says which one it is. Ages are in seconds.

| metric | kind | labels | meaning |
|---|---|---|---|
"""

FOOT = """
`workers/metrics/declared.py` declares the metrics, and `make metrics-page` writes this page from it.
"""


def page() -> str:
    """The whole page."""
    return HEAD + "\n".join(_rows()) + "\n" + FOOT


def _rows() -> Iterator[str]:
    for metric in METRICS:
        yield f"| `{metric.name}` | {metric.kind} | {_labels(metric)} | {metric.meaning} |"


def _labels(metric: Metric) -> str:
    return ", ".join(f"`{label}`" for label in metric.labels)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
