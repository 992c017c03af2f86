"""Defines the table of what people did by hand."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Integer, Table, Text, func, text
from sqlalchemy.dialects.postgresql import INET

from shared.store.tables.base import identity, metadata, moment, one_of


class Deed(StrEnum):
    """What can be done by hand."""

    RETRACTED = "retracted"
    RETRIED = "retried"
    DROPPED = "dropped"
    MERGED = "merged"
    SPLIT = "split"
    SET_APART = "set_apart"
    ORDERED = "ordered"
    PAUSED = "paused"
    RESUMED = "resumed"
    RESTORED = "restored"
    EPOCH_BEGUN = "epoch_begun"
    EPOCH_KEPT = "epoch_kept"


audit = Table(
    "audit",
    metadata,
    identity("The entry's number."),
    moment("at", "When it was done.", now=True),
    Column(
        "deed",
        Text,
        nullable=False,
        comment=f"{', '.join(list(Deed)[:-1])} or {list(Deed)[-1]}.",
    ),
    Column(
        "about",
        Text,
        nullable=False,
        comment="To what: the uri, the numbers of entries or identities, the pipeline version, the epoch.",
    ),
    Column("items", Integer, nullable=False, server_default="1", comment="To how many."),
    Column("because", Text, comment="The reason, in the words of who did it."),
    Column("stream_id", Text, comment="The inbox entry, if a producer asked for it."),
    Column(
        "login",
        Text,
        nullable=False,
        server_default=text("SESSION_USER"),
        comment="The login at the database, by the database.",
    ),
    Column(
        "role",
        Text,
        nullable=False,
        server_default=text("CURRENT_USER"),
        comment="The role that acted, by the database.",
    ),
    Column(
        "address",
        INET,
        server_default=func.inet_client_addr(),
        comment="The address from which the login came, by the database: a pooler's behind a pooler; null by a socket.",
    ),
    Column(
        "application",
        Text,
        server_default=text("current_setting('application_name')"),
        comment="The name that the program gave the database.",
    ),
    Column("machine", Text, comment="The name of the machine, by the program."),
    Column("person", Text, comment="The user of the machine, by the program."),
    one_of("deed", Deed),
    CheckConstraint("items >= 0", name="items"),
    comment="What people did by hand, each in the transaction of the deed. A log: nothing is changed or deleted.",
)
