"""Running a hostile file through reading and parsing in a process of its own, with limits that the kernel holds."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

SECONDS = 10
MEMORY = 512 * 1024 * 1024


def outcomes(path: Path) -> list[str]:
    """What became of the articles in a file (`article` or a code), at most five; fails past the limits."""
    command = [sys.executable, "-m", "tests.unit.forms.limits", str(path)]
    # One thread for numpy's algebra: every further one reserves address space, which is what is limited.
    environment = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, env=environment, check=False)
    assert done.returncode == 0, done.stderr[-1000:]
    return done.stdout.split()


def main(paths: Iterable[str]) -> None:
    """Print the outcomes of the files."""
    from shared.errors import Permanent
    from workers.loader import Unreadable, read
    from workers.parsing import parse

    for path in paths:
        for item, _ in zip(read(Path(path)), range(5), strict=False):
            try:
                print(item.error.code if isinstance(item, Unreadable) else parse(item) and "article")  # noqa: T201
            except Permanent as error:
                print(error.code)  # noqa: T201


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    main(sys.argv[1:])
