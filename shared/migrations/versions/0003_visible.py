"""The view of the run that readers see of each article."""

from __future__ import annotations

from alembic import op

from shared.store.scripts import run_script

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the view."""
    run_script(op.get_bind(), "migrations", "versions", "0003_visible.sql")


def downgrade() -> None:
    """Drops it."""
    run_script(op.get_bind(), "migrations", "versions", "0003_visible.down.sql")
