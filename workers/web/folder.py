"""Writes a report: the pages of collected articles as a folder of files that link to each other and need no server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from workers.web import plots
from workers.web.collected import Collected
from workers.web.links import FolderLinks, annotations_file, file_names
from workers.web.pages.article import view
from workers.web.pages.audit import sides
from workers.web.rendering import STATIC, render


def write(collected: Collected, folder: Path) -> int:
    """Write the pages into the folder, over those of an earlier report; returns how many. Raises FileFailed."""
    pages = 0
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(STATIC, folder / "static", dirs_exist_ok=True)
    for name, page in _pages(collected):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(page, "utf-8", errors="replace")
        pages += name.endswith(".html")
    return pages


def _pages(collected: Collected) -> Iterator[tuple[str, str]]:
    people, audits = collected.people(), collected.audits()
    files = (
        file_names("articles", {d.article.uri: d.article.headline or d.article.uri for d in collected.articles}),
        file_names("people", {key: person.named.name for key, person in people.items()}),
        file_names("publishers", {name: name for name in audits}),
    )
    top, below = FolderLinks(*files), FolderLinks(*files, depth=1)
    overview = collected.overview()
    yield "index.html", render(
        "overview.html", top, overview=overview, periods=(), plot=plots.over_time(overview.days),
        newest=collected.listed(), standing=None, failures=collected.failures,
    )  # fmt: skip
    for data in collected.articles:
        shown, page = view(data), files[0][data.article.uri]
        yield page, render("article.html", below, view=shown, notice=None)
        yield annotations_file(page), shown.annotations
    for key, person in people.items():
        yield files[1][key], render("person.html", below, person=person, wanted=None)
    for name, audit in audits.items():
        yield files[2][name], render(
            "audit.html", below, audits=[audit], sides=sides([audit]), plots=[plots.by_month(name, audit.months)],
            publishers=(), query="",
        )  # fmt: skip
