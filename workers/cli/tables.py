"""Prints quotations, failures and sums as tables for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from sqlalchemy import Engine

from shared.store import reading, watching
from shared.store.records import QuotationRow, RunState
from workers.cli.output import table, talk
from workers.doors.loader import Loaded
from workers.doors.progress import Progress

LONGEST = 160
"""Characters of a quotation shown: two lines of a common terminal."""


def quotations(rows: Iterable[QuotationRow]) -> None:
    """Print who said what, a table for each article: speaker, words, kind, how (method, medium, confidence)."""
    for uri, of_article in groupby(rows, key=lambda row: row.uri):
        table(uri, ["SPEAKER", "WORDS", "kind", "HOW"], map(_cells, of_article))


def _cells(row: QuotationRow) -> list[str]:
    how = f"{row.method}, {row.medium}" if row.medium else str(row.method)
    return [row.speaker or "-", _short(row.content), str(row.kind), f"{how} ({row.confidence:.2f})"]


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"


def failures(engine: Engine, loaded: Sequence[Loaded]) -> None:
    """Print the rejected and quarantined articles, with their reasons."""
    refused = watching.rejections(engine, [item.stream_id for item in loaded])
    stuck = [s for s in reading.run_states(engine, [i.uri for i in loaded]) if s.state is RunState.QUARANTINED]
    rows = [[r.uri or r.stream_id, "rejected", r.reason] for r in refused]
    rows += [[s.uri, "quarantined", s.reason or ""] for s in stuck]
    if rows:
        table("Not on record", ["ARTICLE", "what", "WHY"], rows)


def summary(progress: Progress) -> None:
    """Print one sentence on the whole batch."""
    talk(
        f"onrecord: {progress.done} new or updated, {progress.unchanged} unchanged (on record already, no duplicates), "
        f"{progress.rejected} rejected, {progress.quarantined} quarantined"
    )
