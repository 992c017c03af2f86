"""`make bench`: how much the queue and the database cost beside the language work, as ratios within one run.

Prints figures and judges nothing: what a machine can do is no property of the code.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import click
import redis
from sqlalchemy import Engine

from shared.client import Client
from shared.log import configure
from shared.model import Submission
from shared.settings import Servers, Settings
from shared.store import migrate, reading, watching
from shared.store.engine import make_engine
from shared.store.records import RunState
from workers import models
from workers.app import app
from workers.doors.intake import Intake
from workers.extraction import extract
from workers.machine.background import wait_until
from workers.machine.local import LocalServers
from workers.machine.supervisor import Supervisor
from workers.parsing import fingerprint, parse

ACCEPTED = int(os.environ.get("ONRECORD_BENCH_SUBMISSIONS", "1000"))
PROCESSED = int(os.environ.get("ONRECORD_BENCH_ARTICLES", "100"))
WORKERS = 2
WAIT_SECONDS = 300.0
PARAGRAPH = "“We dredge the harbour in week {n},” said Ansgar Voll, the pilot. The council agreed on Monday.\n\n"


def submissions(kind: str, count: int) -> list[Submission]:
    """Articles of some 250 words, all different."""
    body = [PARAGRAPH.format(n=n) for n in range(14)]
    return [Submission(uri=f"bench:{kind}:{n}", text=f"Harbour, part {n}\n\n{''.join(body)}") for n in range(count)]


def rate(count: int, work: Callable[[], object]) -> float:
    """How many a second."""
    started = time.perf_counter()
    work()
    return count / (time.perf_counter() - started)


def parsing(articles: Sequence[Submission]) -> float:
    """Articles a second that the parse stage does in one process, the search for near-duplicates prepared."""
    return rate(len(articles), lambda: [fingerprint(parse(article)) for article in articles])


def accepting(servers: Servers) -> tuple[float, float]:
    """Submissions a second that one client puts on the inbox, and that one intake accepts and sends."""
    app.conf.broker_url = servers.redis_url
    engine = make_engine(servers.database_url)
    with redis.Redis.from_url(servers.redis_url) as broker, Client(servers.redis_url) as client:
        intake = Intake(engine, broker)
        intake.prepare()
        put = rate(ACCEPTED, lambda: client.submit_many(submissions("accept", ACCEPTED)))

        def take_in() -> None:
            while watching.open_runs(engine) < ACCEPTED:
                intake.answer(intake.fresh(">"))

        taken = rate(ACCEPTED, take_in)
    engine.dispose()
    return put, taken


def processing(servers: Servers, home: Path, articles: Sequence[Submission]) -> float:
    """Articles a second from the client to the views, once the workers have loaded their models."""
    chosen = Settings(home=home, concurrency=WORKERS, **servers.model_dump())
    engine = make_engine(servers.database_url)
    with Supervisor(chosen).running(), Client(servers.redis_url) as client:
        through(client, engine, submissions("warm", 2 * WORKERS))
        found = rate(len(articles), lambda: through(client, engine, articles))
    engine.dispose()
    return found


def through(client: Client, engine: Engine, sent: Sequence[Submission]) -> None:
    """Submit articles, and wait until all stages of each are done."""
    uris = [submission.uri for submission in sent]
    client.submit_many(sent)

    def done() -> bool:
        return sum(state.state is RunState.DONE for state in reading.run_states(engine, uris)) == len(uris)

    if not wait_until(done, WAIT_SECONDS):
        raise click.ClickException(f"not all of {len(uris)} articles were done in {WAIT_SECONDS:g} s")


def main() -> None:
    """Print the figures, all as multiples of plain extraction in one process."""
    configure("warning")  # a thousand accepted articles would hide the figures
    os.environ["ONRECORD_CONCURRENCY"] = str(WORKERS)
    articles = submissions("process", PROCESSED)
    loaded = models.load()
    plain = rate(len(articles), lambda: [extract(article, loaded) for article in articles])
    parsed = parsing(articles)
    with tempfile.TemporaryDirectory(prefix="onrecord-bench-") as folder, LocalServers(Path(folder)) as local:
        whole = processing(_migrated(local.servers), Path(folder) / "home", articles)
        put, taken = accepting(local.servers)
    click.echo(f"plain extract, one process        1.00  ({plain:.1f} articles a second on this machine)")
    click.echo(f"parse stage alone, one process  {parsed / plain:6.1f}  ({parsed:.0f} articles a second)")
    click.echo(f"all stages, {WORKERS} workers           {whole / plain:6.2f}")
    click.echo(f"client to inbox, one producer   {put / plain:6.0f}")
    click.echo(f"inbox to accepted, one intake   {taken / plain:6.0f}")


def _migrated(servers: Servers) -> Servers:
    migrate.upgrade(servers.database_url)
    return servers


if __name__ == "__main__":
    main()
