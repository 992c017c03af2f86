"""Defines the base of all JSON-LD records: their keys in the standard's spelling, and a text that a page can hold."""

from __future__ import annotations

from pydantic import ConfigDict

from shared.model import Record


class JsonLd(Record):
    """A node of JSON-LD. Python's names stand for keys such as `@type`; a field that is null is left out."""

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True, validate_by_alias=True)

    def json_ld(self, indent: int | None = None) -> str:
        """The JSON. Its `<` is escaped, so that it can stand in a page's `<script type="application/ld+json">`."""
        return self.model_dump_json(exclude_none=True, indent=indent).replace("<", "\\u003c")
