"""Withdraws an article: readers no longer see it, and the change feed reports it."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import Connection, Engine, func, select, update

from shared.errors import UnknownArticle
from shared.model import Record
from shared.store import auditing
from shared.store.auditing import Deed
from shared.store.feed import announce
from shared.store.lateness import is_late
from shared.store.records import ChangeKind
from shared.store.tables import article, run, version
from shared.store.texts import storable


class Withdrawal(StrEnum):
    """The outcome of a retraction."""

    RETRACTED = "retracted"
    UNCHANGED = "unchanged"
    """The article was retracted before, or a newer submission came first."""


class Retracted(Record):
    """A retracted article, and its newest version at that time: only a newer version brings the article back."""

    uri: str
    article_id: int
    version: int
    outcome: Withdrawal


def retract(engine: Engine, uri: str, *, stream_id: str | None = None, because: str | None = None) -> Retracted:
    """Hides the article and all its open runs. A second call changes nothing. Raises UnknownArticle.

    With the `stream_id` of its inbox entry, a retraction that comes late, after a newer entry, changes nothing either.
    """
    if storable(uri) != uri:
        raise UnknownArticle(ascii(uri))
    with engine.begin() as connection:
        known = select(article.c.id, article.c.stream_id, article.c.retracted_at.is_not(None).label("retracted"))
        row = connection.execute(known.where(article.c.uri == uri).with_for_update(key_share=True)).one_or_none()
        if row is None:
            raise UnknownArticle(uri)
        number, run_id = _newest(connection, row.id)
        late = is_late(stream_id, row.stream_id)
        if not late:
            _hide(connection, row.id, number, stream_id)
        if not late and not row.retracted:
            auditing.note(connection, Deed.RETRACTED, uri, because=because, stream_id=stream_id)
            announce(connection, ChangeKind.RETRACTED, run_id)
    outcome = Withdrawal.UNCHANGED if late or row.retracted else Withdrawal.RETRACTED
    return Retracted(uri=uri, article_id=row.id, version=number, outcome=outcome)


def _hide(connection: Connection, article_id: int, number: int, stream_id: str | None) -> None:
    # The open runs come from earlier submissions: they must not bring back what the producer has withdrawn since.
    hidden = update(article).where(article.c.id == article_id)
    since = func.coalesce(article.c.retracted_at, func.clock_timestamp())
    entry = func.coalesce(stream_id, article.c.stream_id)
    connection.execute(hidden.values(retracted_at=since, retracted_version=number, stream_id=entry))


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
