"""Arranges source audits: the answers of two publishers side by side, and as rows of a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workers.web.audit import Audit


@dataclass(frozen=True)
class Side:
    """One publisher's count of one answer, and the count of all its answers."""

    count: int
    whole: int


@dataclass(frozen=True)
class Question:
    """A question of the audit, with each answer's counts, publisher by publisher."""

    title: str
    note: str
    rows: tuple[tuple[str, tuple[Side, ...]], ...]


def sides(audits: Sequence[Audit]) -> list[Question]:
    """The questions, with the answers of all publishers in the first one's order."""
    found = []
    for tables in zip(*(audit.tables for audit in audits), strict=True):
        counts = [{row.name: row.count for row in table.rows} for table in tables]
        names = list(dict.fromkeys(row.name for table in tables for row in table.rows))
        rows = tuple(
            (name, tuple(Side(of.get(name, 0), table.whole) for of, table in zip(counts, tables, strict=True)))
            for name in names
        )
        found.append(Question(tables[0].title, tables[0].note, rows))
    return found


COLUMNS = ("publisher", "since", "until", "question", "answer", "quotations", "share")


def audit_rows(audits: Sequence[Audit]) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """The columns and rows of the download."""
    rows: list[tuple[object, ...]] = []
    for audit in audits:
        head = (audit.publisher, *(day.isoformat() if day else "" for day in (audit.since, audit.until)))
        for table in audit.tables:
            rows += [(*head, table.title, row.name, row.count, _share(row.count, table.whole)) for row in table.rows]
        rows += [(*head, "Quotations a month", month, whole, "") for month, whole, _, _ in audit.months]
        rows += [(*head, "Speakers", s.name, s.count, _share(s.count, audit.quotations)) for s in audit.speakers]
    return COLUMNS, rows


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
