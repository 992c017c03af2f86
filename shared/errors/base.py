"""Defines what every error tells: what happened (the class docstring), what was seen, and what the user can do.

There are three kinds of failure: `Permanent` (quarantined, not retried automatically), `Transient` (retried with
back-off), and every other exception, a bug (retried a few times, then quarantined).
"""

from __future__ import annotations

from typing import ClassVar


class OnrecordError(Exception):
    """Something went wrong in Onrecord."""

    code: ClassVar[str] = "error"
    cure: ClassVar[str] = "Read the detail. If it does not help, report the error with this code."
    exit_code: ClassVar[int] = 1

    def __init__(self, detail: str = "", **fields: object) -> None:
        self.detail = detail
        self.fields = fields
        super().__init__(detail)

    def __str__(self) -> str:
        what = (self.__doc__ or self.code).strip().splitlines()[0].rstrip(".")
        seen = f": {self.detail}" if self.detail else ""
        return f"{what}{seen}. {self.cure} [{self.code}]"


class Permanent(OnrecordError):
    """The same input will always fail."""

    code = "permanent"


def permanent(code: str, detail: str) -> Permanent | None:
    """The permanent error with this code, if there is one."""
    return next((kind(detail) for kind in Permanent.__subclasses__() if kind.code == code), None)


class Transient(OnrecordError):
    """The same operation may succeed in a moment."""

    code = "transient"
    cure = "Onrecord tries again by itself. If the error persists, look at the servers."
