"""Defines the tables of schema `core`, for the store alone: readers have the views of `onrecord_v1`."""

from __future__ import annotations

from shared.store.tables.alike import fingerprint, near_duplicate
from shared.store.tables.audit import audit
from shared.store.tables.base import SCHEMA, metadata
from shared.store.tables.feed import change, feed_head
from shared.store.tables.found import (
    entity,
    entity_link,
    entity_role,
    mention,
    quotation,
    quotation_span,
    quotation_speaker,
)
from shared.store.tables.identities import (
    identity,
    identity_decision,
    identity_key,
    identity_member,
    identity_pin,
)
from shared.store.tables.parsed import parsed, segment
from shared.store.tables.work import article, backfill, quarantined, rejected, run, version

__all__ = [
    "SCHEMA",
    "article",
    "audit",
    "backfill",
    "change",
    "entity",
    "entity_link",
    "entity_role",
    "feed_head",
    "fingerprint",
    "identity",
    "identity_decision",
    "identity_key",
    "identity_member",
    "identity_pin",
    "mention",
    "metadata",
    "near_duplicate",
    "parsed",
    "quarantined",
    "quotation",
    "quotation_span",
    "quotation_speaker",
    "rejected",
    "run",
    "segment",
    "version",
]
