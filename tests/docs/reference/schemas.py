"""The page of the wire formats, from shared/schemas: every field with its type and its meaning.

The meaning is the description in the schema, else the docstring of the record's attribute, else the comment on the same
column of the views: the words stand in one of these places.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path

import shared.messages
import shared.model
from shared.schema_export import SCHEMAS
from tests.docs.reference.writing import anchor, page, table

FOLDER = Path(shared.model.__file__).parents[1]
INTRO = """The JSON that goes in and comes out. The schemas themselves are in
[shared/schemas](../../shared/schemas). Fields may be added; a field that stands here stays. All offsets count Unicode
code points from 0, the end left out: `text[start_char:end_char] == exact`."""

VIEWS = {
    "Article": ("article", "provenance"),
    "Segment": ("segment",),
    "Entity": ("entity",),
    "Mention": ("mention",),
    "Quotation": ("quotation",),
    "Speaker": ("quotation_speaker",),
    "Warning": ("warning",),
    "FieldSource": ("field_source",),
    "Change": ("change",),
    "Rejected": ("rejected",),
    "Submission": ("article",),
    "Answer": ("rejected",),
    "Span": ("quotation_span",),
    "Role": ("mention",),
}
"""The views whose columns have the same meaning as a record's fields."""

Schema = Mapping[str, object]


def schemas_page() -> str:
    """A section for each schema, and then one for each record that is part of several."""
    parts: dict[str, Schema] = {}
    sections = []
    for name, record in SCHEMAS.items():
        schema = json.loads((FOLDER / "schemas" / f"{name}.json").read_text("utf-8"))
        parts |= {each: part for each, part in schema.get("$defs", {}).items() if each not in parts}
        sections.append(section(record.__name__, schema, f"[`{name}.json`](../../shared/schemas/{name}.json). "))
    tops = {record.__name__ for record in SCHEMAS.values()}
    return page("Schemas", INTRO, [*sections, *(section(n, s) for n, s in sorted(parts.items()) if n not in tops)])


def section(name: str, schema: Schema, before: str = "") -> str:
    """A record with its fields, or a list of words."""
    head = [f"## {name}", "", before + " ".join(str(schema.get("description", "")).split()), ""]
    if "enum" in schema:
        return "\n".join([*head, f"One of {', '.join(f'`{word}`' for word in _list(schema['enum']))}.", ""])
    required = _list(schema.get("required", []))
    rows = [
        (f"`{field}`{'' if field in required else ' (optional)'}", kind_of(each), meaning_of(name, field, each))
        for field, each in _properties(schema)
    ]
    return "\n".join([*head, table(("field", "type", "meaning"), rows)])


def meaning_of(name: str, field: str, schema: Schema) -> str:
    """What the field says."""
    record = _record(name)
    told = _attribute_docs(record).get(field) if record else None
    return str(schema.get("description") or told or _comment(name, field) or _of_its_record(schema) or "")


def _of_its_record(schema: Schema) -> str | None:
    """What the record says of itself that the field holds, or a list of which."""
    named = re.search(r"\$defs/(\w+)", json.dumps(schema))
    record = _record(named[1]) if named else None
    return (record.__doc__ or "").strip().split("\n")[0] if record else None


def kind_of(schema: object) -> str:
    """The type in words, with a link to the section of another record."""
    assert isinstance(schema, dict)
    if "$ref" in schema:
        name = str(schema["$ref"]).rsplit("/", 1)[-1]
        return f"[{name}](#{anchor(name)})"
    if choices := schema.get("anyOf"):
        return " or ".join(dict.fromkeys(kind_of(each) for each in choices))
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return ", ".join(f"`{each}`" for each in schema["enum"])
    if schema.get("type") == "array":
        inner = schema.get("items")
        return f"list of {kind_of(inner)}" if inner else "list"
    names = {"string": "text", "integer": "whole number", "boolean": "true or false", "null": "null"}
    kind = names.get(str(schema.get("type")), str(schema.get("type", "anything")))
    return "moment" if schema.get("format") == "date-time" else kind


def _record(name: str) -> type | None:
    return getattr(shared.model, name, None) or getattr(shared.messages, name, None)


def _attribute_docs(record: type) -> dict[str, str]:
    """The docstrings under a class's attributes, and under those of the classes that it comes from."""
    docs: dict[str, str] = {}
    for base in reversed(record.__mro__):
        if base.__module__.startswith("shared."):
            docs |= dict(_docs_in(base))
    return docs


def _docs_in(record: type) -> Iterator[tuple[str, str]]:
    [node] = ast.parse(textwrap.dedent(inspect.getsource(record))).body
    assert isinstance(node, ast.ClassDef)
    for attribute, after in zip(node.body, node.body[1:], strict=False):
        if (
            isinstance(attribute, ast.AnnAssign)
            and isinstance(after, ast.Expr)
            and isinstance(attribute.target, ast.Name)
        ):
            yield attribute.target.id, " ".join(str(ast.literal_eval(after.value)).split())


def _comment(name: str, field: str) -> str | None:
    """The comment on the column of that name."""
    for view in VIEWS.get(name, ()):
        if found := re.search(rf"ON COLUMN onrecord_v1\.{view}\.{field} IS '((?:[^']|'')*)'", _sql()):
            return found[1].replace("''", "'")
    return None


def _sql() -> str:
    return (FOLDER / "sql" / "onrecord_v1.sql").read_text("utf-8")


def _list(value: object) -> list[str]:
    assert isinstance(value, list)
    return [str(each) for each in value]


def _properties(schema: Schema) -> list[tuple[str, Schema]]:
    properties = schema.get("properties", {})
    assert isinstance(properties, dict)
    return list(properties.items())
