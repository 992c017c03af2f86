"""Defines a reader's place in the change feed: a position, and the epoch in which it was counted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema


class Position(int):
    """A position in the change feed that knows its epoch: everywhere else it is a plain number.

    A database that is restored from a backup begins a new epoch, for it counts some positions a second time. The epoch
    is None if it is not known, as that of a number that somebody typed: then any epoch will do.
    """

    epoch: UUID | None

    def __new__(cls, position: int, epoch: UUID | None = None) -> Position:
        """The position in this epoch; without one, in that of the position."""
        self = super().__new__(cls, position)
        self.epoch = epoch_of(position) if epoch is None else epoch
        return self

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """In records a number becomes a position, and in JSON a position is a number."""
        return core_schema.no_info_wrap_validator_function(
            lambda value, number: value if isinstance(value, cls) else cls(number(value)), core_schema.int_schema()
        )


def epoch_of(position: int) -> UUID | None:
    """The epoch of a position; None for a plain number."""
    return position.epoch if isinstance(position, Position) else None
