"""Defines the tables of identities, the things in the world that entities of many articles are. All is reversible."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from shared.identities import DecidedBy, Outcome
from shared.model import EntityKind
from shared.store.tables.base import identity as primary_key
from shared.store.tables.base import metadata, moment, one_of, ordinal, run_key, trigrams

APART_BY_HAND = "by = 'hand' AND outcome = 'apart'"
"""The decisions that have an index of their own: they are few, and every assignment reads them."""


def _article(*, key: bool = False, nullable: bool = False, comment: str) -> Column[int]:
    references = ForeignKey("core.article.id", ondelete="CASCADE")
    return Column(
        "article_id", BigInteger, references, primary_key=key, autoincrement=False, nullable=nullable, comment=comment
    )


def _identity(name: str = "identity_id", *, key: bool = False, nullable: bool = False, comment: str) -> Column[int]:
    references = ForeignKey("core.identity.id", ondelete="CASCADE")
    return Column(
        name, BigInteger, references, primary_key=key, autoincrement=False, nullable=nullable, comment=comment
    )


identity = Table(
    "identity",
    metadata,
    primary_key("The identity's number; never used again."),
    Column("kind", Text, nullable=False, comment="person, organization or place."),
    Column("name", Text, nullable=False, comment="The best-formed of the names that articles call it."),
    Column(
        "merged_into",
        BigInteger,
        ForeignKey("core.identity.id"),
        comment="The identity that it was found to be; null while it stands for itself.",
    ),
    moment("created_at", "When it was first met.", now=True),
    one_of("kind", EntityKind),
    CheckConstraint("merged_into <> id", name="merged_into"),
    Index("ix_identity_merged", "merged_into", postgresql_where=text("merged_into IS NOT NULL")),
    trigrams("identity", "name"),
    comment="Things in the world, each named in one article or more.",
)

identity_key = Table(
    "identity_key",
    metadata,
    Column("key", Text, primary_key=True, comment="What names of one thing share: a link, or a folded, coarse name."),
    _identity(key=True, comment="The identity that may be meant."),
    Index("ix_identity_key_identity_id", "identity_id"),
    comment="Where to look for an entity's identity: only those that share a key are compared.",
)

identity_member = Table(
    "identity_member",
    metadata,
    run_key(),
    ordinal("The ordinal of the entity.", "entity"),
    _article(comment="The article that the run is of."),
    _identity(comment="The identity that the entity is."),
    Column("kind", Text, nullable=False, comment="The entity's kind."),
    Column("name", Text, nullable=False, comment="The entity's name: with article and kind it outlives the run."),
    Column("names", ARRAY(Text), nullable=False, comment="All full names that the article calls it."),
    Column("profile", JSONB, nullable=False, comment="What the article says of it: what others are compared with."),
    ForeignKeyConstraint(["run_id", "entity"], ["core.entity.run_id", "core.entity.ordinal"], ondelete="CASCADE"),
    # For the newest members of an identity, however many it has.
    Index("ix_identity_member_newest", "identity_id", "run_id", "entity"),
    Index("ix_identity_member_article_id", "article_id"),
    comment="Which identity an entity of an article is. Mentions know nothing of it.",
)

identity_pin = Table(
    "identity_pin",
    metadata,
    _article(key=True, comment="The article."),
    Column("kind", Text, primary_key=True, comment="The entity's kind."),
    Column("name", Text, primary_key=True, comment="The entity's name in that article."),
    _identity(comment="The identity that it is, whatever a rule says."),
    moment("at", "When it was decided.", now=True),
    Index("ix_identity_pin_identity_id", "identity_id"),
    comment="What was decided by hand, entity by entity: by article and name, so that no re-run loses it.",
)

identity_decision = Table(
    "identity_decision",
    metadata,
    primary_key("The decision's number."),
    Column("outcome", Text, nullable=False, comment="same, proposed or apart."),
    Column("by", Text, nullable=False, comment="rule or hand."),
    Column("score", Double, comment="How much speaks for one identity, from 0 to 1; null if decided by hand."),
    Column("reason", Text, nullable=False, comment="What speaks for it and against it."),
    _article(nullable=True, comment="The article whose entity it is about; null if it is about two identities."),
    Column("name", Text, comment="That entity's name."),
    _identity(comment="The identity that the entity is, or the first of the two."),
    _identity("other_id", nullable=True, comment="The identity it was compared with, if it is another one."),
    moment("at", "When it was decided.", now=True),
    one_of("outcome", Outcome),
    one_of("by", DecidedBy),
    CheckConstraint("score BETWEEN 0 AND 1", name="score"),
    CheckConstraint("(article_id IS NULL) = (name IS NULL)", name="entity"),
    CheckConstraint("other_id <> identity_id", name="other"),
    Index("ix_identity_decision_article_id", "article_id"),
    Index("ix_identity_decision_identity_id", "identity_id"),
    Index("ix_identity_decision_other_id", "other_id"),
    Index("ix_identity_decision_proposed", "identity_id", postgresql_where=text("outcome = 'proposed'")),
    Index("ix_identity_decision_apart", "identity_id", postgresql_where=text(APART_BY_HAND)),
    Index("ix_identity_decision_apart_other", "other_id", postgresql_where=text(APART_BY_HAND)),
    comment="Why entities are, may be, or are not one identity.",
)
