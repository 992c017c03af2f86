"""Identities across articles, their members, the decisions about them, and the articles that lack them. Expand."""

from __future__ import annotations

from alembic import op

from shared.store.scripts import run_script

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the table and the columns."""
    run_script(op.get_bind(), "migrations", "versions", "0006_identities.sql")


def downgrade() -> None:
    """Drops them."""
    run_script(op.get_bind(), "migrations", "versions", "0006_identities.down.sql")
