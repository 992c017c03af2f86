"""Loads the trained network and checks that it is the one that was measured: its hash stands beside it."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import onnxruntime
from tokenizers import Tokenizer

from shared.errors import OnrecordError
from workers.entities.tagger.decoding import LABELS, Floats
from workers.entities.tagger.pieces import Ints

FOLDER = Path(__file__).parents[1] / "model"
CARD = "model.toml"


class ModelDamaged(OnrecordError):
    """The files of the recogniser are missing, or are not those that were measured."""

    code = "model_damaged"
    cure = "Install Onrecord anew (make install), or get workers/entities/model from the repository (git checkout)."
    exit_code = 78


class Card(NamedTuple):
    """What `model.toml` says of the network beside it."""

    version: str
    network: str
    """Name of the ONNX file."""
    tokenizer: str
    sha256: dict[str, str]
    """Hash of each file by its name."""


class Network:
    """The encoder with its layer of labels, on one thread. Forked children share the weights."""

    def __init__(self, path: Path) -> None:
        options = onnxruntime.SessionOptions()
        # One thread: no other is there that a fork would lose. No arena: what a long article took is given back.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 3
        # The fused kernel of sum and norm is slower than the two: 18,900 pieces a CPU-second, not 22,700 (1.32, Zen 5).
        self._session = onnxruntime.InferenceSession(
            path, options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
        )

    def logits(self, ids: Ints, writing: Ints, read: Ints) -> Floats:
        """Logits (windows x pieces x LABELS) of rows of pieces, padded; `read` is 1 where a piece stands, else 0."""
        outputs: Sequence[Floats] = self._session.run(["logits"], {"ids": ids, "writing": writing, "read": read})
        assert outputs[0].shape == (*ids.shape, len(LABELS))
        return outputs[0]


def read_card(folder: Path) -> Card:
    """The card of the model in a folder. Raises ModelDamaged where it is missing or the files are others."""
    try:
        said = tomllib.loads((folder / CARD).read_text("utf-8"))
        card = Card(said["version"], said["network"], said["tokenizer"], said["sha256"])
        for name in (card.network, card.tokenizer):
            with (folder / name).open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != card.sha256[name]:
                    raise ModelDamaged(f"{name} is not the file that {CARD} describes")
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ModelDamaged(f"{folder}: {error}") from error
    return card


def read_tokenizer(path: Path) -> Tokenizer:
    """The tokenizer of a file, without limits of its own: windows are cut here. Text never makes a mark: "[SEP]"."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.encode_special_tokens = True
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
