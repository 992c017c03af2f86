"""The page of the command line, from the commands themselves."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Iterator

import click

from tests.docs.reference.writing import anchor, page, table
from workers.cli import CONTEXT, EXIT_CODES, onrecord

INTRO = """Each command explains itself with `--help` (`-h`). Results go to standard output, talk to standard error. The
settings come from the environment and `.env` ([settings](settings.md))."""


def commands_page() -> str:
    """All commands, in the order in which an article meets them."""
    found = list(every_command())
    index = table(
        ("command", "does"),
        ((f"[`{name}`](#{anchor(name)})", command.get_short_help_str(200)) for name, command in found),
    )
    codes = "\n".join(["## Exit codes", "", *_fenced(EXIT_CODES.replace("\b\n", "").split("\n", 1)[1], "text")])
    return page("The command line", INTRO, [index, *(_section(name, command) for name, command in found), codes])


def every_command(group: click.Group = onrecord, name: str = "onrecord") -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, with its whole name."""
    context = click.Context(group, info_name=name)
    for each in group.list_commands(context):
        command = group.get_command(context, each)
        assert command is not None, each
        if isinstance(command, click.Group):
            yield from every_command(command, f"{name} {each}")
        else:
            yield f"{name} {each}", command


def _section(name: str, command: click.Command) -> str:
    parent, _, own = name.rpartition(" ")
    context = click.Context(command, info_name=own, parent=click.Context(click.Group(), info_name=parent), **CONTEXT)
    usage = " ".join(command.collect_usage_pieces(context))
    lines = [f"## {name}", "", *_fenced(f"{name} {usage}", "text"), *_help(command)]
    options = [
        parameter for parameter in command.params if isinstance(parameter, click.Option) and not parameter.hidden
    ]
    if options:
        lines.append(table(("option", "meaning"), (_option(option, context) for option in options)))
    return "\n".join(lines)


def _option(option: click.Option, context: click.Context) -> tuple[str, str]:
    record = option.get_help_record(context)
    assert record is not None
    names, meaning = record
    return f"`{names}`", meaning or " "


def _help(command: click.Command) -> Iterator[str]:
    """The paragraphs of the help; what click leaves as it stands (\\b) becomes a block of code."""
    for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
        if not paragraph.startswith("\b"):
            yield from (" ".join(paragraph.split()), "")
            continue
        head, *rest = paragraph.removeprefix("\b\n").splitlines()
        if head.startswith("Example"):
            yield from _fenced("\n".join(rest), "sh")
        else:
            yield from _fenced("\n".join([head, *rest]), "text")


def _fenced(code: str, language: str) -> Iterator[str]:
    yield from (f"```{language}", textwrap.dedent(code).strip("\n"), "```", "")
