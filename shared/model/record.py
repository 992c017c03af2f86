"""Defines the base of all records, and the span of text."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints


class Record(BaseModel):
    """Base of all records: immutable, strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Uri = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2048)]


class Span(Record):
    """A stretch of the canonical text."""

    start_char: int = Field(ge=0)
    end_char: int
    exact: str
