"""Decides which lines are code that a page left in its text: scripts, style sheets, structures of data, templates.

Patterns stand in code.toml. A short line right between two lines of code is code, too: a name in a list, a comment.
"""

from __future__ import annotations

import re

from shared.model import SegmentKind
from workers.language.lexicon import table
from workers.parsing.labels import Label
from workers.parsing.lines import Line

CODE = Label(SegmentKind.BOILERPLATE, "code.left_in_text", 0.9)
_LINE = re.compile("|".join(f"(?:{pattern})" for pattern in table("code")["lines"]))
_SIGN = re.compile("|".join(f"(?:{pattern})" for pattern in table("code")["signs"]))
SHARE, SIGNS = 0.05, 4
"""The share of signs in a line of code, and how many there are at least: prose has one in a hundred characters."""

LOOKED_AT = 5000
"""Characters of a line that are looked at: a script without line breaks is as long as it wants."""


def is_code(text: str) -> bool:
    """Whether a line is what a script, a style sheet or a structure of data left in the text."""
    head = text[:LOOKED_AT]
    if _LINE.match(head):
        return True
    signs = len(_SIGN.findall(head))
    return signs >= SIGNS and signs >= SHARE * len(head)


def mark_code(lines: list[Line], noise: list[Label | None]) -> None:
    """Label, in place, the short lines that stand right between two lines of code."""
    for i in range(1, len(lines) - 1):
        inside = noise[i - 1] is CODE and noise[i + 1] is CODE
        if inside and noise[i] is None and not lines[i].prose:
            noise[i] = CODE
