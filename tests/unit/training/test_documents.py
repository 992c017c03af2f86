"""Files of documents are read only if they are those that the manifest describes."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import pytest
from documents_at_hand import marked

from training.documents import BadData, Manifest, read_documents, read_manifest, read_set, write_documents

ROW = {"text": "Jane left", "entities": [{"start": 0, "end": 4, "label": "PERSON"}], "unsure": [[5, 9]], "misc": False}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with one set of one document, and its manifest."""
    (tmp_path / "ner").mkdir()
    file = gzip.compress((json.dumps(ROW) + "\n").encode())
    (tmp_path / "ner" / "elm.jsonl.gz").write_bytes(file)
    manifest = {"elm": {"sha256": hashlib.sha256(file).hexdigest()}}
    (tmp_path / "MANIFEST.json").write_text(json.dumps(manifest), encoding="utf-8")
    return tmp_path


def manifest_of(data: Path) -> Manifest:
    return read_manifest(data, hashlib.sha256((data / "MANIFEST.json").read_bytes()).hexdigest())


def test_a_set_is_read(data: Path) -> None:
    # Given a set, when it is read, then its documents have names and open stretches
    assert read_set(data, "elm", manifest_of(data)) == [marked("[Jane|PERSON] [left|?]", misc=False)]


def test_another_file_is_refused(data: Path) -> None:
    # Given a set whose file was changed
    manifest = manifest_of(data)
    (data / "ner" / "elm.jsonl.gz").write_bytes(gzip.compress(b"{}\n"))
    # When it is read, then it is refused with a cure
    with pytest.raises(BadData, match=r"elm.*is not the file.*--data"):
        read_set(data, "elm", manifest)


def test_a_missing_file_is_refused(data: Path) -> None:
    # Given a set without its file, and one that the manifest does not know
    manifest = manifest_of(data)
    (data / "ner" / "elm.jsonl.gz").unlink()
    # When they are read, then the errors name them
    for name in ("elm", "oak"):
        with pytest.raises(BadData, match=name):
            read_set(data, name, manifest)


def test_another_manifest_is_refused(data: Path) -> None:
    # Given a manifest that the recipe does not name, when it is read, then it is refused
    with pytest.raises(BadData, match=r"MANIFEST\.json"):
        read_manifest(data, "0" * 64)


def test_documents_are_written_as_they_are_read(tmp_path: Path) -> None:
    # Given documents
    documents = [marked("[Jane|PERSON]\u2028[left|?]", misc=False), marked("nobody")]
    # When they are written twice
    paths = [tmp_path / name for name in ("one.gz", "two.gz")]
    for path in paths:
        write_documents(path, documents)
    # Then they are read again, and their bytes are the same
    assert read_documents(paths[0]) == documents
    assert paths[0].read_bytes() == paths[1].read_bytes()
