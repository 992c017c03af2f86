"""The tables: articles, versions and runs; parsed articles, entities and quotations; the change feed."""

from __future__ import annotations

from alembic import op

from shared.store.scripts import run_script

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes all tables, with their comments."""
    run_script(op.get_bind(), "migrations", "versions", "0001_tables.sql")


def downgrade() -> None:
    """Drops all tables, and with them all articles."""
    run_script(op.get_bind(), "migrations", "versions", "0001_tables.down.sql")
