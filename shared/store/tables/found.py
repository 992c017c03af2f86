"""Defines the tables of the language stages: entities with their mentions, and quotations with their spans."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, Double, ForeignKeyConstraint, Index, Integer, Table, Text, text

from shared.model import AttributionMethod, EntityKind, MentionForm, QuotationKind, SpeakerType, SpeechAct
from shared.store.tables.base import metadata, one_of, ordinal, run_key, span, span_checks, trigrams


def _entity(column: str) -> ForeignKeyConstraint:
    target = ["core.entity.run_id", "core.entity.ordinal"]
    return ForeignKeyConstraint(["run_id", column], target, ondelete="CASCADE")


entity = Table(
    "entity",
    metadata,
    run_key("core.parsed.run_id"),
    ordinal("Counts the entities of the article from 0."),
    Column("kind", Text, nullable=False, comment="person, organization, place or other."),
    Column("name", Text, nullable=False, comment="The best-formed of its names in the article."),
    Column("mention_count", Integer, nullable=False, comment="How often the article mentions it."),
    Column("kind_rule", Text, comment="The name of the rule that decided the kind."),
    one_of("kind", EntityKind),
    CheckConstraint("mention_count >= 0", name="mention_count"),
    trigrams("entity", "name"),
    comment="Things named in an article.",
)

entity_role = Table(
    "entity_role",
    metadata,
    run_key(),
    ordinal("The ordinal of the entity that has the role.", "entity"),
    ordinal("Counts the entity's roles from 0."),
    *span("the role"),
    Column("of", Text, comment="Of whom or of what: the organisation or person that the role belongs to."),
    Column("former", Boolean, nullable=False, comment="Whether the text says that it is a role of the past."),
    _entity("entity"),
    *span_checks(),
    comment="Words that say what an entity is: chief of staff, minister, company.",
)

entity_link = Table(
    "entity_link",
    metadata,
    run_key(),
    ordinal("The ordinal of the entity that is linked.", "entity"),
    ordinal("Counts the entity's links from 0."),
    Column("scheme", Text, nullable=False, comment="The register: wikidata or iso3166."),
    Column("link_id", Text, nullable=False, comment="The id in that register."),
    _entity("entity"),
    comment="Pointers from entities into public registers.",
)

mention = Table(
    "mention",
    metadata,
    run_key(),
    ordinal("Counts the mentions of the article from 0, in text order."),
    *span("the mention"),
    Column("form", Text, nullable=False, comment="name, pronoun or nominal."),
    Column("entity", Integer, nullable=False, comment="The ordinal of the entity it names."),
    Column(
        "label",
        Text,
        nullable=False,
        comment="The recogniser's own label: PERSON, ORG, LOC, NORP, MISC, VESSEL; PRON, NOM.",
    ),
    Column(
        "confidence",
        Double,
        nullable=False,
        server_default=text("1"),
        comment="How sure it is that the mention means this entity, from 0 to 1.",
    ),
    Column("rule", Text, comment="The name of the rule that decided which entity the mention means."),
    _entity("entity"),
    one_of("form", MentionForm),
    CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
    *span_checks(),
    comment="Occurrences of entities in the text.",
)

quotation = Table(
    "quotation",
    metadata,
    run_key("core.parsed.run_id"),
    ordinal("Counts the quotations of the article from 0, in text order."),
    Column("kind", Text, nullable=False, comment="direct, mixed or indirect."),
    Column("content", Text, nullable=False, comment="What was said: the words of all spans, joined."),
    Column("start_char", Integer, nullable=False, comment="Where its first span starts."),
    Column("end_char", Integer, nullable=False, comment="Where its last span ends."),
    Column("is_split", Boolean, nullable=False, comment="Whether it has more than one span."),
    *span("the cue", "cue_", nullable=True),
    *span("the speaker's mention", "speaker_", nullable=True),
    Column("speaker_entity", Integer, comment="The ordinal of the entity that speaks."),
    Column("speaker_name", Text, comment="The speaker's full name; null rather than a guess."),
    Column(
        "speaker_type", Text, comment="person, organization, group, document, anonymous or unknown; null: no speaker."
    ),
    Column("speaker_role", Text, comment="What the speaker is, in the words of the text."),
    Column("medium_type", Text, comment="Where it was said: platform, outlet, statement, interview ..."),
    Column("medium_name", Text, comment="The medium's name."),
    Column("addressee", Text, comment="To whom it was said."),
    Column("method", Text, nullable=False, comment="How the speaker was found: explicit, pronoun, continuation ..."),
    Column("confidence", Double, nullable=False, comment="How sure the attribution is, from 0 to 1."),
    Column(
        "act",
        Text,
        nullable=False,
        server_default="statement",
        comment="statement, denial, no_comment, question, demand, promise or thought, as the cue tells.",
    ),
    Column("rule", Text, comment="The name of the rule that decided that these are words of somebody, and whose."),
    Column("speaker_rule", Text, comment="The name of the rule that resolved the speaker."),
    _entity("speaker_entity"),
    one_of("kind", QuotationKind),
    one_of("speaker_type", SpeakerType),
    one_of("method", AttributionMethod),
    one_of("act", SpeechAct),
    *span_checks("cue_"),
    *span_checks("speaker_"),
    CheckConstraint("0 <= start_char AND start_char < end_char", name="offsets"),
    CheckConstraint("num_nonnulls(cue_start_char, cue_end_char, cue_exact) IN (0, 3)", name="cue"),
    # A speaker carried over from an earlier quotation may have words and no place for them, never the reverse.
    CheckConstraint("(speaker_start_char IS NULL) = (speaker_end_char IS NULL)", name="speaker"),
    CheckConstraint("speaker_start_char IS NULL OR speaker_exact IS NOT NULL", name="speaker_exact"),
    CheckConstraint(
        "speaker_type IS NOT NULL OR num_nonnulls(speaker_exact, speaker_entity, speaker_name, speaker_role) = 0",
        name="no_speaker",
    ),
    CheckConstraint("medium_type IS NOT NULL OR medium_name IS NULL", name="medium"),
    CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
    # All but statements, which are nearly all: a search for a rare act, or for one that nobody did, must not read them.
    Index("ix_quotation_act", "act", postgresql_where=text("act <> 'statement'")),
    Index("ix_quotation_speaker_name", "speaker_name"),
    trigrams("quotation", "speaker_name"),
    Index("ix_quotation_search", text("to_tsvector('english', left(content, 100000))"), postgresql_using="gin"),
    comment="Somebody's words.",
)

quotation_span = Table(
    "quotation_span",
    metadata,
    run_key(),
    ordinal("The ordinal of the quotation it is part of.", "quotation"),
    ordinal("Counts the quotation's spans from 0, in text order."),
    *span("the span"),
    ForeignKeyConstraint(
        ["run_id", "quotation"], ["core.quotation.run_id", "core.quotation.ordinal"], ondelete="CASCADE"
    ),
    *span_checks(),
    comment='Stretches of text that a quotation is made of: two when it is split around "X said".',
)

quotation_speaker = Table(
    "quotation_speaker",
    metadata,
    run_key(),
    ordinal("The ordinal of the quotation that they say together.", "quotation"),
    ordinal("Counts the quotation's speakers from 0, in text order."),
    *span("the speaker's mention", nullable=True),
    Column("entity", Integer, comment="The ordinal of the entity that speaks."),
    Column("name", Text, comment="The speaker's full name; null rather than a guess."),
    Column("type", Text, nullable=False, comment="person, organization, group, document, anonymous or unknown."),
    Column("role", Text, comment="What the speaker is, in the words of the text."),
    Column("rule", Text, comment="The name of the rule that resolved the speaker."),
    ForeignKeyConstraint(
        ["run_id", "quotation"], ["core.quotation.run_id", "core.quotation.ordinal"], ondelete="CASCADE"
    ),
    _entity("entity"),
    one_of("type", SpeakerType),
    *span_checks(),
    CheckConstraint("(start_char IS NULL) = (end_char IS NULL)", name="mention"),
    CheckConstraint("start_char IS NULL OR exact IS NOT NULL", name="exact"),
    comment='Each of several speakers of one quotation: "X and Y said". A single speaker stands in quotation alone.',
)
