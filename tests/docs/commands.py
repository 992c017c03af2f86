"""The command lines that stand in the documentation."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import click

from workers.cli import onrecord

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "docs/reference").glob("*.md"))]

BLOCK = re.compile(r"^    (?P<indented>.*)$|^```(?:sh|bash|console)\n(?P<fenced>.*?)^```$", re.MULTILINE | re.DOTALL)
CALL = re.compile(r"(?:^|[|&(]\s*|\s)onrecord ([a-z][^|&)>]*)")
INLINE = re.compile(r"`onrecord ([a-z][^`|]*)`")
ASIDE = re.compile(r"\s{2,}.*$|\s#.*$|;.*$")
"""What explains a command beside it."""


@dataclass(frozen=True)
class Line:
    """A documented call of the command."""

    page: str
    arguments: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.page}: onrecord {' '.join(self.arguments)}"


def documented() -> list[Line]:
    """Every call in a block of code, or in the middle of a sentence, once a page."""
    return list(dict.fromkeys(line for page in PAGES for line in lines_of(page.name, page.read_text("utf-8"))))


def lines_of(page: str, text: str) -> list[Line]:
    """The calls on one page."""
    blocks = [found["indented"] or found["fenced"] or "" for found in BLOCK.finditer(text)]
    calls = [call for block in blocks for code in block.splitlines() for call in CALL.findall(code)]
    calls += INLINE.findall(text)
    return [Line(page, tuple(shlex.split(ASIDE.sub("", call.strip())))) for call in calls]


def command_of(arguments: tuple[str, ...]) -> tuple[str, click.Command | None, tuple[str, ...]]:
    """The whole name of the verb that is called, its command if there is one, and what is left of the arguments."""
    command: click.Command | None = onrecord
    names: list[str] = []
    rest = list(arguments)
    while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        names.append(rest.pop(0))
        command = command.get_command(click.Context(onrecord), names[-1])
    return " ".join(names), command, tuple(rest)
