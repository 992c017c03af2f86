"""Expand. Indexes on large tables and checks of old rows for 0006 to 0011, beside readers and writers."""

from __future__ import annotations

from shared.migrations.concurrently import create_indexes, drop_indexes, validate

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_article_unidentified": (
        "core.article (visible_run_id) WHERE retracted_at IS NULL AND visible_run_id IS DISTINCT FROM identified_run_id"
    ),
    # A hash: an address may be longer than a tree's page takes.
    "ix_parsed_canonical_url": "core.parsed USING hash (canonical_url)",
    "ix_parsed_language_not_supported": (
        """core.parsed (run_id) WHERE warnings @> '[{"code": "language_not_supported"}]'"""
    ),
    "ix_version_same_as_version_id": "core.version (same_as_version_id) WHERE same_as_version_id IS NOT NULL",
}

CONSTRAINTS = {
    "ck_parsed_field_sources": "parsed",
    "ck_parsed_edits": "parsed",
    "fk_version_same_as_version_id": "version",
    "ck_article_stream_id": "article",
    "ck_quotation_act": "quotation",
    "ck_mention_confidence": "mention",
}


def upgrade() -> None:
    """Builds the indexes and checks the older rows. It can be run again wherever it was stopped."""
    create_indexes(INDEXES)
    validate(CONSTRAINTS)


def downgrade() -> None:
    """Drops the indexes; the constraints stay valid."""
    drop_indexes(INDEXES)
