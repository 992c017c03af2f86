"""Defines what all tables share: the schema, the names of constraints, and the columns of a span."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Identity, Index, Integer, MetaData, Text, func
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.types import BigInteger

SCHEMA = "core"

metadata = MetaData(
    schema=SCHEMA,
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    },
)


def identity(comment: str) -> Column[int]:
    """A primary key that the database assigns."""
    return Column("id", BigInteger, Identity(always=True), primary_key=True, comment=comment)


def moment(name: str, comment: str, *, now: bool = False) -> Column[Any]:
    """A point in time. With `now` it is required, and by default the time of the insert."""
    default = func.clock_timestamp() if now else None
    return Column(name, TIMESTAMP(timezone=True), nullable=not now, server_default=default, comment=comment)


def run_key(target: str | None = None) -> Column[int]:
    """The run as the first part of a result's primary key. `target`: the column that it refers to, if it does alone."""
    references = [ForeignKey(target, ondelete="CASCADE")] if target else []
    return Column("run_id", BigInteger, *references, primary_key=True, autoincrement=False, comment="The run.")


def ordinal(comment: str, name: str = "ordinal") -> Column[int]:
    """A part of a result's primary key, counted from 0 in text order."""
    return Column(name, Integer, primary_key=True, autoincrement=False, comment=comment)


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """A check that the column holds one of these words. Adding a word is an easier migration than with an enum type."""
    words = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({words})", name=column)


def trigrams(table: str, column: str) -> Index:
    """An index for parts of a name, and for similar spellings."""
    name = f"ix_{table}_{column}_trgm"
    return Index(name, column, postgresql_using="gin", postgresql_ops={column: "gin_trgm_ops"})


def span(what: str, prefix: str = "", *, nullable: bool = False) -> tuple[Column[int], Column[int], Column[str]]:
    """The three columns of a stretch of text."""
    start = f"Where {what} starts in the text: 0-based, in Unicode code points."
    end = f"Where {what} ends in the text: the offset after its last code point."
    return (
        Column(f"{prefix}start_char", Integer, nullable=nullable, comment=start),
        Column(f"{prefix}end_char", Integer, nullable=nullable, comment=end),
        Column(f"{prefix}exact", Text, nullable=nullable, comment=f"The words of {what}: text[start_char:end_char]."),
    )


def span_checks(prefix: str = "") -> tuple[CheckConstraint, CheckConstraint]:
    """The checks of a span that need no text; a trigger (migration 0002) compares it with the text."""
    start, end, exact = f"{prefix}start_char", f"{prefix}end_char", f"{prefix}exact"
    return (
        CheckConstraint(f"0 <= {start} AND {start} < {end}", name=f"{prefix}offsets"),
        CheckConstraint(f"char_length({exact}) = {end} - {start}", name=f"{prefix}exact_length"),
    )
