"""Holds a document with its names, and reads the files of labelled sets, checked by their hashes."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from shared.errors import OnrecordError
from workers.entities.records import Tagged

MANIFEST = "MANIFEST.json"


class BadData(OnrecordError):
    """The data of the training is missing, or is not the data that the manifest describes."""

    code = "bad_training_data"
    cure = "Name the folder with MANIFEST.json and ner/ by --data; its files must be those that the manifest hashes."
    exit_code = 66


class Document(NamedTuple):
    """A text and its names, in code points of the text."""

    text: str
    names: tuple[Tagged, ...] = ()
    unsure: tuple[tuple[int, int], ...] = ()
    """Stretches whose labels the set leaves open."""
    misc: bool = True
    """Whether the set labels what is neither a person nor a body nor a place."""


Manifest = dict[str, dict[str, Any]]
"""What is said of each set, by the set's name: source, licence, counts, hash."""


def read_manifest(data: Path, sha256: str) -> Manifest:
    """The manifest of a folder. Raises BadData."""
    manifest: Manifest = json.loads(_checked(data / MANIFEST, sha256))
    return manifest


def read_set(data: Path, name: str, manifest: Manifest) -> list[Document]:
    """The documents of a set of the manifest. Raises BadData where the file is another one."""
    if name not in manifest:
        raise BadData(f"{MANIFEST} has no set {name!r}")
    content = _checked(data / "ner" / f"{name}.jsonl.gz", manifest[name]["sha256"])
    return [*map(_document, gzip.decompress(content).decode().rstrip("\n").split("\n"))]


def read_documents(path: Path) -> list[Document]:
    """The documents of a file that `write_documents` wrote."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [*map(_document, lines)]


def write_documents(path: Path, documents: Iterable[Document]) -> None:
    """Write documents as the sets' files have them, whole or not at all; the same documents give the same bytes."""
    lines = "".join(json.dumps(_row(document), ensure_ascii=False) + "\n" for document in documents)
    draft = path.with_suffix(".draft")
    draft.write_bytes(gzip.compress(lines.encode(), mtime=0))
    draft.replace(path)


def read_rows(path: Path, sha256: str) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines. Raises BadData where the file is another one."""
    return [*map(json.loads, gzip.decompress(_checked(path, sha256)).decode().rstrip("\n").split("\n"))]


def _checked(path: Path, sha256: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadData(str(error)) from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise BadData(f"{path} is not the file that the recipe or {MANIFEST} describes")
    return content


def _document(line: str) -> Document:
    row = json.loads(line)
    names = (Tagged(e["start"], e["end"], e["label"]) for e in row["entities"])
    unsure = ((start, end) for start, end in row["unsure"])
    return Document(row["text"], tuple(names), tuple(unsure), row["misc"])


def _row(document: Document) -> dict[str, object]:
    return {
        "text": document.text,
        "entities": [name._asdict() for name in document.names],
        "unsure": document.unsure,
        "misc": document.misc,
    }
