"""Entities, mentions, quotations and their speakers name the rule that decided."""

from __future__ import annotations

from alembic import op

from shared.store.scripts import run_script

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the columns."""
    run_script(op.get_bind(), "migrations", "versions", "0014_rules.sql")


def downgrade() -> None:
    """Drops them."""
    run_script(op.get_bind(), "migrations", "versions", "0014_rules.down.sql")
