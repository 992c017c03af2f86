"""Defines the tables of the change feed, which readers follow by positions without gaps."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, Integer, Table, Text, Uuid, func, true

from shared.store.records import ChangeKind
from shared.store.tables.base import metadata, moment, one_of

change = Table(
    "change",
    metadata,
    Column(
        "position",
        BigInteger,
        primary_key=True,
        autoincrement=False,
        comment="Counts the changes from 1 without a gap, in the order in which they became visible.",
    ),
    Column("kind", Text, nullable=False, comment="processed, updated, retracted, reprocessed or quarantined."),
    Column("article_id", BigInteger, nullable=False, comment="The article that changed."),
    Column("uri", Text, nullable=False, comment="The article's uri."),
    Column("version", Integer, nullable=False, comment="The version that the change is about."),
    Column("run_id", BigInteger, comment="The run that made the change; null if none did."),
    moment("at", "When it happened.", now=True),
    one_of("kind", ChangeKind),
    CheckConstraint("position >= 1", name="position"),
    comment="What changed for readers. A log: no foreign keys, so that it outlives what it tells of.",
)

feed_head = Table(
    "feed_head",
    metadata,
    Column("id", Boolean, primary_key=True, server_default=true(), comment="Always true: there is one row."),
    Column("n", BigInteger, nullable=False, server_default="0", comment="The newest position of the change feed."),
    Column(
        "epoch",
        Uuid,
        nullable=False,
        server_default=func.gen_random_uuid(),
        comment="Changes when the database is restored: then some positions are counted a second time.",
    ),
    Column(
        "origin",
        Text,
        comment="The database that began the epoch: cluster, database, table, timeline. Elsewhere it is over.",
    ),
    CheckConstraint("id", name="one_row"),
    CheckConstraint("n >= 0", name="n"),
    comment="The counter of the change feed. Who adds to the feed locks this row until the commit: hence no gaps.",
)
