"""The blocks of code that stand in the documentation, with the page and the line where each begins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]

RUN_WHOLE = {
    "docs/tutorial.md": "tests/docs/test_pages_run.py",
    "docs/backup.md": "tests/docs/test_backup_page.py",
}
"""Pages whose blocks need servers of their own and run in order, and the tests that run them."""

FENCED = re.compile(r"^```(?P<language>\w*)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)
NOTE = re.compile(r"<!-- (?P<note>[^>]*?) -->\n+\Z")
INDENTED = re.compile(r"(?:^    .*\n|^\n(?=    ))+", re.MULTILINE)
TYPED = "onrecord|make|docker|kubectl|helm|psql|python3?|pip|git|cd|echo|curl|export|uv|sudo|systemctl|man"
CONSOLE = re.compile(rf"(?:\$ )?(?:[A-Z_]+=\S* )*(?:\.venv/bin/)?(?:{TYPED})\b")
"""How a line begins that people type into a shell."""


@dataclass(frozen=True)
class Block:
    """A block of code: fenced, with its language, or indented by four spaces."""

    page: str
    line: int
    language: str
    code: str
    note: str = ""
    """The comment in front of it: `not run: REASON`, or `exit code N`."""

    @property
    def why_not(self) -> str:
        """Why no test runs it; "" if one does."""
        return self.note.removeprefix("not run: ") if self.note.startswith("not run: ") else ""

    @property
    def exit_code(self) -> int:
        """The exit code with which it ends."""
        return int(self.note.removeprefix("exit code ")) if self.note.startswith("exit code ") else 0

    @property
    def is_console(self) -> bool:
        """Whether people type it into a shell."""
        if self.language:
            return self.language in ("sh", "bash", "console")
        return bool(CONSOLE.match(self.code))

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def blocks_of(page: str, text: str) -> list[Block]:
    """All blocks of a page, in order."""
    found = [(match.start(), match["language"] or "text", match["code"]) for match in FENCED.finditer(text)]
    blanked = FENCED.sub(lambda match: re.sub(r"[^\n]", "x", match[0]), text)
    found += [
        (match.start(), "", re.sub(r"^    ", "", match[0], flags=re.MULTILINE).strip("\n"))
        for match in INDENTED.finditer(blanked)
        if match[0].strip()
    ]
    return [
        Block(page, text.count("\n", 0, start) + 1, language, code, _note(text[:start]))
        for start, language, code in sorted(found)
    ]


def _note(before: str) -> str:
    """The comment that ends the text before a block."""
    found = NOTE.search(before)
    return found["note"] if found else ""


def documented_blocks() -> list[Block]:
    """The blocks of all pages."""
    return [block for page in PAGES for block in blocks_of(page.relative_to(ROOT).as_posix(), page.read_text("utf-8"))]


def of_page(page: str, language: str) -> list[str]:
    """The code of a page's blocks in one language, in order."""
    text = (ROOT / page).read_text("utf-8")
    return [block.code for block in blocks_of(page, text) if block.language == language]
