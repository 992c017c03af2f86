"""The page of the settings, from `shared.settings.Settings`."""

from __future__ import annotations

import types
import typing
from enum import Enum
from pathlib import Path

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from shared.settings import Settings
from tests.docs.reference.writing import page, table

INTRO = """All settings come from the environment, or from a file `.env` in the working folder; the environment wins.
[`.env.example`](../../.env.example) lists them, too. A wrong value stops the command with `bad_settings` (exit code
78). These must hold: `ONRECORD_SOFT_TIME_LIMIT` < `ONRECORD_TIME_LIMIT` < `ONRECORD_LEASE_SECONDS`, and
`ONRECORD_TIME_LIMIT` < `ONRECORD_WATCHDOG_SECONDS`. URLs may hold passwords: no output shows them, and `..._FILE` reads
them from a file, as Docker and Kubernetes mount secrets."""

NAMES = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
    Path: "path",
    SecretStr: "secret text",
}


def settings_page() -> str:
    """All settings, in the order of their class."""
    rows = [
        (f"`ONRECORD_{name.upper()}`", _type(field), _default(name, field), _meaning(field))
        for name, field in Settings.model_fields.items()
    ]
    return page("Settings", INTRO, [table(("setting", "type", "default", "meaning"), rows)])


def _meaning(field: FieldInfo) -> str:
    return field.description or ""


def _type(field: FieldInfo) -> str:
    limits = [
        f"{sign} {getattr(rule, name)}"
        for rule in field.metadata
        for name, sign in (("ge", "≥"), ("gt", ">"), ("le", "≤"), ("lt", "<"))
        if hasattr(rule, name)
    ]
    return ", ".join([_named(field.annotation), *limits])


def _named(kind: object) -> str:
    """A type in words."""
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return " or ".join(_named(part) for part in typing.get_args(kind) if part is not type(None))
    if typing.get_origin(kind) is typing.Literal:
        return ", ".join(f"`{value}`" for value in typing.get_args(kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return ", ".join(f"`{member.value}`" for member in kind)
    return NAMES.get(kind, str(getattr(kind, "__name__", kind)))  # type: ignore[call-overload]


def _default(name: str, field: FieldInfo) -> str:
    """The default; that of the concurrency is the machine's."""
    if name == "concurrency":
        return "the machine's cores"
    return "unset" if field.default is None else f"`{field.default}`"
