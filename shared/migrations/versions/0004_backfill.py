"""Orders to process articles again, and their runs; the withdrawn version; the time when results were superseded."""

from __future__ import annotations

from alembic import op

from shared.store.scripts import run_script

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the table and the columns."""
    run_script(op.get_bind(), "migrations", "versions", "0004_backfill.sql")


def downgrade() -> None:
    """Drops them."""
    run_script(op.get_bind(), "migrations", "versions", "0004_backfill.down.sql")
