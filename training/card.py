"""Writes MODEL.md beside the weights, from its template: data with credits and licences, figures, how it was made."""

from __future__ import annotations

import platform
import subprocess
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from string import Template

from training.documents import Manifest
from training.judging import Figures
from training.recipe import Recipe, Round

TEMPLATE = Path(__file__).with_name("MODEL.template.md")
LIBRARIES = ("torch", "transformers", "tokenizers", "onnx", "onnxruntime")


def write_card(folder: Path, recipe: Recipe, manifest: Manifest, candidates: Mapping[str, Figures], chosen: str,
               same: float) -> None:  # fmt: skip
    """Write MODEL.md into the folder of the chosen network."""
    network = folder / "names.onnx"
    told = Template(TEMPLATE.read_text("utf-8")).substitute(
        version=recipe.version,
        megabytes=f"{network.stat().st_size / 1e6:.1f}",
        layers=recipe.encoder.layers,
        encoder=recipe.encoder.sha256,
        data="\n".join(_data(recipe, manifest)),
        first=_round(recipe.first),
        last=_round(recipe.last),
        seeds=len(recipe.last.seeds),
        voa=_thousands(recipe.teaching.words.voa),
        press=_thousands(recipe.teaching.words.press),
        name=recipe.teaching.name,
        no_name=recipe.teaching.no_name,
        figures="\n".join(_figures(candidates, chosen)),
        chosen=chosen,
        same=f"{100 * same:.1f}",
        libraries=", ".join(f"{name} {version(name)}" for name in LIBRARIES),
        python=platform.python_version(),
        commit=_commit(),
    )
    (folder / "MODEL.md").write_text(told, encoding="utf-8")


def _data(recipe: Recipe, manifest: Manifest) -> Iterator[str]:
    yield "| set | source | words | names | licence | sha256 |"
    yield "|---|---|---|---|---|---|"
    for name, said in manifest.items():
        if name in recipe.first.mix:
            names = _thousands(sum(said["names"].values()))
            row = (name, said["source"], _thousands(said["words"]), names, said["licence"], f"`{said['sha256'][:16]}…`")
            yield f"| {' | '.join(row)} |"


def _round(plan: Round) -> str:
    mix = ", ".join(f"{name} {share:g}" for name, share in plan.mix.items())
    return f"{plan.pieces / 1e6:g} million pieces of words, learning rate {plan.rate:g}, weights of the sets: {mix}"


def _figures(candidates: Mapping[str, Figures], chosen: str) -> Iterator[str]:
    sets = [*next(iter(candidates.values()))]
    yield f"| network | {' | '.join(f'{name}: exact, partial' for name in sets)} |"
    yield "|---|" + "---|" * len(sets)
    for name, reached in candidates.items():
        cells = " | ".join(f"{reached[each]['exact']:.1f}, {reached[each]['partial']:.1f}" for each in sets)
        yield f"| {name}{' (this one)' if name == chosen else ''} | {cells} |"


def _thousands(number: int) -> str:
    return f"{number:,}"


def _commit() -> str:
    """The commit of the code that trained, or that there is none."""
    run = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
    said = subprocess.run(run, cwd=TEMPLATE.parent, capture_output=True, text=True, check=False)
    return said.stdout.strip() or "unknown"
