"""The whole service beside its pure stages: CPU of all its processes an article, and articles a second, in one run.

    python -m tests.bench.service     prints a table: with one child, and with two

ONRECORD_BENCH_ARTICLES=100 articles of some 750 words are read.

CPU seconds are those of workers, intake, sweeper, Postgres and the broker while the articles go from the inbox to the
views; the pure stages read the same articles in this process, before and after, without their start.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

import click
import psutil

from shared.client import Client
from shared.log import configure
from shared.model import Submission
from shared.settings import Settings
from shared.store import migrate
from shared.store.engine import make_engine
from tests.bench.load import through
from workers import models
from workers.extraction import extract
from workers.machine.local import LocalServers
from workers.machine.supervisor import Supervisor

TEXTS = Path(__file__).parents[1] / "golden" / "articles"
ARTICLES = int(os.environ.get("ONRECORD_BENCH_ARTICLES", "100"))
WORDS = 750
CHILDREN = (1, 2)
PARTS = ("intake", "sweep", "worker", "postgres", "valkey")
"""Words of the processes' command lines: `python -m workers.cli intake`; the first that is there tells the part."""


class Cost(NamedTuple):
    """What some articles cost: CPU seconds by part of the service, and seconds on the clock."""

    cpu: Counter[str]
    clock: float


def submissions(kind: str, count: int) -> list[Submission]:
    """Articles of some 750 words, made of our golden articles, all different."""
    texts = cycle(sorted(TEXTS.glob("*.txt")))
    return [Submission(uri=f"bench:{kind}:{n}", text=_article(f"{kind} {n}", texts)) for n in range(count)]


def _article(name: str, texts: Iterable[Path]) -> str:
    parts = [f"What was said in the harbour, part {name}"]
    for path in texts:
        parts += path.read_text("utf-8").strip().split("\n\n")[1:]
        if sum(len(part.split()) for part in parts) >= WORDS:
            break
    return "\n\n".join(parts)


def pure(articles: Sequence[Submission]) -> float:
    """CPU seconds of all stages in this process."""
    loaded = models.load()
    for article in islice(articles, 5):
        extract(article, loaded)
    started = time.process_time()
    for article in articles:
        extract(article, loaded)
    return time.process_time() - started


def service(children: int, articles: Sequence[Submission]) -> Cost:
    """What the articles cost from the inbox to the views, on servers of their own, once the worker has read some."""
    with tempfile.TemporaryDirectory(prefix="onrecord-bench-") as folder, LocalServers(Path(folder)) as local:
        migrate.upgrade(local.servers.database_url)
        os.environ["ONRECORD_CONCURRENCY"] = str(children)
        chosen = Settings(home=Path(folder) / "home", **local.servers.model_dump())
        postmaster = int((Path(folder) / "postgres" / "postmaster.pid").read_text("utf-8").split()[0])
        engine = make_engine(local.servers.database_url)
        with Supervisor(chosen).running(), Client(local.servers.redis_url) as client:
            through(client, engine, submissions(f"warm {children}", 4 * children))
            before, started = _cpu(postmaster), time.perf_counter()
            through(client, engine, articles)
            cost = Cost(_cpu(postmaster) - before, time.perf_counter() - started)
        engine.dispose()
    return cost


def _cpu(postmaster: int) -> Counter[str]:
    """CPU seconds so far of each part: of its processes, and of those that have ended under them."""
    spent: Counter[str] = Counter()
    server = psutil.Process(postmaster)
    for process in (*psutil.Process().children(recursive=True), server, *server.children(recursive=True)):
        try:
            said = " ".join(process.cmdline())
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        part = next((part for part in PARTS if part in said), "others")
        spent[part] += times.user + times.system + times.children_user + times.children_system
    return spent


def main() -> None:
    """Measure and print."""
    configure("warning")
    articles = submissions("read", ARTICLES)
    first = pure(articles)
    found = {children: service(children, articles) for children in CHILDREN}
    plain = (first + pure(articles)) / 2
    words = sum(len(article.text.split()) for article in articles if article.text) // ARTICLES
    click.echo(f"{ARTICLES} articles of {words} words; pure stages {1000 * plain / ARTICLES:.0f} ms of CPU an article")
    for children, cost in found.items():
        whole = sum(cost.cpu.values())
        parts = ", ".join(f"{part} {1000 * cost.cpu[part] / ARTICLES:.0f}" for part in (*PARTS, "others"))
        click.echo(f"{children} children: {whole / plain:.2f} times that; ms an article: {parts}")
        click.echo(f"    {ARTICLES / cost.clock:.1f} articles a second, {plain / cost.clock:.2f} of one pure process")


if __name__ == "__main__":
    main()
