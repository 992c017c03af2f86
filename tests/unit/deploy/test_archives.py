"""The recipe for archives: `extract` as the map step of Dask."""

from __future__ import annotations

import gzip
import json
import runpy
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from workers.models import Models

RECIPE = Path(__file__).parents[3] / "deploy" / "archives" / "extract_with_dask.py"
LINES = [
    json.dumps({"uri": "archive:1", "text": "Mast falls\n\n“It fell at noon,” said Malin Aster, the harbour master."}),
    "",
    json.dumps({"uri": "archive:2"}),
    json.dumps({"uri": "archive:3", "text": "Ferry waits\n\n“We wait,” said Ola Brandt, the captain."}),
]


@pytest.fixture
def extract_lines(monkeypatch: pytest.MonkeyPatch) -> Callable[[Iterable[str]], Iterator[str]]:
    """The map step, as it stands in the recipe."""
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    step: Callable[[Iterable[str]], Iterator[str]] = runpy.run_path(str(RECIPE))["extract_lines"]
    return step


def test_the_map_step_answers_every_line(models: Models, extract_lines: Callable[..., Iterator[str]]) -> None:
    # Given a partition with two articles, a blank line, and a submission without content
    # When the map step reads it
    first, second, third = map(json.loads, extract_lines(LINES))

    # Then the articles come out whole, and the failure beside them with its code
    assert [(a["uri"], a["quotations"][0]["speaker"]["name"]) for a in (first, third)] == [
        ("archive:1", "Malin Aster"),
        ("archive:3", "Ola Brandt"),
    ]
    assert (second["uri"], second["line"], second["code"]) == ("archive:2", 2, "invalid_submission")


@pytest.mark.filterwarnings("default")  # Dask's own
def test_the_recipe_runs_on_a_local_cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="Dask is in no lock: pip install 'dask[distributed]' to run this test")
    # Given an archive of two files
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    for n in range(2):
        (tmp_path / f"{n}.jsonl").write_text("\n".join(LINES[:3]), encoding="utf-8")

    # When the recipe runs in one process of its own
    runpy.run_path(str(RECIPE))["run"](str(tmp_path / "*.jsonl"), str(tmp_path / "out"), 1, None)

    # Then each file has become one, with an answer for each line
    found = sorted((tmp_path / "out").glob("*.jsonl.gz"))
    assert [len(gzip.decompress(path.read_bytes()).splitlines()) for path in found] == [2, 2]
