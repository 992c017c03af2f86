"""`make model`: trains the recogniser's network, goes on where it was stopped, and writes workers/entities/model."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from shared.errors import OnrecordError
from shared.locks import locked
from training.card import write_card
from training.documents import read_manifest
from training.exporting import same_decisions
from training.network import from_file
from training.recipe import DEFAULT, read_recipe
from training.workshop import MODEL, WEIGHTS, Workshop, best, figures, first, last, sample, teach
from workers.entities.tagger import FOLDER

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


class Busy(OnrecordError):
    """Another training writes to the same folder."""

    code = "training_busy"
    cure = "Wait for it, or name another folder by --build."
    exit_code = 75


class NotTheSame(OnrecordError):
    """The int8 network decides otherwise than the trained one."""

    code = "int8_differs"
    cure = "See what changed in training/exporting.py or in onnxruntime, or lower check.same in the recipe."
    exit_code = 70


@click.command()
@click.option("--recipe", type=click.Path(path_type=Path), default=DEFAULT, help="All numbers of the training.")
@click.option("--data", type=click.Path(path_type=Path), default=SHARED / "model", help="Folder of MANIFEST.json.")
@click.option(
    "--press", type=click.Path(path_type=Path), default=SHARED / "open" / "press.jsonl.gz", help="Press texts."
)
@click.option("--kit", type=click.Path(path_type=Path), default=SHARED / "eval", help="The measuring kit.")
@click.option(
    "--build", type=click.Path(path_type=Path), default=ROOT / "build" / "model", help="Folder of the stages."
)
@click.option("--into", type=click.Path(path_type=Path), default=FOLDER, help="Where the best network is put.")
@click.option("--jobs", type=int, default=os.cpu_count() or 1, help="Processes, or threads of the first round.")
def main(recipe: Path, data: Path, press: Path, kit: Path, build: Path, into: Path, jobs: int) -> None:
    """Train, choose, check, and put the best network where the recogniser loads it from."""
    shop = Workshop(read_recipe(recipe), data, press, kit, build, jobs)
    with _alone(build):
        candidates = last(shop, teach(shop, first(shop)))
        chosen = best(candidates)
        same = _check(shop, chosen)
        reached = {folder.name: figures(folder) for folder in (build / "first", *candidates)}
        write_card(
            chosen / MODEL, shop.recipe, read_manifest(data, shop.recipe.data.manifest), reached, chosen.name, same
        )
        shutil.copytree(chosen / MODEL, into, dirs_exist_ok=True)
    click.echo(f"{chosen.name} is in {into}")


def _check(shop: Workshop, chosen: Path) -> float:
    check = shop.recipe.check
    network = from_file(shop.recipe.encoder, chosen / WEIGHTS)
    same = same_decisions(network, chosen / MODEL, sample(shop, check.lines))
    if same < check.same:
        raise NotTheSame(f"{same:.1%} of the words have the same label, {check.same:.1%} must")
    return same


@contextmanager
def _alone(build: Path) -> Iterator[None]:
    """Raises Busy where another process trains into the folder."""
    build.mkdir(parents=True, exist_ok=True)
    with locked(build / "lock", lambda: Busy(str(build))):
        yield


if __name__ == "__main__":
    try:
        main(standalone_mode=False)
    except OnrecordError as error:
        click.echo(str(error), err=True)
        raise SystemExit(error.exit_code) from None
