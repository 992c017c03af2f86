"""Every console block of every page runs in a test, or the page or the table below says why not."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.docs.blocks import CONSOLE, ROOT, RUN_WHOLE, Block, blocks_of, documented_blocks

CONSOLES = [block for block in documented_blocks() if block.is_console]

ELSEWHERE = {
    "docker": "needs Docker: deploy/testing and tests/unit/deploy check the files of compose",
    "kubectl": "needs a cluster: tests/unit/deploy checks the manifests by the schemas of the API",
    "helm": "needs a cluster",
    "pip": "installs from an index",
    "python": "deploy/consumers and deploy/archives: tests/contract and tests/unit/deploy run these files",
    "psql": "tests/contract runs the files of deploy/consumers/sql, tests/docs what stands in the page",
    "git": "tests/docs/test_blocks.py runs what is `git grep`",
    "export": "sets a variable for the lines after it",
    "cd": "changes the folder for the lines after it",
    "systemctl": "needs systemd: tests/unit/deploy checks the units",
    "sudo": "needs an administrator",
    "man": "opens a pager: tests of the man page read it",
    "curl": "tests of the pages and of the metrics ask for the same addresses",
    "openssl": "makes keys: tests/integration/deploy makes its own with the same command",
    "createdb": "needs a server of one's own",
}
"""Commands that no test types as they stand, and why."""

WORD = re.compile(r"(?:\$ )?(?:[A-Z_]+=(?:\"[^\"]*\"|'[^']*'|\S*)\s*)*(?P<word>[\w./-]*)")


def first_words(block: Block) -> list[str]:
    """The commands with which the lines of a block begin; a continued line and a heredoc belong to their line."""
    code = re.sub(r"<<'(\w+)'(.*?)\n.*?^\1$", r"\2", block.code, flags=re.MULTILINE | re.DOTALL)
    lines = re.sub(r"\\\n", " ", code).splitlines()
    typed = [
        line for line in lines if (line.strip() and line[0] not in "#}") and (block.language or CONSOLE.match(line))
    ]
    found = [WORD.match(line) for line in typed]
    return [match["word"].rsplit("/", 1)[-1] for match in found if match and match["word"]]


def test_the_tests_of_whole_pages_exist() -> None:
    # Given the pages that run as a whole, When their tests are looked for, Then each is there and names its page
    assert [page for page, test in RUN_WHOLE.items() if page.rsplit("/", 1)[-1] not in (ROOT / test).read_text()] == []


def test_what_counts_as_a_block() -> None:
    # Given a page with a fenced block, one that is not run, an indented one, and a drawing
    fenced = "```sh\nmake demo\n```\n<!-- not run: why -->\n```sh\ngit clone x\n```\n"
    page = f"a\n{fenced}\n    A=1 onrecord up\n      more\n\nb\n\n    box ─▶ box\n"
    # When its blocks are read
    first, second, third, drawing = blocks_of("page", page)
    # Then each has its language, place and reason
    assert (first.language, first.code, first.line, first.why_not) == ("sh", "make demo\n", 2, "")
    assert second.why_not == "why"
    assert third.is_console
    assert first_words(third) == ["onrecord"]
    assert not drawing.is_console


@pytest.mark.parametrize("block", CONSOLES, ids=str)
def test_a_block_runs_in_a_test_or_says_why_not(block: Block) -> None:
    # Given a console block of a page that no test runs as a whole, and that gives no reason
    if block.page in RUN_WHOLE or block.why_not:
        return
    # When the commands of its lines are read
    words = set(first_words(block)) - {"onrecord", "echo", "make"}
    # Then `onrecord` is typed by test_commands, `make` has its target (below), and all others stand in the table
    assert words - set(ELSEWHERE) == set(), f"say why no test runs it: a comment `not run: ...` in front of {block}"


TARGET = re.compile(r"^(?:\w+=\S+ )*make ([\w-]+)", re.MULTILINE)
TARGETS = sorted({name for block in CONSOLES for name in TARGET.findall(block.code)})


@pytest.mark.parametrize("target", TARGETS)
def test_a_documented_target_of_make_exists(target: str) -> None:
    # Given a target that a page names, When it is looked for, Then the Makefile has it
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


GREPS = sorted({line for block in CONSOLES for line in re.findall(r"^git grep .*$", block.code, re.MULTILINE)})


@pytest.mark.parametrize("line", GREPS)
def test_a_documented_search_finds_something(line: str) -> None:
    # Given a `git grep` of a page, When it runs in the checkout, Then it finds a line
    if not (ROOT / ".git").exists():
        pytest.skip("no git checkout: nothing to search")
    done = subprocess.run(["bash", "-c", line], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout
