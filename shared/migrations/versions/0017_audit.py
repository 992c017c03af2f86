"""Who did what by hand: retracted, dropped, merged, processed again."""

from __future__ import annotations

from alembic import op

from shared.store.scripts import run_script

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the table."""
    run_script(op.get_bind(), "migrations", "versions", "0017_audit.sql")


def downgrade() -> None:
    """Drops it."""
    run_script(op.get_bind(), "migrations", "versions", "0017_audit.down.sql")
