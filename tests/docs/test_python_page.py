"""The Python of docs/reference/python.md, README.md and docs/standards.md runs as it stands, block by block."""

from __future__ import annotations

import json
import re

import psycopg
import pytest
import redis

from shared.model import Article
from shared.settings import settings
from shared.standards import web_annotations
from shared.store.engine import make_engine
from tests.docs.blocks import ROOT, of_page
from tests.integration.store import given
from workers import extract
from workers.models import Models

PAGE = "docs/reference/python.md"
EXTRACT, FRAME, CLIENT, FOLLOW = of_page(PAGE, "python")


@pytest.fixture(autouse=True)
def loaded(models: Models) -> Models:
    """The models, loaded once for all tests."""
    settings.cache_clear()
    return models


def test_the_first_example_prints_what_the_page_says(capsys: pytest.CaptureFixture[str]) -> None:
    # Given the page's first block, and what it says that the block prints
    names: dict[str, object] = {}
    # When it runs, and the block that makes a data frame of its article
    exec(EXTRACT, names)
    printed = capsys.readouterr().out.strip()
    exec(FRAME, names)
    # Then it prints that, and the frame has the quotation
    assert f"It prints `{printed}`" in (ROOT / PAGE).read_text("utf-8")
    assert len(names["quotations"]) == 1  # type: ignore[arg-type]


def test_the_client_of_the_page_sends(redis_url: str) -> None:
    # Given a broker, When the block runs, Then the article is on the inbox
    exec(CLIENT, {"redis_url": redis_url})
    assert redis.Redis.from_url(redis_url).xlen("onrecord:inbox") == 1


def test_the_reader_of_the_page_follows(database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    # Given a store with an article
    engine = make_engine(database_url)
    given.finished(engine, "lpa:1")
    engine.dispose()
    with psycopg.connect(database_url) as connection:
        [last] = connection.execute("SELECT max(position) FROM onrecord_v1.change").fetchone() or [0]
    # When the block runs up to there, Then it prints the change
    exec(FOLLOW, {"database_url": database_url, "last": last})
    assert capsys.readouterr().out == f"{last} processed lpa:1\n"


def test_the_examples_of_the_standards_run(capsys: pytest.CaptureFixture[str]) -> None:
    # Given an article
    # When the blocks of the page run
    for block in of_page("docs/standards.md", "python"):
        exec(block, {"article": given.article()})
    # Then each line is JSON
    assert len([json.loads(line) for line in capsys.readouterr().out.splitlines()]) == len(given.quotations()) + 2


def test_the_annotation_of_the_page_is_the_seeds() -> None:
    # Given the annotation that the page shows, of the second quotation of a seed
    [shown] = of_page("docs/standards.md", "json")
    article: Article = extract(ROOT / "seeds" / "articles" / "harbour-cranes.txt")
    # When the seed is extracted
    made = json.loads(web_annotations(article)[1].json_ld())
    # Then it is that one, but for the name of the software
    del made["creator"]
    assert json.loads(shown) == made


READ_ME = "README.md"


def test_the_python_of_the_read_me_runs(redis_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    # Given the blocks of the README, and a broker at another address than it says
    extracting, sending = of_page(READ_ME, "python")
    # When they run
    exec(extracting, {})
    exec(sending.replace("redis://localhost:6379", redis_url), {})
    # Then the first prints what stands below it, and the second has sent an article
    assert capsys.readouterr().out in of_page(READ_ME, "text")
    assert redis.Redis.from_url(redis_url).xlen("onrecord:inbox") == 1


def test_the_queries_of_the_read_me_run(database_url: str) -> None:
    # Given a store with an article, When the queries run as a reader, Then each is valid, and the first finds a speaker
    engine = make_engine(database_url)
    given.finished(engine, "lpa:1")
    engine.dispose()
    code = re.sub(r"--.*", "", ";".join(of_page(READ_ME, "sql")))
    queries = [query for query in code.split(";") if query.strip()]
    with psycopg.connect(database_url) as connection:
        connection.execute("SET ROLE onrecord_reader")
        found = [connection.execute(query.encode()).fetchall() for query in queries]
    assert len(found) >= 4
    assert "Anna Berg" in {name for name, _ in found[0]}
