"""Every command is documented, answers fast, and tells its errors with their cure."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from workers.cli import COMMANDS, onrecord

ROOT = Path(__file__).parents[3]
HEAVY = ("celery", "spacy", "sqlalchemy", "redis", "pydantic", "rich", "structlog")


def _commands() -> list[tuple[str, click.Command]]:
    context = click.Context(onrecord)
    found = [(name, onrecord.get_command(context, name)) for name in COMMANDS]
    groups = [(name, group) for name, group in found if isinstance(group, click.Group)]
    assert {name for name, _ in groups} >= {"db", "quarantine"}
    found += [(f"{group} {name}", command) for group, of in groups for name, command in of.commands.items()]
    return [(name, command) for name, command in found if command is not None]


@pytest.mark.parametrize(("name", "command"), _commands())
def test_every_command_has_an_example_and_is_documented(name: str, command: click.Command) -> None:
    assert command.help
    assert f"onrecord {name}" in command.help.split("Example")[1]
    assert any(
        f"onrecord {name}" in page.read_text("utf-8") for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    )


LOADED = """
import sys
from workers.cli import onrecord
try:
    onrecord(["db", "current"])
except SystemExit as end:
    print(end.code, "spacy" in sys.modules, "celery" in sys.modules)
"""


def test_the_health_check_loads_no_language_model(tmp_path: Path) -> None:
    # Given no server, When a container's health check runs as it does every half minute
    environment = {"ONRECORD_DATABASE_URL": "postgresql://127.0.0.1:1/x", "ONRECORD_REDIS_URL": "redis://127.0.0.1:1"}
    environment |= {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", LOADED]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    # Then it has come as far as the server, without spaCy and Celery, which cost more than the question
    assert done.stdout == "69 False False\n", done.stderr


READING = [
    "identity list",
    "identity show",
    "status",
    "show",
    "feed",
    "load",
    "retract",
    "reprocess",
    "quarantine list",
    "quarantine show",
]


@pytest.mark.parametrize("name", READING)
def test_reading_verbs_speak_json(name: str) -> None:
    command = dict(_commands())[name]
    assert "--json" in {option for p in command.params for option in p.opts}


def test_help_imports_nothing_heavy() -> None:
    # Given a new interpreter, When help is asked for, Then no large library has been imported
    script = f"""
import sys
from click.testing import CliRunner
from workers.cli import onrecord
assert CliRunner().invoke(onrecord, ['--help']).exit_code == 0
print([m for m in {HEAVY!r} if m in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "arguments",
    [
        ("identity", "list", "--limit", "-1"),
        ("identity", "list", "--limit", "99999999999999999999"),
        ("identity", "list", "\udcff"),
        ("identity", "show", "99999999999999999999"),
        ("identity", "merge", "1", "99999999999999999999"),
        ("identity", "split", "1", "--article", "\udcff"),
        ("quarantine", "list", "--limit", "0"),
        ("quarantine", "list", "--code", "\udcff"),
        ("quarantine", "show", "0"),
        ("quarantine", "retry", "99999999999999999999"),
        ("quarantine", "drop", "--publisher", "\udcff"),
        ("show", "\udcff"),
        ("show", "--why"),
        ("retract", "\udcff"),
        ("reprocess", "--as", "\udcff"),
        ("reprocess", "--pause", "--publisher", "Gazette"),
        ("reprocess", "--resume", "--since", "2026-01-31"),
        ("export", "--since", "\u00b2"),
        ("feed", "--after", "-1"),
    ],
)
def test_a_value_that_no_database_can_take_is_wrong_usage(arguments: tuple[str, ...]) -> None:
    # Given a number beyond all counting, or bytes that are no UTF-8, Then it is refused before any server is asked
    done = CliRunner().invoke(onrecord, arguments)
    assert done.exit_code == 2, done.stderr
    assert "Error: " in done.stderr


def test_words_without_a_uri_are_not_taken_from_standard_input() -> None:
    # Given words that name no uri, When they come by standard input, Then they are refused: all would be one article
    done = CliRunner().invoke(onrecord, ["submit", "-"], input="Mast falls\n\nIt fell, said Malin Aster.\n")
    assert done.exit_code == 2
    assert "a uri" in done.stderr


def test_an_error_is_one_line_with_cure_and_exit_code() -> None:
    # Given nothing running, When status is asked for
    done = CliRunner().invoke(onrecord, ["status"])
    # Then one line on standard error says what to do, and the exit code is the documented one
    assert done.exit_code == 69
    assert done.stdout == ""
    assert "onrecord up" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


PRINTS = """
import sys
import click
from workers.cli import main, onrecord
from workers.cli.output import result, table
from shared.messages import Rejected

@click.command()
def tell():
    result(Rejected(stream_id="1-0", uri="Sørby", code="c", reason="r"), indent=None)
    table("Who", ["NAME"], [["Sørby"]])

onrecord.get_command = lambda *_: tell
sys.argv = ["onrecord", "tell"]
main()
"""


def test_a_terminal_without_the_letters_ends_nothing() -> None:
    # Given a terminal that speaks ASCII, When names with other letters are printed
    environment = {"PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", PRINTS]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    # Then JSON is whole, in UTF-8, and what is for people has numbers for the letters
    assert done.returncode == 0, done.stderr.decode()
    json_line, *drawn = done.stdout.splitlines()
    assert '"uri":"Sørby"' in json_line.decode()
    assert any(b"S\\xf8rby" in line for line in drawn)
