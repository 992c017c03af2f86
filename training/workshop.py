"""What a training makes, in order: the first round's network, what it teaches, the candidates, the best of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache, partial
from pathlib import Path
from random import Random
from typing import NamedTuple

import click
import torch

from training import judging
from training.documents import Document, read_documents, read_manifest, read_rows, read_set, write_documents
from training.exporting import export
from training.labels import lexicon_peoples, with_peoples
from training.network import ENCODER, Network, averaged, from_encoder, from_file, save
from training.packing import batches
from training.recipe import Recipe, Round, Teaching
from training.rounds import train
from training.stages import digest, once, together
from training.teaching import filled, paragraphs, silver
from workers.entities.tagger import Tagger
from workers.entities.tagger.weights import read_tokenizer

WEIGHTS, MODEL, FIGURES = "weights.safetensors", "model", "figures.json"
SILVER, FILLED = "silver", "fewnerd2"
"""The sets that the first round's network labels, by their names in the mix of the last round."""


class Workshop(NamedTuple):
    """Where a training reads and writes, and by which recipe."""

    recipe: Recipe
    data: Path
    """Folder of MANIFEST.json, ner/ and text/."""
    press: Path
    kit: Path
    build: Path
    jobs: int

    def documents(self, name: str) -> list[Document]:
        """The documents of a set: of the manifest, or one that the first round's network labelled."""
        if name in (SILVER, FILLED):
            found = [d for path in sorted((self.build / name).glob("*.gz")) for d in read_documents(path)]
        else:
            found = read_set(self.data, name, read_manifest(self.data, self.recipe.data.manifest))
        peoples = self.recipe.labels.peoples | lexicon_peoples()
        return [with_peoples(document, peoples) for document in found]

    @property
    def model(self) -> Path:
        """The folder of the first round's network, as the recogniser loads it."""
        return self.build / "first" / MODEL


def first(shop: Workshop) -> str:
    """Train the first round's network; gives the key that later stages depend on."""
    plan = shop.recipe.first
    key = digest(_learning(shop.recipe), plan, shop.recipe.data.manifest)

    def make(folder: Path) -> None:
        _round(shop, from_encoder(shop.recipe.encoder, plan.seeds[0]), plan, plan.seeds[0], folder, shop.jobs)

    once(shop.build / "first", key, make)
    return key


def teach(shop: Workshop, before: str) -> str:
    """Write the documents that the first round's network labels; gives the key that the last round depends on."""
    teaching = shop.recipe.teaching
    key = digest(before, teaching, shop.recipe.data)
    label = partial(_label_texts, shop.model, teaching)
    fill = partial(_fill_documents, shop.model, teaching)
    once(shop.build / SILVER, key, lambda folder: _shards(shop, folder, label, _texts(shop)))
    once(shop.build / FILLED, key, lambda folder: _shards(shop, folder, fill, shop.documents("fewnerd")))
    return key


def last(shop: Workshop, before: str) -> list[Path]:
    """Train the last round's networks side by side, average them, and measure each; gives the candidates' folders."""
    recipe = shop.recipe
    key = digest(before, _learning(recipe), recipe.last.model_dump(exclude={"seeds"}))
    seeds = recipe.last.seeds
    list(together(shop.jobs, _seed, [(shop, seed, digest(key, seed)) for seed in seeds]))
    folders = [shop.build / f"last-{seed}" for seed in seeds]
    if len(folders) == 1:
        return folders
    weights = [folder / WEIGHTS for folder in folders]
    once(
        shop.build / "average",
        digest(key, seeds),
        lambda folder: _finish(shop, averaged(recipe.encoder, weights), folder),
    )
    return [*folders, shop.build / "average"]


def best(folders: Sequence[Path]) -> Path:
    """The folder of the candidate with the best figures; the earlier one of two that are equal."""
    return max(folders, key=lambda folder: judging.points(figures(folder)))


def figures(folder: Path) -> judging.Figures:
    """What a network reached."""
    read: judging.Figures = json.loads((folder / FIGURES).read_text("utf-8"))
    return read


