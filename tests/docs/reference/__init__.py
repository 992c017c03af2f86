"""Writes the pages of docs/reference that follow from the code: `make reference`. A test tells when one is stale."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.docs.reference.commands import commands_page
from tests.docs.reference.errors import errors_page
from tests.docs.reference.schemas import schemas_page
from tests.docs.reference.settings import settings_page

FOLDER = Path(__file__).parents[3] / "docs" / "reference"

PAGES: dict[str, Callable[[], str]] = {
    "cli.md": commands_page,
    "settings.md": settings_page,
    "errors.md": errors_page,
    "schemas.md": schemas_page,
}
"""The generated pages, and what makes their text."""
