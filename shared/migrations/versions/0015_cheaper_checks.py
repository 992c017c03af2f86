"""Cheaper checks at insertion, and an index of merged identities alone, which are few."""

from __future__ import annotations

from alembic import op

from shared.migrations.concurrently import create_indexes, drop_indexes
from shared.store.scripts import run_script

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

# With an index of all rows, Postgres found those that stand for themselves by it, and read every identity for each key.
FULL = {"ix_identity_merged_into": "core.identity (merged_into)"}
PARTIAL = {"ix_identity_merged": "core.identity (merged_into) WHERE merged_into IS NOT NULL"}


def upgrade() -> None:
    """Replaces the functions and the index."""
    run_script(op.get_bind(), "migrations", "versions", "0015_cheaper_checks.sql")
    create_indexes(PARTIAL)
    drop_indexes(FULL)


def downgrade() -> None:
    """Brings back the former ones."""
    create_indexes(FULL)
    drop_indexes(PARTIAL)
    run_script(op.get_bind(), "migrations", "versions", "0015_cheaper_checks.down.sql")
