"""A recipe holds every number, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from training.recipe import DEFAULT, BadRecipe, read_recipe


def test_the_shipped_recipe_is_whole() -> None:
    # Given the recipe that `make model` follows
    recipe = read_recipe()
    # Then each way to write documents otherwise leaves most as they are, and the last round has several seeds
    assert sum(share for _, share in recipe.augmentation) < 0.5
    assert len(set(recipe.last.seeds)) > 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (r"batch = ", "bach = ", "bach"),
        (r"dropout = \S+", "dropout = 1.1", "dropout"),
        (r"layers = \S+", "layers = 7", "layers"),
        (r"seeds = .*", "seeds = []", "seeds"),
        (r"\[check\]", "[cheque]", "cheque"),
        (r"\[check\]", "[check", "line"),
    ],
)
def test_what_is_no_recipe_is_refused(old: str, new: str, said: str, tmp_path: Path) -> None:
    # Given a recipe with an error
    path = tmp_path / "recipe.toml"
    changed, times = re.subn(old, new, DEFAULT.read_text("utf-8"), count=1)
    assert times == 1
    path.write_text(changed, encoding="utf-8")
    # When it is read, then the error says where it is
    with pytest.raises(BadRecipe, match=said):
        read_recipe(path)


def test_a_missing_recipe_is_refused(tmp_path: Path) -> None:
    # Given no file, when it is read, then the error names it
    with pytest.raises(BadRecipe, match="nowhere"):
        read_recipe(tmp_path / "nowhere.toml")
