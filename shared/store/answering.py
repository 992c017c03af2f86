"""Decides the answer for a producer that waits, from the end of the run."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, Select, and_, func, select

from shared.messages import Answer, AnswerOutcome
from shared.store.engine import reader
from shared.store.loading import read_article
from shared.store.records import RunState
from shared.store.tables import article, quarantined, run, version

OUTCOMES = {RunState.DONE: AnswerOutcome.PROCESSED, RunState.QUARANTINED: AnswerOutcome.QUARANTINED}


def answer(engine: Engine, run_id: int, stream_id: str = "") -> Answer | None:
    """The outcome of the run's version, or None while its run is open."""
    with reader(engine) as connection:
        row = connection.execute(_newest(run_id)).one_or_none()
        if row is None or row.state == RunState.OPEN:
            return None
        made = Answer(stream_id=stream_id, uri=row.uri, version=row.version, outcome=OUTCOMES[RunState(row.state)])
        if row.retracted_version is not None and row.version <= row.retracted_version:
            return made.model_copy(update={"outcome": AnswerOutcome.RETRACTED})
        if row.state == RunState.QUARANTINED:
            return made.model_copy(update={"code": row.code, "reason": row.reason})
        found = read_article(connection, row.id, version=row.version, pipeline_version=row.pipeline_version)
        return made.model_copy(update={"article": found})


def _newest(run_id: int) -> Select[Any]:
    """The newest run of the same version, or of the version that stands for it if it has no new content.

    A run that reprocesses the version counts only when it is done.
    """
    stands = func.coalesce(version.c.same_as_version_id, version.c.id)
    same = select(stands).join(run, run.c.version_id == version.c.id).where(run.c.id == run_id).scalar_subquery()
    return (
        select(run.c.id, run.c.state, run.c.pipeline_version, version.c.version, article.c.uri)
        .add_columns(article.c.retracted_version, quarantined.c.code, quarantined.c.reason)
        .join(version, version.c.id == run.c.version_id)
        .join(article, article.c.id == version.c.article_id)
        .outerjoin(quarantined, and_(quarantined.c.run_id == run.c.id, quarantined.c.resolved_at.is_(None)))
        .where(run.c.version_id == same)
        .where(run.c.backfill_id.is_(None) | (run.c.state == RunState.DONE))
        .order_by(run.c.id.desc())
        .limit(1)
    )
