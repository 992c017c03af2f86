"""Writes a share of the documents otherwise, so that the network knows capitals, lower case and news' furniture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from training import furniture
from training.documents import Document
from training.furniture import Mention
from training.recipe import Recipe

APOSTROPHES = "'’"


def written_otherwise(document: Document, names: Sequence[Mention], recipe: Recipe, rng: Random) -> Document:
    """The document as one of the recipe's ways has it, or as it is; `names` are at hand for furniture."""
    drawn = rng.random()
    for way, share in recipe.augmentation:
        if drawn < share:
            return WAYS[way](document, names, recipe, rng)
        drawn -= share
    return document


def shouted(text: str) -> str:
    """A text in capitals."""
    return text.upper()


def lower(text: str) -> str:
    """A text in lower case."""
    return text.lower()


def titled(text: str) -> str:
    """A text with a capital at the start of each word."""
    return "".join(
        char if before.isalnum() or before in APOSTROPHES else char.upper()
        for before, char in zip(f" {text[:-1]}", text, strict=True)
    )


Way = Callable[[Document, Sequence[Mention], Recipe, Random], Document]


def _cased(write: Callable[[str], str]) -> Way:
    """The whole document recased; one that would change its length ("ß") stays as it is."""

    def way(document: Document, _: Sequence[Mention], __: Recipe, ___: Random) -> Document:
        text = write(document.text)
        return document._replace(text=text) if len(text) == len(document.text) else document

    return way


def _furnished(build: Callable[..., Document]) -> Way:
    def way(document: Document, names: Sequence[Mention], recipe: Recipe, rng: Random) -> Document:
        return build(document, names, rng, recipe.furniture)

    return way


WAYS: dict[str, Way] = {
    "shouted": _cased(shouted),
    "lower": _cased(lower),
    "titled": _cased(titled),
    "dateline": _furnished(furniture.dateline),
    "wire_headline": _furnished(furniture.wire_headline),
    "headline": _furnished(furniture.headline),
    "results": _furnished(furniture.results),
}
"""The ways by their names in the recipe."""
