"""What docs/platforms.md says of Windows: producers, readers, exports and extract import nothing that only Unix has."""

from __future__ import annotations

import subprocess
import sys

import pytest

PORTABLE = [
    "shared.client", "shared.feed", "shared.export", "shared.settings",
    "workers.cli", "workers.cli.extract", "workers.cli.export", "workers.cli.produce", "workers.cli.read",
    "workers.extraction", "workers.doors.loader",
]  # fmt: skip

PROGRAM = """
import importlib, sys
for name in ("fcntl", "grp", "pwd", "resource", "termios"):
    sys.modules[name] = None
importlib.import_module(sys.argv[1])
"""


@pytest.mark.parametrize("module", PORTABLE)
def test_a_portable_module_imports_nothing_of_unix_alone(module: str) -> None:
    # Given a Python without the modules that only Unix has, as on Windows, When it imports the module, Then it can
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM, module], capture_output=True, text=True, check=False, timeout=120
    )
    assert told.returncode == 0, told.stderr[-500:]


def test_a_module_of_unix_would_be_told() -> None:
    # Given a module that cannot do without them (here: terminals), When it is imported so, Then that fails
    command = [sys.executable, "-c", PROGRAM, "tty"]
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert "ModuleNotFoundError" in told.stderr
