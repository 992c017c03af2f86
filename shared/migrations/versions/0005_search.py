"""Expand. Search: full text over articles and quotations, trigrams on names, indexes for the most frequent queries."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from shared.errors import ExtensionMissing, NotAllowed
from shared.migrations.concurrently import create_indexes, drop_indexes
from shared.store.scripts import run_script

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# The functions of onrecord_v1.sql hold the same expressions: an index serves only an identical expression.
INDEXES = {
    "ix_parsed_published_at": "core.parsed (published_at)",
    "ix_parsed_publisher_published_at": "core.parsed (publisher, published_at)",
    "ix_parsed_search": (
        "core.parsed USING gin ((setweight(to_tsvector('english', coalesce(left(headline, 2000), '')), 'A')"
        " || to_tsvector('english', left(text, 100000))))"
    ),
    "ix_entity_name_trgm": "core.entity USING gin (name {trigrams})",
    "ix_quotation_speaker_name": "core.quotation (speaker_name)",
    "ix_quotation_speaker_name_trgm": "core.quotation USING gin (speaker_name {trigrams})",
    "ix_quotation_search": "core.quotation USING gin (to_tsvector('english', left(content, 100000)))",
}


def upgrade() -> None:
    """Creates the extension, lets planners leave out joins, fills in publishers, and builds the indexes."""
    connection = op.get_bind()
    trigrams = f"{_trigrams(connection)}.gin_trgm_ops"
    run_script(connection, "migrations", "versions", "0005_search.sql")
    create_indexes({name: on.format(trigrams=trigrams) for name, on in INDEXES.items()})


def downgrade() -> None:
    """Drops the indexes. The extension stays: other schemas may use it."""
    drop_indexes(INDEXES)
    run_script(op.get_bind(), "migrations", "versions", "0005_search.down.sql")


def _trigrams(connection: Connection) -> str:
    """The schema of pg_trgm, which is created if it is missing. Raises ExtensionMissing."""
    schema = text(
        "SELECT quote_ident(nspname) FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace "
        "WHERE extname = 'pg_trgm'"
    )
    found = connection.execute(schema).scalar_one_or_none()
    if found is None:  # IF NOT EXISTS needs the right to create in any case
        try:
            with connection.begin_nested():
                connection.execute(text("CREATE EXTENSION pg_trgm"))
        except (DBAPIError, NotAllowed) as error:
            said = str(error.orig) if isinstance(error, DBAPIError) else error.detail
            raise ExtensionMissing(f"pg_trgm: {said.strip().splitlines()[0]}") from error
        found = connection.execute(schema).scalar_one()
    return str(found)
