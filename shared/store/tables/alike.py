"""Defines the tables of near-duplicates: fingerprints, and the pairs that were found."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, Double, ForeignKey, Index, Integer, Table
from sqlalchemy.dialects.postgresql import ARRAY

from shared.store.tables.base import metadata, run_key

fingerprint = Table(
    "fingerprint",
    metadata,
    run_key("core.parsed.run_id"),
    Column(
        "signature",
        ARRAY(Integer),
        nullable=False,
        comment="MinHash signature of the article's own words; empty if these are too few to compare.",
    ),
    Column(
        "keys",
        ARRAY(BigInteger),
        nullable=False,
        comment="The hash of the own words, then one of each band of the signature.",
    ),
    # Without a list of entries that wait, which each look for near-duplicates would read from end to end.
    Index("ix_fingerprint_keys", "keys", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
    comment="What finds near-duplicates of an article: those that share a key with it are compared.",
)

near_duplicate = Table(
    "near_duplicate",
    metadata,
    Column(
        "run_id",
        BigInteger,
        ForeignKey("core.parsed.run_id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        comment="The run of the one that was ordered first.",
    ),
    Column(
        "other_run_id",
        BigInteger,
        ForeignKey("core.parsed.run_id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
        comment="The run of the other.",
    ),
    Column(
        "similarity",
        Double,
        nullable=False,
        comment="Share of runs of three words that both have, of those that either has: estimated, from 0 to 1.",
    ),
    Column("same_text", Boolean, nullable=False, comment="Whether their own words are the same, letter for letter."),
    CheckConstraint("run_id < other_run_id", name="pair"),
    CheckConstraint("similarity BETWEEN 0 AND 1", name="similarity"),
    comment="Pairs of articles under different uris that say nearly the same. Both stay on record.",
)
