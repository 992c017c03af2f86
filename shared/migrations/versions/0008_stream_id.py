"""The inbox entry of each article that was answered last. Expand."""

from __future__ import annotations

from alembic import op

from shared.store.scripts import run_script

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the column."""
    run_script(op.get_bind(), "migrations", "versions", "0008_stream_id.sql")


def downgrade() -> None:
    """Drops it."""
    run_script(op.get_bind(), "migrations", "versions", "0008_stream_id.down.sql")
