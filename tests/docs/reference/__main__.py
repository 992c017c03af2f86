"""Writes all generated pages of the reference."""

from __future__ import annotations

from tests.docs.reference import FOLDER, PAGES

FOLDER.mkdir(exist_ok=True)
for name, page in PAGES.items():
    (FOLDER / name).write_text(page(), encoding="utf-8")
