"""The entities stage alone: tokens per CPU-second, and what a forked child holds beyond the shared model.

python -m tests.bench.entities     prints two figures, on our own articles
"""

from __future__ import annotations

import gc
import multiprocessing
import time
from multiprocessing.connection import Connection
from pathlib import Path

import click

from shared.model import ParsedArticle, Submission
from workers.coreference import resolve
from workers.entities import find_entities
from workers.models import Models, load
from workers.parsing import parse
from workers.quotations import find_quotations

ARTICLES = Path(__file__).parents[2] / "seeds" / "articles"
ROUNDS = 4


def main() -> None:
    """Measure and print."""
    models = load()
    texts = [path.read_text(encoding="utf-8") for path in sorted(ARTICLES.glob("*.txt"))]
    articles = [parse(Submission(uri=str(at), text=text)) for at, text in enumerate(texts)]
    tokens = ROUNDS * sum(len(models.frames.make_doc(article.text)) for article in articles)
    gc.freeze()
    here, there = multiprocessing.Pipe()
    child = multiprocessing.get_context("fork").Process(target=_child, args=(there, articles, models))
    child.start()
    seconds, before, after = here.recv()
    child.join()
    click.echo(f"{tokens / seconds:,.0f} tokens per CPU-second, {tokens} tokens")
    click.echo(
        f"{after:.0f} MB private to a child after {len(articles)} articles in all stages, {before:.0f} MB before"
    )


def _child(report: Connection, articles: list[ParsedArticle], models: Models) -> None:
    before = _private()
    started = time.process_time()
    for _ in range(ROUNDS):
        for article in articles:
            find_entities(article, models.names)
    seconds = time.process_time() - started
    for article in articles:
        found = find_entities(article, models.names)
        resolve(article, found, find_quotations(article, found, models.frames))
    report.send((seconds, before, _private()))


def _private() -> float:
    """Memory of this process that no other shares, in MB."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private")) / 1024


if __name__ == "__main__":
    main()
