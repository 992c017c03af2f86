"""The function that deletes old changes of the feed."""

from __future__ import annotations

from alembic import op

from shared.store.scripts import run_script

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the function that deletes old changes."""
    run_script(op.get_bind(), "migrations", "versions", "0009_feed_retention.sql")


def downgrade() -> None:
    """Drops it."""
    run_script(op.get_bind(), "migrations", "versions", "0009_feed_retention.down.sql")
