"""The confidence of mentions."""

from __future__ import annotations

from alembic import op

from shared.store.scripts import run_script

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the column."""
    run_script(op.get_bind(), "migrations", "versions", "0011_mention_confidence.sql")


def downgrade() -> None:
    """Drops it."""
    run_script(op.get_bind(), "migrations", "versions", "0011_mention_confidence.down.sql")
