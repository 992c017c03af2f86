"""How long the pages of `onrecord serve` take on a large store: python -m tests.bench.served [ARTICLES].

Makes the store by SQL: ten quotations an article, whose speakers are 5,000 identities; the first of them is in 6 of 100
articles. Prints for each kind of page the slowest first answer, when nothing is counted yet, then median and p95.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

import click
import psycopg
from starlette.testclient import TestClient

from shared.store import migrate
from tests.folders import server_folder
from tests.generated import Shape, announce, fill, identify
from workers.machine.local import LocalServers
from workers.web.app import create_app
from workers.web.queries.connection import open_engine

ARTICLES, STEP, TIMES = 100_000, 10_000, 4

SHAPE = Shape(quotations=10, entities=3, mentions=12, segments=12, spans=True, sentences=30)

SPEAKERS = """
    UPDATE core.identity_member SET identity_id =
        1 + (4999 * power(abs(hashint8(run_id * 41)::bigint) % 9973 / 9973.0::float8, 3))::integer WHERE entity = 0
"""

PRONOUNS = """
    UPDATE core.mention SET form = 'pronoun', exact = CASE WHEN run_id % 3 = 0 THEN 'she' ELSE 'he' END,
        end_char = start_char + CASE WHEN run_id % 3 = 0 THEN 3 ELSE 2 END WHERE ordinal % 4 = 1
"""


def pages(articles: int) -> dict[str, list[str]]:
    """Addresses by the kind of their page."""
    return {
        "overview": ["/", "/?period=month", "/?period=all"],
        "article": [f"/article?uri=generated:{n}" for n in range(7, articles, articles // 20)],
        "the most quoted person": ["/person/1"],
        "a person": [f"/person/{n}" for n in range(100, 5000, 331)],
        "the next page of a person": [f"/person/1?before={articles // 2}"],
        "a feed": ["/person/1/feed.atom", "/person/900/feed.json"],
        "people by name": ["/people?name=known+12"],
        "source audit": [f"/publisher?name=Publisher+{n}" for n in range(8)],
        "two source audits": ["/publisher?name=Publisher+7&beside=Publisher+8"],
        "search: a rare word": [_search(q="dredging"), _search(q='"by dredging"', publisher="Publisher 7")],
        "search: a common word": [_search(q="bobrana"), _search(q="bobrana OR daclena OR fedorfa")],
        "search: a speaker": [_search(person="Ingrid Solheim"), _search(person="Bäcker", q="dredging")],
        "search: no words": [_search(publisher="Publisher 7"), _search(since="2026-03-01", until="2026-03-07")],
        "failures": ["/failures"],
    }


def main(articles: int) -> None:
    """Make the store, ask for the pages, and print the times."""
    with server_folder("onrecord-served-") as folder, LocalServers(Path(folder)) as local:
        url = local.servers.database_url
        migrate.upgrade(url)
        _fill(url, articles)
        engine = open_engine(url)
        with TestClient(create_app(engine)) as client:
            for kind, addresses in pages(articles).items():
                first = max(_asked(client, address) for address in addresses)
                later = sorted(_asked(client, address) for _ in range(TIMES) for address in addresses)
                p95 = later[min(len(later) - 1, int(len(later) * 0.95))]
                click.echo(
                    f"{kind:26} first {first:6.0f} ms, then {statistics.median(later):5.0f} ms, p95 {p95:5.0f} ms"
                )
        engine.dispose()


def _fill(url: str, articles: int) -> None:
    for first in range(1, articles + 1, STEP):
        with psycopg.connect(url) as connection:
            fill(connection, SHAPE, first, min(articles, first + STEP - 1))
        with psycopg.connect(url) as connection:
            identify(connection, first, min(articles, first + STEP - 1))
    with psycopg.connect(url) as connection:
        connection.execute("SET LOCAL session_replication_role = replica")
        connection.execute(SPEAKERS)
        connection.execute(PRONOUNS)
        announce(connection)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET random_page_cost = 1.1")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("VACUUM ANALYZE")


def _search(**query: str) -> str:
    return f"/search?{urlencode(query)}"


def _asked(client: TestClient, address: str) -> float:
    began = time.perf_counter()
    answer = client.get(address)
    assert answer.status_code < 500, (address, answer.status_code)  # in a small store some people are not named
    return 1000 * (time.perf_counter() - began)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES)
