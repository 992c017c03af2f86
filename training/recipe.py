"""Reads all numbers of a training from a TOML file; a key that nobody knows, or a number out of range, is an error."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from shared.errors import OnrecordError

DEFAULT = Path(__file__).with_name("recipe.toml")

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(gt=0)]
WordList = Annotated[tuple[str, ...], BeforeValidator(str.split)]
WordSet = Annotated[frozenset[str], BeforeValidator(str.split)]


class BadRecipe(OnrecordError):
    """The recipe of the training cannot be used."""

    code = "bad_recipe"
    cure = "Mend the file, or copy training/recipe.toml, which holds every key."
    exit_code = 78


class Part(BaseModel):
    """A table of the recipe."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Data(Part):
    """Hashes of the files that all others follow from."""

    manifest: str
    voa: str
    press: str


class Encoder(Part):
    """The encoder that is trained further."""

    sha256: str
    layers: Annotated[int, Field(ge=1, le=6)]
    dropout: Share


class Labels(Part):
    """Words that are peoples, beside those of the lexicon."""

    peoples: WordSet


class Training(Part):
    """How the network learns, in each round."""

    batch: Count
    warm_up: Count
    head: Positive
    decay: Share
    clip: Positive
    last: Share
    checkpoint: Annotated[int, Field(ge=0)]


class Packing(Part):
    """When a window ends early."""

    full: Share
    early: Share


class Augmentation(Part):
    """Shares of the documents that are written otherwise, by the way they are."""

    shouted: Share
    lower: Share
    titled: Share
    dateline: Share
    wire_headline: Share
    headline: Share
    results: Share


class Furniture(Part):
    """What headlines and tables of results are built with."""

    sports: WordList
    headline: Count
    results: tuple[Count, Count]


class Round(Part):
    """A round of training: for how long, and with which share of windows from each set."""

    pieces: Count
    rate: Positive
    seeds: Annotated[tuple[int, ...], Field(min_length=1)]
    mix: Annotated[dict[str, Positive], Field(min_length=1)]


class Words(Part):
    """How many words of each unlabelled text are labelled."""

    voa: Annotated[int, Field(ge=0)]
    press: Annotated[int, Field(ge=0)]


class Teaching(Part):
    """How sure the first round's network must be to teach the last."""

    name: Share
    no_name: Share
    doubtful: Share
    seed: int
    shard: Count
    words: Words


class Check(Part):
    """How the int8 network is compared with the trained one."""

    lines: Count
    same: Share


class Recipe(Part):
    """All numbers of a training."""

    version: str
    data: Data
    encoder: Encoder
    labels: Labels
    training: Training
    packing: Packing
    augmentation: Augmentation
    furniture: Furniture
    first: Round
    teaching: Teaching
    last: Round
    check: Check


def read_recipe(path: Path = DEFAULT) -> Recipe:
    """The recipe in a file. Raises BadRecipe."""
    try:
        return Recipe.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BadRecipe(f"{path}: {error}") from None
    except ValidationError as error:
        said = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise BadRecipe(f"{path}: {said}") from None
