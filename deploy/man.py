"""Writes the manual page onrecord(1) from the commands themselves: `make man` puts it into dist/man/onrecord.1."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

import click

from shared.process import release
from shared.settings import Settings
from workers.cli import EXIT_CODES, onrecord

NAME = "onrecord"


def page() -> str:
    """The page in roff."""
    lines = [
        f'.TH ONRECORD 1 "" "onrecord {release()}" "User Commands"',
        ".SH NAME", f"{NAME} \\- puts who said what in news articles on the record",
        ".SH SYNOPSIS", f".B {NAME}", "COMMAND [OPTIONS] ...",
        ".SH DESCRIPTION", *_prose(onrecord.help or ""),
        ".SH COMMANDS", *_commands(onrecord, click.Context(onrecord, info_name=NAME)),
        ".SH EXIT STATUS", *_prose(EXIT_CODES.partition("\n")[2].partition("\n")[2], as_it_is=True),
        ".SH ENVIRONMENT", *_settings(),
        ".SH FILES", ".TP", ".B .env", "Settings of the folder in which a command runs.",
        ".TP", ".B .onrecord/", "Data and logs of the embedded servers (ONRECORD_HOME).",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _commands(group: click.Group, context: click.Context) -> Iterator[str]:
    """Each command with its usage, words and options; a group's commands follow it."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        inner = click.Context(command, info_name=name, parent=context)
        yield ".SS " + _plain(inner.command_path.removeprefix(f"{NAME} "))
        yield ".B " + _plain(" ".join([inner.command_path, *command.collect_usage_pieces(inner)]))
        yield ".PP"
        yield from _prose(command.help or "")
        for parameter in command.get_params(inner):
            record = parameter.get_help_record(inner)
            if record is not None and record[1] and "--help" not in record[0]:
                yield from (".TP", ".B " + _plain(record[0]), _plain(record[1]))
        if isinstance(command, click.Group):
            yield from _commands(command, inner)


def _settings() -> Iterator[str]:
    for name, field in Settings.model_fields.items():
        yield from (".TP", f".B ONRECORD_{name.upper()}", _plain((field.description or "") + "."))


def _prose(text: str, *, as_it_is: bool = False) -> Iterator[str]:
    """Paragraphs; one that begins with a line of \\b, as click has it, keeps its lines."""
    for paragraph in cleandoc(text).split("\n\n"):
        lines = paragraph.split("\n")
        kept = as_it_is or lines[0].strip() == "\b"
        words = [_plain(line.rstrip()) for line in lines if line.strip() != "\b"]
        yield from (".nf", *words, ".fi") if kept else [line.strip() for line in words]
        yield ".PP"


def _plain(text: str) -> str:
    """The text with roff's own signs escaped."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + escaped if escaped.startswith((".", "'")) else escaped


if __name__ == "__main__":
    Path(sys.argv[1]).parent.mkdir(parents=True, exist_ok=True)
    Path(sys.argv[1]).write_text(page(), "utf-8")
