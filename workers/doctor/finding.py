"""Defines what one check of the doctor found, and the exit code of all findings together."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from shared.errors import OnrecordError
from shared.model import Record

SOMETHING_WRONG = 1
SERVER_AWAY = 69
WRONG_SETTING = 78


class State(StrEnum):
    """How one thing stands."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    UNCHECKED = "unchecked"


class Finding(Record):
    """What one check saw: the thing, its state, and of what is not well the cure and a stable code."""

    name: str
    state: State
    seen: str
    cure: str = ""
    code: str = ""
    exit_code: int = 0


def ok(name: str, seen: str) -> Finding:
    """All is well."""
    return Finding(name=name, state=State.OK, seen=seen)


def warning(name: str, seen: str, cure: str, code: str) -> Finding:
    """It works, but will not for long, or not as somebody meant."""
    return Finding(name=name, state=State.WARNING, seen=seen, cure=cure, code=code, exit_code=SOMETHING_WRONG)


def failed(name: str, seen: str, cure: str, code: str, exit_code: int = SOMETHING_WRONG) -> Finding:
    """It does not work."""
    return Finding(name=name, state=State.FAILED, seen=seen, cure=cure, code=code, exit_code=exit_code)


def unchecked(name: str, why: str, cure: str = "") -> Finding:
    """Nobody can tell from here."""
    return Finding(name=name, state=State.UNCHECKED, seen=why, cure=cure)


def of_error(name: str, error: OnrecordError) -> Finding:
    """The finding that an error of ours is: it knows its cure."""
    words = (error.__doc__ or error.code).strip().splitlines()[0].rstrip(".")
    return failed(name, f"{words}: {error.detail}" if error.detail else words, error.cure, error.code, error.exit_code)


def exit_code(findings: Iterable[Finding]) -> int:
    """0 if all is well, 69 if a server is away, 78 if the installation is wrong, else 1: the cause before the rest."""
    codes = {finding.exit_code for finding in findings}
    return next(
        (code for code in (SERVER_AWAY, WRONG_SETTING, SOMETHING_WRONG) if code in codes), max(codes, default=0)
    )
