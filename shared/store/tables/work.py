"""Defines the tables of articles, versions, runs, orders, quarantine entries and rejections."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from shared.store.records import RunState, Stage
from shared.store.tables.base import identity, metadata, moment, one_of

MAX_URI_BYTES = 2048
"""Longest uri, in UTF-8. An index page of Postgres holds keys of 2,704 bytes at most."""

article = Table(
    "article",
    metadata,
    identity("The article's number, for joins; never used again."),
    Column("uri", Text, nullable=False, unique=True, comment="The producer's own stable identity for the article."),
    Column("publisher", Text, comment="Who published it, as the newest submission declares."),
    Column(
        "visible_run_id",
        BigInteger,
        ForeignKey("core.run.id", name="fk_article_visible_run_id", ondelete="SET NULL", use_alter=True),
        unique=True,
        comment="The finished run whose results readers see; null until there is one.",
    ),
    moment("retracted_at", "When the producer withdrew the article; null while it stands."),
    moment("created_at", "When its first version was accepted.", now=True),
    Column(
        "retracted_version",
        Integer,
        comment="The newest version when it was withdrawn: a newer one brings the article back, no other does.",
    ),
    Column("identified_run_id", BigInteger, comment="The run whose entities have their identities; null if none has."),
    Column("identity_fault", Text, comment="Why that run's entities could not get theirs; null if they did."),
    Column("stream_id", Text, comment="The newest inbox entry that was answered for it: older ones change nothing."),
    CheckConstraint(f"octet_length(uri) BETWEEN 1 AND {MAX_URI_BYTES}", name="uri"),
    CheckConstraint("(retracted_at IS NULL) = (retracted_version IS NULL)", name="retracted"),
    CheckConstraint("stream_id ~ '^[0-9]+-[0-9]+$'", name="stream_id"),
    Index(
        "ix_article_unidentified",
        "visible_run_id",
        postgresql_where=text("retracted_at IS NULL AND visible_run_id IS DISTINCT FROM identified_run_id"),
    ),
    comment="News articles: one row for each uri.",
)

version = Table(
    "version",
    metadata,
    identity("The version's number, for joins."),
    Column(
        "article_id",
        BigInteger,
        ForeignKey("core.article.id", ondelete="CASCADE"),
        nullable=False,
        comment="The article it is a version of.",
    ),
    Column("version", Integer, nullable=False, comment="Counts the article's versions from 1."),
    Column(
        "content_sha256", Text, nullable=False, comment="SHA-256 of the submitted content and declared fields, in hex."
    ),
    Column(
        "submission",
        Text,
        nullable=False,
        comment="The submission as ASCII JSON. Not jsonb: that holds neither NUL nor lone surrogates.",
    ),
    moment("received_at", "When it was accepted.", now=True),
    Column(
        "same_as_version_id",
        BigInteger,
        ForeignKey("core.version.id", ondelete="SET NULL"),
        comment="The earlier version whose own words and fields this one repeats: that one stands. Null: it is a "
        "version of its own.",
    ),
    UniqueConstraint("article_id", "version"),
    CheckConstraint("version >= 1", name="version"),
    Index(
        "ix_version_same_as_version_id",
        "same_as_version_id",
        postgresql_where=text("same_as_version_id IS NOT NULL"),
    ),
    comment="What producers sent: one row for each different content of an article.",
)

backfill = Table(
    "backfill",
    metadata,
    identity("The order's number."),
    Column("pipeline_version", Text, nullable=False, comment="The pipeline version that its runs are processed with."),
    Column(
        "from_stage",
        Text,
        nullable=False,
        comment="The stage that its runs begin with; what earlier ones found is copied from the visible run.",
    ),
    Column("publisher", Text, comment="Whose articles are processed again; null: everybody's."),
    moment("since", "Articles are processed again whose visible version was accepted since then; null: all."),
    moment("ordered_at", "When it was ordered.", now=True),
    moment("paused_at", "Since when no stage of its runs is begun; null while it goes on."),
    one_of("from_stage", Stage),
    comment="Orders to process articles again, at another pipeline version, behind all live articles.",
)

run = Table(
    "run",
    metadata,
    identity("The run's number: all that travels through the task queue."),
    Column(
        "version_id",
        BigInteger,
        ForeignKey("core.version.id", ondelete="CASCADE"),
        nullable=False,
        comment="The version it processes.",
    ),
    Column("pipeline_version", Text, nullable=False, comment="The pipeline version it is processed with."),
    Column("stage", Text, comment="The next stage to do, or the one that failed; null when all are done."),
    Column("state", Text, nullable=False, server_default=RunState.OPEN, comment="open, done or quarantined."),
    Column("lease_token", Uuid, comment="Who holds the stage: only a save that shows this token counts."),
    moment("lease_until", "Until when the holder is left alone."),
    Column(
        "attempts", Integer, nullable=False, server_default="0", comment="How often the current stage has been claimed."
    ),
    moment("sent_at", "When a message for the current stage was last sent; null if never."),
    Column("model", Text, comment="The language model that found the results, with its version."),
    moment("created_at", "When the run was ordered.", now=True),
    moment("finished_at", "When it was done or quarantined."),
    Column(
        "backfill_id",
        BigInteger,
        ForeignKey("core.backfill.id"),
        comment="The order that it belongs to; null for a live article, which goes first.",
    ),
    moment("superseded_at", "Since when nobody needs its results, until they are deleted; null while they are needed."),
    UniqueConstraint("version_id", "pipeline_version"),
    one_of("state", RunState),
    one_of("stage", Stage),
    # `stage IN (...)` alone lets null pass; this check gives null its meaning, done.
    CheckConstraint("(state = 'done') = (stage IS NULL)", name="done_has_no_stage"),
    CheckConstraint("(state = 'open') = (finished_at IS NULL)", name="open_is_not_finished"),
    CheckConstraint("(lease_token IS NULL) = (lease_until IS NULL)", name="lease"),
    CheckConstraint("lease_token IS NULL OR state = 'open'", name="only_open_is_leased"),
    CheckConstraint("attempts >= 0", name="attempts"),
    CheckConstraint("superseded_at IS NULL OR state <> 'open'", name="open_is_not_superseded"),
    Index(
        "ix_run_open_live",
        text("sent_at NULLS FIRST"),
        "id",
        postgresql_where=text("state = 'open' AND backfill_id IS NULL"),
    ),
    Index(
        "ix_run_backfill",
        "backfill_id",
        "state",
        text("sent_at NULLS FIRST"),
        "id",
        postgresql_where=text("backfill_id IS NOT NULL"),
    ),
    Index("ix_run_superseded_at", "superseded_at", postgresql_where=text("superseded_at IS NOT NULL")),
    comment="One passage of one version through the pipeline at one pipeline version. This row is the outbox.",
)

quarantined = Table(
    "quarantined",
    metadata,
    identity("The entry's number."),
    Column(
        "run_id",
        BigInteger,
        ForeignKey("core.run.id", ondelete="CASCADE"),
        index=True,
        comment="The run that cannot go on; null for bytes that name no run.",
    ),
    Column("stage", Text, comment="The stage that failed; null for bytes that name no run."),
    Column("code", Text, nullable=False, comment="The error's stable code."),
    Column("reason", Text, nullable=False, comment="What happened, for people."),
    Column("traceback", Text, comment="Where it happened, for developers."),
    Column("payload", LargeBinary, comment="The bytes that could not be read, if there is no run that holds them."),
    moment("at", "When it was quarantined.", now=True),
    moment("resolved_at", "When it was retried or dropped; null while it waits for somebody."),
    one_of("stage", Stage),
    CheckConstraint("(run_id IS NULL) = (stage IS NULL)", name="run_has_stage"),
    Index("uq_quarantined_unresolved", "run_id", unique=True, postgresql_where=text("resolved_at IS NULL")),
    comment="What cannot be processed, and why. At most one unresolved entry for a run.",
)

rejected = Table(
    "rejected",
    metadata,
    identity("The entry's number."),
    Column("stream_id", Text, nullable=False, unique=True, comment="The id of the inbox entry."),
    Column("uri", Text, comment="The producer's uri, where one could be read."),
    Column("code", Text, nullable=False, comment="The error's stable code."),
    Column("reason", Text, nullable=False, comment="What is wrong with it, for its producer."),
    Column("payload", LargeBinary, nullable=False, comment="The entry's bytes, as they came."),
    moment("at", "When it was rejected.", now=True),
    # A hash index: a rejected entry may have a uri longer than a page of a tree index allows.
    Index("ix_rejected_uri", "uri", postgresql_using="hash"),
    comment="Inbox entries that are no valid submissions.",
)
