"""Identity and origin of articles; versions without new content; near-duplicates. Expand."""

from __future__ import annotations

from alembic import op

from shared.store.scripts import run_script

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds tables and columns."""
    run_script(op.get_bind(), "migrations", "versions", "0007_identity.sql")


def downgrade() -> None:
    """Drops them."""
    run_script(op.get_bind(), "migrations", "versions", "0007_identity.down.sql")
