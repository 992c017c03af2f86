"""The page of the errors, from their classes: each says what happened and what to do."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

from shared.errors import OnrecordError, Permanent, Transient
from tests.docs.reference.writing import page, table

INTRO = """Every error ends with a stable code: scripts, the views `onrecord_v1.rejected` and `quarantined`, and the
answers to producers hold it. The exit code is that of a command that the error ends. There are three kinds. A
*permanent* error rejects or quarantines the article and is not retried by itself. A *transient* error is retried with
growing pauses. A *refusal* ends the command or call in which it happens. Any other exception is a bug: it is retried a
little, then quarantined with the exception's name."""

ROOT = Path(__file__).parents[3]
PACKAGES = ("shared", "workers")

CODE = re.compile(r"^    code(?:: \S+)? = \"", re.MULTILINE)


def errors_page() -> str:
    """All errors, by code."""
    rows = [
        (f"`{error.code}`", _what(error), error.cure, str(error.exit_code), _kind(error))
        for error in sorted(every_error(), key=lambda error: error.code)
    ]
    return page("Errors", INTRO, [table(("code", "what happened", "what to do", "exit", "kind"), rows)])


def every_error() -> set[type[OnrecordError]]:
    """Every class of an error that what runs can raise, with a code of its own, but the roots of the kinds."""
    _import_all()
    found = {each for each in _below(OnrecordError) if each.__module__.split(".")[0] in PACKAGES}
    return {each for each in found if each.code != OnrecordError.code} - {Permanent, Transient}


def _import_all() -> None:
    """Import the modules that define an error's code; to import all would start half of the libraries."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if CODE.search(path.read_text("utf-8")):
                parts = path.relative_to(ROOT).with_suffix("").parts
                importlib.import_module(".".join(parts).removesuffix(".__init__"))


def _below(error: type[OnrecordError]) -> Iterator[type[OnrecordError]]:
    for each in error.__subclasses__():
        yield each
        yield from _below(each)


def _what(error: type[OnrecordError]) -> str:
    return (error.__doc__ or "").strip().splitlines()[0]


def _kind(error: type[OnrecordError]) -> str:
    return "permanent" if issubclass(error, Permanent) else "transient" if issubclass(error, Transient) else "refusal"
