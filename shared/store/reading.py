"""Reads articles, states and counts for the command line and the tests. Other systems read the views."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, Engine, Join, Select, and_, cast, func, select, text
from sqlalchemy.dialects.postgresql import JSONB, JSONPATH, distinct_on

from shared.model import Article
from shared.store import quarantining, tables
from shared.store.loading import read_article
from shared.store.quarantining import Wanted
from shared.store.records import QuarantinedRow, QuotationRow, RunState, RunStatus, Stage, Status
from shared.store.tables import parsed, quotation, run, version
from shared.store.tables import quarantined as entries
from shared.store.tables.parsed import NOT_SUPPORTED


def article(engine: Engine, uri: str) -> Article | None:
    """The article that readers see, the newest finished version; None if there is none or it was retracted."""
    visible = (
        select(run.c.id, run.c.pipeline_version, version.c.version)
        .select_from(_visible())
        .where(tables.article.c.uri == uri, tables.article.c.retracted_at.is_(None))
    )
    with engine.connect() as connection:
        row = connection.execute(visible).one_or_none()
        if row is None:
            return None
        return read_article(connection, row.id, version=row.version, pipeline_version=row.pipeline_version)


def status(engine: Engine) -> Status:
    """The counts of runs, articles, rejections and quarantine entries, all at one moment."""
    visible = tables.article.c.visible_run_id.is_not(None) & tables.article.c.retracted_at.is_(None)
    not_supported = select(func.count()).where(
        visible, parsed.c.run_id == tables.article.c.visible_run_id, text(NOT_SUPPORTED)
    )
    # A run whose entry was dropped stays quarantined, but nobody has to look at it: what waits are the entries.
    waiting = select(func.count()).where(entries.c.run_id.is_not(None), entries.c.resolved_at.is_(None))
    foreign = select(func.count()).where(entries.c.run_id.is_(None), entries.c.resolved_at.is_(None))
    kinds = (run.c.state, run.c.stage, run.c.backfill_id.is_(None))
    with engine.connect() as connection:
        states = connection.execute(select(*kinds, func.count()).group_by(*kinds))
        counts = {(state, stage, is_live): count for state, stage, is_live, count in states}
        return Status(
            open={stage: counts.get((RunState.OPEN, stage, True), 0) for stage in Stage},
            backfill=sum(counts.get((RunState.OPEN, stage, False), 0) for stage in Stage),
            done=sum(count for (state, *_), count in counts.items() if state == RunState.DONE),
            quarantined=_count(connection, waiting),
            foreign=_count(connection, foreign),
            rejected=_count(connection, select(func.count()).select_from(tables.rejected)),
            articles=_count(connection, select(func.count()).where(visible)),
            not_supported=_count(connection, not_supported),
            position=_count(connection, select(tables.feed_head.c.n)),
        )


def run_states(engine: Engine, uris: Collection[str]) -> list[RunStatus]:
    """The state of the newest run of each article, in the order of the uris; unknown uris are left out."""
    stands = version.alias("stands")
    codes = func.coalesce(func.jsonb_path_query_array(parsed.c.warnings, cast("$[*].code", JSONPATH)), cast([], JSONB))
    newest = (
        select(tables.article.c.uri, version.c.version, run.c.id.label("run_id"), run.c.stage, run.c.state)
        .add_columns(entries.c.code, entries.c.reason, tables.article.c.retracted_at.is_not(None).label("retracted"))
        .add_columns(stands.c.version.label("same_as"), codes.label("warnings"))
        .ext(distinct_on(tables.article.c.uri))
        .join(version, version.c.article_id == tables.article.c.id)
        .join(run, run.c.version_id == version.c.id)
        .outerjoin(parsed, parsed.c.run_id == run.c.id)
        .outerjoin(stands, stands.c.id == version.c.same_as_version_id)
        .outerjoin(entries, and_(entries.c.run_id == run.c.id, entries.c.resolved_at.is_(None)))
        .where(tables.article.c.uri == func.any(list(uris)))
        .where(run.c.backfill_id.is_(None) | (run.c.state == RunState.DONE))
        .order_by(tables.article.c.uri, version.c.version.desc(), run.c.id.desc())
    )
    with engine.connect() as connection:
        found = {row.uri: RunStatus(**row._mapping) for row in connection.execute(newest)}
    return [found[uri] for uri in dict.fromkeys(uris) if uri in found]


def quotations(engine: Engine, uris: Collection[str] | None = None, *, limit: int = 1000) -> list[QuotationRow]:
    """The quotations of all visible articles or of these, in the order of uri and position in the text."""
    query = (
        select(tables.article.c.uri, version.c.version, quotation.c.ordinal)
        .add_columns(func.coalesce(quotation.c.speaker_name, quotation.c.speaker_exact).label("speaker"))
        .add_columns(quotation.c.speaker_type, quotation.c.content, quotation.c.kind, quotation.c.method)
        .add_columns(quotation.c.confidence)
        .add_columns(func.coalesce(quotation.c.medium_name, quotation.c.medium_type).label("medium"))
        .select_from(_visible().join(quotation, quotation.c.run_id == run.c.id))
        .where(tables.article.c.retracted_at.is_(None))
        .order_by(tables.article.c.uri, quotation.c.ordinal)
        .limit(limit)
    )
    if uris is not None:
        query = query.where(tables.article.c.uri == func.any(list(uris)))
    with engine.connect() as connection:
        return [QuotationRow(**row._mapping) for row in connection.execute(query)]


def quarantined(engine: Engine, limit: int = 100) -> list[QuarantinedRow]:
    """The unresolved entries of the quarantine, newest first."""
    return quarantining.find(engine, Wanted(), limit)


def _visible() -> Join:
    shown = tables.article.join(run, run.c.id == tables.article.c.visible_run_id)
    return shown.join(version, version.c.id == run.c.version_id)


def _count(connection: Connection, query: Select[int]) -> int:
    return connection.execute(query).scalar_one()