def sample(shop: Workshop, lines: int) -> list[str]:
    """Lines of news by which two networks are compared."""
    texts = "\n".join(_texts(shop)).split("\n")
    return Random(shop.recipe.teaching.seed).sample(texts, min(lines, len(texts)))


def _learning(recipe: Recipe) -> dict[str, object]:
    """What decides how any round learns; how often it is saved does not."""
    parts = recipe.model_dump(include={"encoder", "labels", "packing", "augmentation", "furniture"})
    return parts | recipe.training.model_dump(exclude={"checkpoint"})


def _round(shop: Workshop, network: Network, plan: Round, seed: int, folder: Path, threads: int) -> None:
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    sets = {name: shop.documents(name) for name in plan.mix}
    drawn = batches(sets, plan.mix, shop.recipe, read_tokenizer(ENCODER / "tokenizer.json"), seed)
    train(network, plan, shop.recipe, drawn, folder / "checkpoint", folder.name)
    _finish(shop, network, folder)
    (folder / "checkpoint").unlink(missing_ok=True)


def _finish(shop: Workshop, network: Network, folder: Path) -> None:
    save(network, folder / WEIGHTS)
    export(network, folder / MODEL, shop.recipe.version)
    reached = judging.judge(folder / MODEL, shop.kit)
    (folder / FIGURES).write_text(json.dumps(reached, indent=1) + "\n", encoding="utf-8")
    said = (f"{name} {each['exact']:.1f} exact, {each['partial']:.1f} partial" for name, each in reached.items())
    click.echo(f"{folder.name}: {'; '.join(said)}")


def _seed(shop: Workshop, seed: int, key: str) -> None:
    def make(folder: Path) -> None:
        _round(shop, from_file(shop.recipe.encoder, shop.build / "first" / WEIGHTS), shop.recipe.last, seed, folder, 1)

    once(shop.build / f"last-{seed}", key, make)


def _texts(shop: Workshop) -> list[str]:
    """News without labels, drawn by the recipe's seed until it has the words that the recipe asks for."""
    recipe = shop.recipe
    voa = read_rows(shop.data / "text" / "voa-news.jsonl.gz", recipe.data.voa)
    press = read_rows(shop.press, recipe.data.press)
    drawn = _drawn([paragraphs(row["sentences"]) for row in voa], recipe.teaching.words.voa, recipe.teaching.seed)
    return drawn + _drawn([row["text"] for row in press], recipe.teaching.words.press, recipe.teaching.seed)


def _drawn(texts: Sequence[str], words: int, seed: int) -> list[str]:
    drawn: list[str] = []
    for text in Random(seed).sample(texts, len(texts)):
        if words <= 0:
            break
        drawn.append(text)
        words -= len(text.split())
    return drawn


def _shards(shop: Workshop, folder: Path, task: partial[None], items: Sequence[object]) -> None:
    """Let the jobs write a shard of the items each into the folder; those that are there already stay."""
    size = shop.recipe.teaching.shard
    shards = {folder / f"{at // size:04}.gz": items[at : at + size] for at in range(0, len(items), size)}
    missing = [(path, shard) for path, shard in shards.items() if not path.exists()]
    for done, _ in enumerate(together(shop.jobs, task, missing), len(shards) - len(missing) + 1):
        click.echo(f"{folder.name}: {done} of {len(shards)} parts")


def _label_texts(model: Path, teaching: Teaching, path: Path, texts: Sequence[str]) -> None:
    write_documents(path, [silver(text, _tagger(model), teaching.doubtful) for text in texts])


def _fill_documents(model: Path, teaching: Teaching, path: Path, documents: Sequence[Document]) -> None:
    lines = [document.text.split("\n") for document in documents]
    read = iter(_tagger(model).read([line for each in lines for line in each]))
    told = [[next(read) for _ in each] for each in lines]
    write_documents(path, [filled(d, each, teaching) for d, each in zip(documents, told, strict=True)])


@lru_cache(maxsize=1)
def _tagger(model: Path) -> Tagger:
    return Tagger(model)
