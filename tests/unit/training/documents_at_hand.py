"""Documents, a tokenizer and a recipe for the tests of the training: small, and our own words."""

from __future__ import annotations

import re
from string import ascii_lowercase, digits, punctuation
from typing import Any

from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from training.documents import Document
from training.recipe import Recipe, read_recipe
from workers.entities.records import Tagged

MARK = re.compile(r"\[(?P<text>[^\]|]*)(?:\|(?P<label>[A-Z]+|\?))?\]")


def marked(text: str, misc: bool = True) -> Document:
    """A document from a text with marks: "[Jane Roe|PERSON] saw [Elm|?]" has a name and a stretch left open."""
    plain, names, unsure, at = "", list[Tagged](), list[tuple[int, int]](), 0
    for mark in MARK.finditer(text):
        plain += text[at : mark.start()]
        start, at = len(plain), mark.end()
        plain += mark["text"]
        if mark["label"] == "?":
            unsure.append((start, len(plain)))
        else:
            names.append(Tagged(start, len(plain), mark["label"]))
    return Document(plain + text[at:], tuple(names), tuple(unsure), misc)


def tokenizer() -> Tokenizer:
    """Cuts words into letters; an English tokenizer's file is not needed."""
    letters = [*ascii_lowercase, *digits, *punctuation]
    listed = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *letters, *(f"##{letter}" for letter in letters)]
    made = Tokenizer(WordPiece({piece: at for at, piece in enumerate(listed)}, unk_token="[UNK]"))
    made.normalizer = BertNormalizer(lowercase=True)
    made.pre_tokenizer = BertPreTokenizer()
    return made


def recipe(**parts: dict[str, Any]) -> Recipe:
    """The shipped recipe with some numbers changed."""
    whole = read_recipe().model_dump()
    whole["labels"]["peoples"] = " ".join(whole["labels"]["peoples"])
    whole["furniture"]["sports"] = " ".join(whole["furniture"]["sports"])
    for part, numbers in parts.items():
        whole[part] |= numbers
    return Recipe.model_validate(whole)


def unchanged() -> dict[str, float]:
    """Shares under which no document is written otherwise."""
    return dict.fromkeys(read_recipe().model_dump()["augmentation"], 0.0)
