"""Expand. Indexes for the identities that wait for a decision, and for the search by name."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

from shared.migrations.concurrently import create_indexes, drop_indexes

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_identity_decision_proposed": "core.identity_decision (identity_id) WHERE outcome = 'proposed'",
    "ix_identity_name_trgm": "core.identity USING gin (name {trigrams})",
}

SCHEMA = """
    SELECT quote_ident(nspname) FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace
    WHERE extname = 'pg_trgm'
"""


def upgrade() -> None:
    """Builds the indexes beside readers and writers. It can be run again wherever it was stopped."""
    trigrams = f"{op.get_bind().execute(text(SCHEMA)).scalar_one()}.gin_trgm_ops"
    create_indexes({name: on.format(trigrams=trigrams) for name, on in INDEXES.items()})


def downgrade() -> None:
    """Drops them."""
    drop_indexes(INDEXES)
