"""The reader of docs/feed.md works as it stands: a snapshot first, then every change, also after a crash."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from shared.export import Format, Wanted, into_folder
from shared.store import retracting
from shared.store.engine import make_engine
from tests.docs.commands import ROOT
from tests.integration.store import given

[READER] = re.findall(r"^```python\n(.*?)^```$", (ROOT / "docs" / "feed.md").read_text(), re.MULTILINE | re.DOTALL)


[CURRENT] = re.findall(r"^```sql\n(.*?)^```$", (ROOT / "docs" / "feed.md").read_text(), re.MULTILINE | re.DOTALL)


class Crash(Exception):
    """What stops a reader that reads for ever."""


def test_the_reader_of_the_page_misses_nothing(database_url: str) -> None:
    # Given a store, and a reader that crashes at every second change
    engine = make_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE SCHEMA mirror; CREATE TABLE mirror.seen (article_id bigint)"))
    first = given.finished(engine, "before").article_id
    turns: list[int] = []
    later: list[int] = []

    def copy_all(views: psycopg.Connection[Any], connection: psycopg.Connection[Any]) -> None:
        for row in views.execute("SELECT article_id FROM onrecord_v1.article"):
            connection.execute("INSERT INTO mirror.seen VALUES (%s)", row)
        two_more(0)  # while it copies

    def replace(connection: psycopg.Connection[Any], article_id: int) -> None:
        connection.execute("INSERT INTO mirror.seen VALUES (%s)", (article_id,))
        turns.append(article_id)
        if len(turns) % 2 == 0:
            raise Crash

    def two_more(n: int) -> None:
        later.extend(given.finished(engine, f"{uri}:{n}").article_id for uri in ("after", "more"))

    names = {"psycopg": psycopg, "mine": database_url, "onrecord": database_url}
    # When it runs until it has crashed some times
    for n in range(4):
        if n:
            two_more(n)
        with pytest.raises(Crash):
            exec(compile(READER, "feed.md", "exec"), names | {"copy_all": copy_all, "replace": replace})
    # Then what it kept is each article once, up to the last crash
    with engine.connect() as connection:
        seen = list(connection.execute(text("SELECT article_id FROM mirror.seen")).scalars())
    engine.dispose()
    everything = [first, *later]
    assert seen == everything[: len(seen)]
    assert len(seen) > 4


def test_the_query_of_the_page_finds_what_stands_in_an_exported_folder(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a folder with a first export, and one of what changed: a new version, a retraction, another article
    duckdb = pytest.importorskip("duckdb")
    monkeypatch.chdir(tmp_path)
    engine = make_engine(database_url)
    wanted = Wanted(format=Format.PARQUET)
    for uri in "abc":
        given.finished(engine, uri)
    into_folder(database_url, Path("corpus"), wanted)
    given.finished(engine, "a", given.TEXT + "More.")
    retracting.retract(engine, "b")
    given.finished(engine, "d")
    engine.dispose()
    into_folder(database_url, Path("corpus"), wanted)
    # Then the query finds what the view shows
    found = duckdb.sql(f"SELECT uri, version, count(*) FROM ({CURRENT.rstrip(chr(10) + ';')}) GROUP BY ALL ORDER BY 1")
    assert found.fetchall() == [("a", 2, 4), ("c", 1, 4), ("d", 1, 4)]
