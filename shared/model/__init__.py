"""Defines the records that cross function borders, from a submission to the extracted article, for all services.

All offsets are 0-based, half-open and count Unicode code points of `Article.text`:
`text[start_char:end_char] == exact` holds for every record that carries `exact`.
"""

from shared.model.article import PIPELINE_VERSION, Article
from shared.model.entities import Entity, EntityKind, FoundEntities, Link, Mention, MentionForm, Role
from shared.model.found_quotations import FoundQuotation, SameSpeaker, Voice
from shared.model.parsed import (
    LANGUAGE_KINDS,
    PULLED,
    Dateline,
    Fingerprint,
    ParsedArticle,
    Segment,
    SegmentKind,
    Warning,  # noqa: A004 - the field's own word, and the wire format's
)
from shared.model.provenance import Decoding, DecodingMethod, Edit, EditKind, FieldName, FieldSource, FileForm, Source
from shared.model.quotations import (
    Attribution,
    AttributionMethod,
    Medium,
    Quotation,
    QuotationKind,
    Speaker,
    SpeakerType,
    SpeechAct,
)
from shared.model.record import Record, Span, Uri
from shared.model.submission import MAX_CONTENT_CHARS, Content, Submission

__all__ = [
    "LANGUAGE_KINDS",
    "MAX_CONTENT_CHARS",
    "PIPELINE_VERSION",
    "PULLED",
    "Article",
    "Attribution",
    "AttributionMethod",
    "Content",
    "Dateline",
    "Decoding",
    "DecodingMethod",
    "Edit",
    "EditKind",
    "Entity",
    "EntityKind",
    "FieldName",
    "FieldSource",
    "FileForm",
    "Fingerprint",
    "FoundEntities",
    "FoundQuotation",
    "Link",
    "Medium",
    "Mention",
    "MentionForm",
    "ParsedArticle",
    "Quotation",
    "QuotationKind",
    "Record",
    "Role",
    "SameSpeaker",
    "Segment",
    "SegmentKind",
    "Source",
    "Span",
    "Speaker",
    "SpeakerType",
    "SpeechAct",
    "Submission",
    "Uri",
    "Voice",
    "Warning",
]
