"""The manual page holds every command, option and setting, and is roff that groff takes."""

from __future__ import annotations

import shutil
import subprocess

import click
import pytest

from deploy.man import page
from shared.settings import Settings
from workers.cli import COMMANDS, onrecord

MACROS = {".TH", ".SH", ".SS", ".B", ".PP", ".TP", ".nf", ".fi"}


def test_every_command_option_and_setting_stands_there() -> None:
    # Given the page, When the commands are looked up, Then all are there with their options
    text = page()
    for name in COMMANDS:
        assert f"\n.SS {name}\n" in text
        command = onrecord.get_command(click.Context(onrecord), name)
        assert command is not None
        for parameter in command.params:
            for option in parameter.opts if isinstance(parameter, click.Option) else ():
                assert option.replace("-", "\\-") in text, (name, option)
    assert ".SS quarantine list" in text
    for setting in Settings.model_fields:
        assert f".B ONRECORD_{setting.upper()}\n" in text


def test_nothing_but_known_macros_begins_a_line() -> None:
    # Given that a line that begins with a dot or an apostrophe is a command to roff
    begun = {line.split()[0] for line in page().splitlines() if line.startswith((".", "'"))}
    # Then only ours do: words that do so are escaped
    assert begun == MACROS
    assert "\b" not in page()


def test_groff_takes_it() -> None:
    if shutil.which("groff") is None:
        pytest.skip("groff is not installed (Debian: groff-base): the manual page is not formatted")
    told = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", "-Kutf8", "-P-cbou"],
        input=page(), capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (told.returncode, told.stderr) == (0, "")
    assert "onrecord quarantine list [OPTIONS]" in told.stdout
    assert "a server does not answer" in told.stdout
