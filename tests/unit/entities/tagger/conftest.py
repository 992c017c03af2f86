"""The recogniser and its tokenizer, loaded once."""

from __future__ import annotations

import pytest
from tokenizers import Tokenizer

from workers.entities.tagger import FOLDER, Tagger
from workers.entities.tagger.weights import read_card, read_tokenizer


@pytest.fixture(scope="session")
def tokenizer() -> Tokenizer:
    """The tokenizer that stands beside the network."""
    return read_tokenizer(FOLDER / read_card(FOLDER).tokenizer)


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    """The recogniser that ships."""
    return Tagger()
