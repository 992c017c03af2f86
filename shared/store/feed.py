"""Writing the change feed. Readers poll it by position; the notification only wakes them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Connection, Text, cast, func, insert, literal, null, select, update

from shared.store.records import ChangeKind
from shared.store.tables import article, change, feed_head, run, version

CHANNEL = "onrecord_change"


def announce(connection: Connection, kind: ChangeKind, run_id: int) -> int:
    """Adds a change to the feed and returns its position. Must be the transaction's last statement.

    The run names article and version; a retraction is not said to be its work.

    The counter's row stays locked until the commit, so that positions become visible in their order and a rollback
    gives its position back: a reader who has seen position n will never find a smaller one later. (Polling a
    sequence instead missed every eighth row in our measurement: writers commit in another order than they count.)
    """
    head = update(feed_head).values(n=feed_head.c.n + 1).returning(feed_head.c.n).cte("head")
    made_by = cast(null(), BigInteger) if kind is ChangeKind.RETRACTED else run.c.id
    about = (
        select(head.c.n, literal(kind.value), article.c.id, article.c.uri, version.c.version, made_by)
        .select_from(run)
        .join(version, version.c.id == run.c.version_id)
        .join(article, article.c.id == version.c.article_id)
        .join(head, literal(True))
        .where(run.c.id == run_id)
    )
    columns = ["position", "kind", "article_id", "uri", "version", "run_id"]
    added = insert(change).from_select(columns, about)
    # NOTIFY reaches listeners at the commit, and only then.
    told = added.returning(change.c.position, func.pg_notify(CHANNEL, cast(change.c.position, Text)))
    return int(connection.execute(told).one().position)
