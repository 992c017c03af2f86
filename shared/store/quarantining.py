"""Lists, retries and drops entries of the quarantine, for the people who run Onrecord."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, func, select, update

from shared.errors import NotFound
from shared.model import Record
from shared.store import auditing
from shared.store.auditing import Deed
from shared.store.records import QuarantinedRow, RunState, Stage
from shared.store.tables import article, quarantined, run, version

BATCH = 1000
"""Entries resolved in one transaction: it holds its locks only briefly, however many entries are selected."""


class Wanted(Record):
    """A selection of entries: the unresolved ones that fit everything given."""

    ids: tuple[int, ...] = ()
    code: str | None = None
    publisher: str | None = None
    since: datetime | None = None
    until: datetime | None = None


class QuarantinedEntry(Record):
    """One entry with all its details, resolved or not."""

    id: int
    run_id: int | None
    uri: str | None
    version: int | None
    publisher: str | None
    pipeline_version: str | None
    stage: Stage | None
    code: str
    reason: str
    traceback: str | None
    payload: str | None
    """The submission's JSON, or the foreign bytes with those that are not UTF-8 escaped."""
    at: datetime
    resolved_at: datetime | None


class Resolved(Record):
    """How many entries were resolved. Foreign bytes, which name no run, cannot be retried, only dropped."""

    resolved: int = 0
    without_run: int = 0


def find(engine: Engine, wanted: Wanted, limit: int = 1000) -> list[QuarantinedRow]:
    """The selected entries, newest first."""
    columns = [getattr(quarantined.c, name) for name in ("id", "run_id", "stage", "code", "reason", "at")]
    query = _joined(select(*columns, article.c.uri, version.c.version)).where(*_fits(wanted))
    with engine.connect() as connection:
        found = connection.execute(query.order_by(quarantined.c.id.desc()).limit(limit))
        return [QuarantinedRow(**row._mapping) for row in found]


def entry(engine: Engine, entry_id: int) -> QuarantinedEntry:
    """One entry with its traceback and payload. Raises NotFound."""
    of_run = [article.c.uri, version.c.version, article.c.publisher, run.c.pipeline_version, version.c.submission]
    query = _joined(select(quarantined, *of_run)).where(quarantined.c.id == entry_id)
    with engine.connect() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"quarantine entry {entry_id}")
    held = dict(row._mapping)
    bytes_held, submission = held.pop("payload"), held.pop("submission")
    payload = submission if bytes_held is None else bytes_held.decode("utf-8", "backslashreplace")
    return QuarantinedEntry(**held, payload=payload)


def retry(engine: Engine, wanted: Wanted, *, because: str | None = None) -> Resolved:
    """Reopens the runs at the stage that failed, with all attempts restored; the sweeper sends them."""
    with_run = quarantined.c.run_id.is_not(None)
    opened = {"state": RunState.OPEN, "attempts": 0, "finished_at": None, "sent_at": None}
    total = _resolve_all(engine, [*_fits(wanted), with_run], opened, Deed.RETRIED, because)
    left = _joined(select(func.count(quarantined.c.id))).where(*_fits(wanted), ~with_run)
    with engine.connect() as connection:
        return Resolved(resolved=total, without_run=connection.execute(left).scalar_one())


def drop(engine: Engine, wanted: Wanted, *, because: str | None = None) -> Resolved:
    """Gives up the runs for good; the results of their earlier stages are deleted some days later."""
    given_up = {"superseded_at": func.clock_timestamp()}
    return Resolved(resolved=_resolve_all(engine, _fits(wanted), given_up, Deed.DROPPED, because))


def _resolve_all(
    engine: Engine, fits: list[ColumnElement[bool]], changes: dict[str, Any], deed: Deed, because: str | None
) -> int:
    """Resolves entries in batches, so that thousands of them hold no lock for long; each batch notes its entries."""
    total = 0
    while True:
        with engine.begin() as connection:
            names = _resolve(connection, fits, changes)
            if names:
                auditing.note(connection, deed, ", ".join(names), items=len(names), because=because)
        total += len(names)
        if not names:
            return total


def _resolve(connection: Connection, fits: list[ColumnElement[bool]], changes: dict[str, Any]) -> list[str]:
    """Resolves a batch, and names its entries by their numbers and uris."""
    # The lock makes a second resolver wait until these entries are resolved.
    meant = _joined(select(quarantined.c.id, article.c.uri)).where(*fits).order_by(quarantined.c.id).limit(BATCH)
    found = connection.execute(meant.with_for_update(of=quarantined)).all()
    ids = [row.id for row in found]
    resolved = update(quarantined).where(quarantined.c.id == func.any(ids), quarantined.c.resolved_at.is_(None))
    resolved = resolved.values(resolved_at=func.clock_timestamp()).returning(quarantined.c.run_id)
    run_ids = [run_id for run_id in connection.execute(resolved).scalars() if run_id is not None]
    connection.execute(update(run).where(run.c.id == func.any(run_ids)).values(changes))
    return [f"{row.id} {row.uri or ''}".rstrip() for row in found]


def _joined(query: Select[Any]) -> Select[Any]:
    """The query joined with the article of the entry, if it has one."""
    return (
        query.select_from(quarantined)
        .outerjoin(run, run.c.id == quarantined.c.run_id)
        .outerjoin(version, version.c.id == run.c.version_id)
        .outerjoin(article, article.c.id == version.c.article_id)
    )


def _fits(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [quarantined.c.resolved_at.is_(None)]
    if wanted.ids:
        found.append(quarantined.c.id == func.any(list(wanted.ids)))
    if wanted.code is not None:
        found.append(quarantined.c.code == wanted.code)
    if wanted.publisher is not None:
        found.append(article.c.publisher == wanted.publisher)
    if wanted.since is not None:
        found.append(quarantined.c.at >= wanted.since)
    if wanted.until is not None:
        found.append(quarantined.c.at < wanted.until)
    return found
