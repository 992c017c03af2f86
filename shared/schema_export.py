"""Writes the JSON Schemas of the records that producers send and readers get (`make schemas`)."""

from __future__ import annotations

import json
from pathlib import Path

from shared.messages import Answer, Change, Rejected
from shared.model import Article, Record, Submission

FOLDER = Path(__file__).parent / "schemas"
SCHEMAS: dict[str, type[Record]] = {
    "submission.v1": Submission,
    "article.v1": Article,
    "change.v1": Change,
    "rejected.v1": Rejected,
    "answer.v1": Answer,
}


def schema(name: str) -> str:
    """The text of one schema file."""
    record = SCHEMAS[name]
    # A submission's schema is the one that intake validates by; the other schemas describe what we write.
    written = record.model_json_schema(mode="validation" if record is Submission else "serialization")
    body = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | written
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write all schema files."""
    FOLDER.mkdir(exist_ok=True)
    for name in SCHEMAS:
        (FOLDER / f"{name}.json").write_text(schema(name), encoding="utf8")


if __name__ == "__main__":
    main()
