"""The tutorial runs as it stands, block by block, in bash, with servers of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.blocks import ROOT, RUN_WHOLE, blocks_of
from tests.docs.running import promised, run, run_page
from tests.folders import server_folder

PAGES = [page for page, test in RUN_WHOLE.items() if test == "tests/docs/test_pages_run.py"]


@pytest.fixture
def home(real_server: None) -> Iterator[Path]:
    """A folder for the servers of `onrecord up`, which stop at the end however the page fared."""
    with server_folder("onrecord tutorial ") as folder:
        yield folder / "home"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_runs_as_it_stands(page: str, tmp_path: Path, home: Path) -> None:
    # Given an empty folder with the checkout in it
    # When the page's blocks are typed in order, Then each ends and prints as the page says
    try:
        assert run_page(page, tmp_path, home) == []
    finally:
        run("onrecord down || true", tmp_path, home)


def test_a_page_that_promises_too_much_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given a page with a wrong exit code and a wrong output
    page = tmp_path / "page.md"
    page.write_text("```sh\nfalse\n```\n```sh\necho a\n```\n```text\na\nb\n...\n```\n")
    monkeypatch.setattr("tests.docs.running.ROOT", tmp_path)
    # When it runs
    folder = tmp_path / "folder"
    folder.mkdir()
    wrong = run_page("page.md", folder, tmp_path)
    # Then both are told
    assert [each.split("\n")[0] for each in wrong] == ["page.md:1: exit code 1", "page.md:4: no 'b' in"]


def test_the_tutorial_shows_output_to_compare_with() -> None:
    # Given the tutorial, When the output that it shows is counted, Then the test above compares something
    page = "docs/tutorial.md"
    found = blocks_of(page, (ROOT / page).read_text("utf-8"))
    assert sum(len(promised(block)) for block in found if block.language == "text") > 15
