"""Defines the tables of the parse stage: the canonical text, its fields, and the segments that tile it."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Double, ForeignKeyConstraint, Index, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from shared.model import SegmentKind
from shared.store.tables.base import metadata, moment, one_of, ordinal, run_key

NOT_SUPPORTED = """warnings @> '[{"code": "language_not_supported"}]'"""
"""The condition for articles in a language that the stages do not support."""

parsed = Table(
    "parsed",
    metadata,
    run_key("core.run.id"),
    Column("headline", Text, comment="The headline."),
    Column("standfirst", Text, comment="The standfirst: the summary under the headline."),
    Column("byline", Text, comment="The byline as it is written."),
    Column("authors", ARRAY(Text), nullable=False, comment="The authors' names, in order."),
    moment("published_at", "When the article was published."),
    Column("publisher", Text, comment="Who published it."),
    Column("url", Text, comment="Where it can be read."),
    Column("language", Text, comment="The text's language: a BCP 47 tag."),
    Column("dateline_exact", Text, comment="The dateline as it is written; null if there is none."),
    Column("dateline_place", Text, comment="The dateline's place."),
    Column("dateline_region", Text, comment="The dateline's region: a state or country beside the place."),
    Column("dateline_date", Text, comment="The dateline's date, as it is written."),
    Column("dateline_agency", Text, comment="The news agency that the dateline names."),
    Column("text", Text, nullable=False, comment="The canonical text: all offsets point into it. It is never updated."),
    Column("text_sha256", Text, nullable=False, comment="SHA-256 of the text in UTF-8, in hex."),
    Column("warnings", JSONB, nullable=False, comment="What was odd: a list of objects with code and detail."),
    Column(
        "canonical_url",
        Text,
        comment="The url, or a uri that is one, without what tells no pages apart: tracking parameters, fragment, "
        "case of host.",
    ),
    Column(
        "own_text_sha256",
        Text,
        nullable=False,
        server_default="",
        comment="SHA-256 of the article's own words in UTF-8, in hex, whatever stands around them; empty if written "
        "before there was one.",
    ),
    Column(
        "field_sources",
        JSONB,
        nullable=False,
        server_default="[]",
        comment="Where each field comes from: a list of objects with field, source, agreement and differing.",
    ),
    Column(
        "edits",
        JSONB,
        nullable=False,
        server_default="[]",
        comment="What tells the text from the submitted one: a list of objects with kind, removed, inserted and steps; "
        "see shared.offsets.",
    ),
    Column(
        "decoding",
        JSONB(none_as_null=True),
        comment="How the file's bytes became the submitted string: encoding, method, edits; null if it came as a "
        "string.",
    ),
    CheckConstraint("text <> ''", name="text"),
    CheckConstraint("jsonb_typeof(warnings) = 'array'", name="warnings"),
    CheckConstraint("jsonb_typeof(field_sources) = 'array'", name="field_sources"),
    CheckConstraint("jsonb_typeof(edits) = 'array'", name="edits"),
    # A hash index: an address may be longer than a page of a tree index allows.
    Index("ix_parsed_canonical_url", "canonical_url", postgresql_using="hash"),
    Index("ix_parsed_language_not_supported", "run_id", postgresql_where=text(NOT_SUPPORTED)),
    Index("ix_parsed_published_at", "published_at"),
    Index("ix_parsed_publisher_published_at", "publisher", "published_at"),
    # The first 100,000 characters: a tsvector above 1 MB would fail, and the article with it.
    Index(
        "ix_parsed_search",
        text(
            "(setweight(to_tsvector('english', coalesce(left(headline, 2000), '')), 'A') "
            "|| to_tsvector('english', left(text, 100000)))"
        ),
        postgresql_using="gin",
    ),
    comment="Articles after the parse stage: one row for each run.",
)

segment = Table(
    "segment",
    metadata,
    run_key("core.parsed.run_id"),
    ordinal("Counts the segments of the text from 0."),
    Column("kind", Text, nullable=False, comment="What the stretch of text is: headline, paragraph, gap ..."),
    Column("start_char", Integer, nullable=False, comment="Where it starts: where the segment before it ends."),
    Column("end_char", Integer, nullable=False, comment="Where it ends: the offset after its last code point."),
    Column("rule", Text, nullable=False, comment="The name of the rule that decided the kind."),
    Column("confidence", Double, nullable=False, comment="How sure the rule is, from 0 to 1."),
    Column("duplicate_of", Integer, comment="The ordinal of the earlier segment whose words this one repeats."),
    ForeignKeyConstraint(["run_id", "duplicate_of"], ["core.segment.run_id", "core.segment.ordinal"]),
    one_of("kind", SegmentKind),
    CheckConstraint("0 <= start_char AND start_char < end_char", name="offsets"),
    CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
    CheckConstraint("duplicate_of < ordinal", name="duplicate_of"),
    comment="Stretches of text of one kind. They tile the text: joined in order, they are the text.",
)
