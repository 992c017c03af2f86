"""Writes a trained network as the folder that the recogniser loads: an int8 ONNX file, the tokenizer, their hashes."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.network import ENCODER, Network
from workers.entities.tagger import Tagger
from workers.entities.tagger.reading import read
from workers.entities.tagger.weights import CARD, read_tokenizer

NETWORK, TOKENIZER = "names.onnx", "tokenizer.json"
INPUTS = ("ids", "writing", "read")
OPSET = 17
FAR = -1e4
"""Added to the attention that filling would get."""


class Plain(nn.Module):
    """The network with its attention written out, so that the file holds common operators only."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        self.heads = network.bert.config.num_attention_heads

    def forward(self, ids: Tensor, writing: Tensor, read: Tensor) -> Tensor:
        """Logits of each piece."""
        parts = self.network.bert.embeddings
        seen = parts.word_embeddings(ids) + self.network.writing(writing)
        seen = seen + parts.position_embeddings.weight[: ids.shape[1]] + parts.token_type_embeddings.weight[0]
        state = parts.LayerNorm(seen)
        far = (1.0 - read[:, None, None, :].to(state.dtype)) * FAR
        for layer in self.network.bert.encoder.layer:
            state = self._layer(layer, state, far)
        return self.network.out(state)

    def _layer(self, layer: nn.Module, state: Tensor, far: Tensor) -> Tensor:
        looked, output = layer.attention.self, layer.attention.output
        query, key, value = (self._heads(part(state)) for part in (looked.query, looked.key, looked.value))
        weights = (query @ key.transpose(-1, -2) / query.shape[-1] ** 0.5 + far).softmax(-1)
        found = (weights @ value).transpose(1, 2).reshape(state.shape)
        state = output.LayerNorm(output.dense(found) + state)
        thought = nn.functional.gelu(layer.intermediate.dense(state))
        return layer.output.LayerNorm(layer.output.dense(thought) + state)

    def _heads(self, state: Tensor) -> Tensor:
        rows, length, width = state.shape
        return state.view(rows, length, self.heads, width // self.heads).transpose(1, 2)


def export(network: Network, folder: Path, version: str) -> None:
    """Write the folder that `Tagger` loads."""
    network.eval()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter that writes plain graphs is the older one, and says so
        exact = Path(scratch) / NETWORK
        _write_exact(network, exact)
        quantize_dynamic(exact, folder / NETWORK, weight_type=QuantType.QInt8, per_channel=True)
    shutil.copyfile(ENCODER / TOKENIZER, folder / TOKENIZER)
    _write_card(folder, version)


def same_decisions(network: Network, folder: Path, lines: Sequence[str]) -> float:
    """Share of the words of some lines to which the int8 network gives the label that the trained one gives."""
    ours = read(lines, read_tokenizer(folder / TOKENIZER), network)
    theirs = Tagger(folder).read(lines)
    same = [a.logits.argmax(-1) == b.logits.argmax(-1) for a, b in zip(ours, theirs, strict=True)]
    return float(np.concatenate(same).mean())


def _write_exact(network: Network, path: Path) -> None:
    sample = torch.ones((2, 16), dtype=torch.long)
    torch.onnx.export(
        Plain(network),
        (sample, sample, sample),
        path,
        input_names=[*INPUTS],
        output_names=["logits"],
        dynamic_axes={name: {0: "windows", 1: "pieces"} for name in (*INPUTS, "logits")},
        opset_version=OPSET,
        dynamo=False,
    )


def _write_card(folder: Path, version: str) -> None:
    hashes = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in (NETWORK, TOKENIZER)}
    lines = [
        "# What the recogniser loads, and the hash of each file. Written by `make model`; MODEL.md tells the rest.",
        f'version = "{version}"',
        f'network = "{NETWORK}"',
        f'tokenizer = "{TOKENIZER}"',
        "",
        "[sha256]",
        *(f'"{name}" = "{digest}"' for name, digest in hashes.items()),
    ]
    (folder / CARD).write_text("\n".join(lines) + "\n", encoding="utf-8")
