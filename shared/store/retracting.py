"""Withdrawing an article: readers see it no more, and the change feed says so."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import Connection, Engine, func, select, update

from shared.errors import UnknownArticle
from shared.model import Record
from shared.store.feed import announce
from shared.store.records import ChangeKind
from shared.store.tables import article, run, version
from shared.store.texts import storable


class Withdrawal(StrEnum):
    """What retracting came to."""

    RETRACTED = "retracted"
    UNCHANGED = "unchanged"
    """It was retracted before."""


class Retracted(Record):
    """A retracted article, and its newest version at that time: only a newer one brings it back."""

    uri: str
    article_id: int
    version: int
    outcome: Withdrawal


def retract(engine: Engine, uri: str) -> Retracted:
    """Hides the article and all that is on its way for it. A second time changes nothing. Raises UnknownArticle."""
    if storable(uri) != uri:
        raise UnknownArticle(ascii(uri))
    with engine.begin() as connection:
        known = select(article.c.id, article.c.retracted_at.is_not(None).label("retracted")).where(article.c.uri == uri)
        row = connection.execute(known.with_for_update(key_share=True)).one_or_none()
        if row is None:
            raise UnknownArticle(uri)
        number, run_id = _newest(connection, row.id)
        # What is on its way was submitted before: it must not bring back what its producer has withdrawn since.
        since = func.coalesce(article.c.retracted_at, func.clock_timestamp())
        hidden = update(article).where(article.c.id == row.id)
        connection.execute(hidden.values(retracted_at=since, retracted_version=number))
        if not row.retracted:
            announce(connection, ChangeKind.RETRACTED, run_id)
    outcome = Withdrawal.UNCHANGED if row.retracted else Withdrawal.RETRACTED
    return Retracted(uri=uri, article_id=row.id, version=number, outcome=outcome)


def _newest(connection: Connection, article_id: int) -> tuple[int, int]:
    """The newest version's number, and a run of it."""
    newest = (
        select(version.c.version, run.c.id)
        .join(run, run.c.version_id == version.c.id)
        .where(version.c.article_id == article_id)
        .order_by(version.c.version.desc(), run.c.id)
        .limit(1)
    )
    number, run_id = connection.execute(newest).one()
    return number, run_id
