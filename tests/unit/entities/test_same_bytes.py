"""The same article gives the same bytes, whatever the process: sets must not decide an order."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
ARTICLES = sorted((ROOT / "seeds" / "articles").glob("*.txt"))[:4]


def test_two_processes_with_other_hash_seeds_give_the_same_bytes(tmp_path: Path) -> None:
    # Given two processes in which sets of text have another order
    submissions = tmp_path / "in.jsonl"
    texts = [path.read_text(encoding="utf-8") for path in ARTICLES]
    submissions.write_text("\n".join(json.dumps({"uri": f"tag:{at}", "text": text}) for at, text in enumerate(texts)))
    command = [sys.executable, "-W", "ignore", "-m", "workers.cli", "extract", "--jsonl", str(submissions)]
    running = [
        subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": seed}, stdout=subprocess.PIPE)
        for seed in ("1", "2")
    ]
    # When both extract the same articles
    printed = [process.communicate()[0] for process in running]
    # Then they print the same, and something
    assert [process.returncode for process in running] == [0, 0]
    assert printed[0] == printed[1]
    assert b'"mentions"' in printed[0]
