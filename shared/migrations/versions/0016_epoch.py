"""The epoch of the change feed, which a restored database begins anew."""

from __future__ import annotations

from alembic import op

from shared.store.scripts import run_script

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the columns to the feed's only head row."""
    run_script(op.get_bind(), "migrations", "versions", "0016_epoch.sql")


def downgrade() -> None:
    """Drops them."""
    run_script(op.get_bind(), "migrations", "versions", "0016_epoch.down.sql")
