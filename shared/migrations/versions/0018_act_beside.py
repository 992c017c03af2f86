"""Expand. An index for the search by act, beside readers and writers."""

from __future__ import annotations

from shared.migrations.concurrently import create_indexes, drop_indexes

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

INDEXES = {"ix_quotation_act": "core.quotation (act) WHERE act <> 'statement'"}


def upgrade() -> None:
    """Builds the index. It can be run again wherever it was stopped."""
    create_indexes(INDEXES)


def downgrade() -> None:
    """Drops it."""
    drop_indexes(INDEXES)
