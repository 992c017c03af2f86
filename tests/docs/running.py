"""Runs the console blocks of a page as a person types them: in bash, one after the other, in one folder."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

from tests.docs.blocks import ROOT, Block, blocks_of

SECONDS = 240
SHOWN = "seeds", "deploy", "docs", "Makefile", ".git"
"""What of the checkout a page's commands read."""


def checkout(folder: Path) -> Path:
    """A folder that looks like the checkout, in which commands may write."""
    for name in SHOWN:
        if (ROOT / name).exists():
            (folder / name).symlink_to(ROOT / name)
    return folder


def run(code: str, folder: Path, home: Path) -> subprocess.CompletedProcess[str]:
    """Run a block; standard output and error in one text, as on a screen."""
    bin_folder = Path(sys.executable).parent
    environment = {
        "PATH": f"{bin_folder}:{os.environ['PATH']}",
        "HOME": str(folder),
        "COLUMNS": "120",
        "LANG": "C.UTF-8",
        "ONRECORD_HOME": str(home),
        "ONRECORD_CONCURRENCY": "1",
    }
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", code],
        cwd=folder, env=environment, text=True, timeout=SECONDS, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def run_page(page: str, folder: Path, home: Path) -> list[str]:
    """Run all console blocks of a page in order. Returns what differs from the page: exit codes, and missing output."""
    checkout(folder)
    found = blocks_of(page, (ROOT / page).read_text("utf-8"))
    wrong: list[str] = []
    for block, after in pairwise([*found, Block(page, 0, "", "")]):
        if not block.is_console or block.why_not:
            continue
        done = run(block.code, folder, home)
        if done.returncode != block.exit_code:
            wrong.append(f"{block}: exit code {done.returncode}\n{done.stdout[-2000:]}")
        if after.language == "text":
            wrong += [
                f"{block}: no {line!r} in\n{done.stdout[-3000:]}" for line in promised(after) if line not in done.stdout
            ]
    return wrong


def promised(block: Block) -> list[str]:
    """The lines that a page shows as output; dots stand for more."""
    lines = [line.strip() for line in block.code.splitlines()]
    return [line for line in lines if line and not set(line) <= {"."}]
