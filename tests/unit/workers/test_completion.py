"""Shells complete commands, subcommands and options."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from workers.cli import onrecord
from workers.cli.completion import SHELLS


def asked(words: str, shell: str = "bash") -> list[str]:
    """What the command answers a shell that completes the last of these words."""
    environment = {"COMP_WORDS": words, "COMP_CWORD": str(words.count(" ")), "_ONRECORD_COMPLETE": f"{shell}_complete"}
    command = [sys.executable, "-m", "workers.cli"]
    told = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=True, timeout=60)
    return [line.partition(",")[2] for line in told.stdout.splitlines()]


def test_commands_subcommands_and_options_are_completed() -> None:
    assert asked("onrecord qua") == ["quarantine"]
    assert asked("onrecord quarantine l") == ["list"]
    assert "--wait" in asked("onrecord load --")
    assert {"csv", "spreadsheet"} <= set(asked("onrecord export --format "))


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_one_that_the_shell_can_read(shell: str, tmp_path: Path) -> None:
    # Given the script for a shell, When that shell reads it without running it, Then it finds no fault
    result = CliRunner().invoke(onrecord, ["completion", shell])
    assert result.exit_code == 0
    assert f"_ONRECORD_COMPLETE={shell}_complete" in result.output
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed: its script is not read")
    script = tmp_path / "script"
    script.write_text(result.output)
    subprocess.run([shell, "-n", script], check=True, timeout=20)
