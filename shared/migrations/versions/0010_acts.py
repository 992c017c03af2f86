"""The speech act of a quotation (statement, denial ...), and each of several speakers."""

from __future__ import annotations

from alembic import op

from shared.store.scripts import run_script

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the column and the table."""
    run_script(op.get_bind(), "migrations", "versions", "0010_acts.sql")


def downgrade() -> None:
    """Drops them."""
    run_script(op.get_bind(), "migrations", "versions", "0010_acts.down.sql")
