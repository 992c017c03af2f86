"""Trains the network for one round; a round that was stopped goes on at its last checkpoint."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import click
import torch
from torch import Tensor, nn

from training.network import Network
from training.packing import Batch
from training.recipe import Recipe, Round
from workers.entities.tagger.decoding import LABELS

REPORT = 60
"""Seconds between two lines that tell how far a round is."""
BITS = 1 << torch.arange(len(LABELS))
HEAD = ("out.", "writing.")
"""Parts of the network that are new, and learn faster."""


class Way(NamedTuple):
    """How far a round has come."""

    step: int = 0
    pieces: int = 0


class Orphaned(Exception):
    """The process that started this round has ended."""


def train(network: Network, plan: Round, recipe: Recipe, batches: Iterable[Batch], checkpoint: Path, name: str) -> None:
    """Train a network in place as far as the round's plan says, from its checkpoint if there is one."""
    numbers = recipe.training
    optimiser = _optimiser(network, plan.rate, recipe)
    way = _restore(checkpoint, network, optimiser)
    saved = told = time.monotonic()
    network.train()
    for batch in islice(batches, way.step, None):
        if way.pieces >= plan.pieces:
            break
        _set_rate(optimiser, way, plan, recipe)
        loss = _step(network, optimiser, batch, numbers.clip)
        way = Way(way.step + 1, way.pieces + int(batch.read.sum()))
        _stop_if_orphaned()
        now = time.monotonic()
        if now - told > REPORT:
            told = now
            click.echo(f"{name}: {way.pieces / plan.pieces:.0%}, loss {loss:.3f}")
        if now - saved >= numbers.checkpoint:
            saved = now
            _save(checkpoint, network, optimiser, way)


def loss_of(logits: Tensor, allowed: Tensor) -> Tensor:
    """Minus the log of the summed probability of all labels that a word may have, on average over the words."""
    learnt = (allowed > 0) & (allowed != int(BITS.sum()))
    scores = logits[learnt].float().log_softmax(-1)
    may = (allowed[learnt][:, None] & BITS) > 0
    return -scores.masked_fill(~may, -torch.inf).logsumexp(-1).mean()


def _step(network: Network, optimiser: torch.optim.Optimizer, batch: Batch, clip: float) -> float:
    ids, writing, read, allowed = map(torch.from_numpy, batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = network(ids, writing, read)
    loss = loss_of(logits, allowed)
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), clip)
    optimiser.step()
    return loss.item()


def _optimiser(network: Network, rate: float, recipe: Recipe) -> torch.optim.Optimizer:
    learning = [(name, weight) for name, weight in network.named_parameters() if weight.requires_grad]
    head = [weight for name, weight in learning if name.startswith(HEAD)]
    body = [weight for name, weight in learning if not name.startswith(HEAD)]
    parts = [{"params": head, "rate": rate * recipe.training.head}, {"params": body, "rate": rate}]
    return torch.optim.AdamW(parts, lr=rate, weight_decay=recipe.training.decay, fused=True)


def _set_rate(optimiser: torch.optim.Optimizer, way: Way, plan: Round, recipe: Recipe) -> None:
    """The learning rate grows during the warm-up, then falls in a straight line."""
    numbers = recipe.training
    share = min(1.0, (way.step + 1) / numbers.warm_up) * max(numbers.last, 1 - way.pieces / plan.pieces)
    for part in optimiser.param_groups:
        part["lr"] = part["rate"] * share


def _save(path: Path, network: Network, optimiser: torch.optim.Optimizer, way: Way) -> None:
    state = {
        "network": network.state_dict(),
        "optimiser": optimiser.state_dict(),
        "way": tuple(way),
        "random": torch.get_rng_state(),
    }
    draft = path.with_suffix(".draft")
    torch.save(state, draft)
    draft.replace(path)


def _restore(path: Path, network: Network, optimiser: torch.optim.Optimizer) -> Way:
    if not path.exists():
        return Way()
    state: dict[str, Any] = torch.load(path, weights_only=True)
    network.load_state_dict(state["network"])
    optimiser.load_state_dict(state["optimiser"])
    torch.set_rng_state(state["random"])
    return Way(*state["way"])


def _stop_if_orphaned() -> None:
    """A round that runs beside others ends with who started them: two would write one checkpoint."""
    parent = multiprocessing.parent_process()
    if parent is not None and not parent.is_alive():
        raise Orphaned
