"""The committed JSON Schemas are the records."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from shared.schema_export import FOLDER, SCHEMAS, schema


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_schema_is_current_and_valid(name: str) -> None:
    # Given the committed file, Then it is what the record exports (make schemas), and is a valid schema
    text = (FOLDER / f"{name}.json").read_text()
    assert text == schema(name)
    Draft202012Validator.check_schema(json.loads(text))
