"""Triggers that compare segments and spans with the text that they point into."""

from __future__ import annotations

from alembic import op

from shared.store.scripts import run_script

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the functions and the triggers."""
    run_script(op.get_bind(), "migrations", "versions", "0002_text_checks.sql")


def downgrade() -> None:
    """Drops them."""
    run_script(op.get_bind(), "migrations", "versions", "0002_text_checks.down.sql")
