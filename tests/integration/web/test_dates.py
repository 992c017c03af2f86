"""Articles with odd dates, or with none, and identities of the past: each has its place, and no page breaks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text
from starlette.testclient import TestClient

from shared.store import results
from shared.store.engine import make_engine
from shared.store.identities import by_hand
from shared.store.records import Stage
from tests.integration.store import given
from tests.integration.web.given import path
from workers.upkeep import identify
from workers.web.app import create_app
from workers.web.queries import search
from workers.web.queries.connection import open_engine, reading

DAYS = {"old": datetime(2024, 5, 1, tzinfo=UTC), "new": datetime(2026, 5, 1, tzinfo=UTC), "undated": None,
        "newer": datetime(2026, 5, 2, tzinfo=UTC)}  # fmt: skip


def on_day(engine: Engine, uri: str, day: datetime | None, publisher: str = "Dated Post") -> None:
    """An article with this date, of this publisher."""
    words = f"{given.TEXT} {uri}."
    run_id = given.accepted(engine, uri, words).run_id
    fields = {"published_at": day, "publisher": publisher, "own_text_sha256": uri.encode().hex().ljust(64, "0")[:64]}
    results.save_parsed(engine, given.claimed(engine, run_id, Stage.PARSE), given.parsed(uri, words, **fields))
    results.save_entities(engine, given.claimed(engine, run_id, Stage.ENTITIES), given.found())
    results.save_quotations(engine, given.claimed(engine, run_id, Stage.QUOTATIONS), given.quotations())


@pytest.fixture
def store(database_url: str) -> Iterator[Engine]:
    """The owner's engine."""
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def pages(store: Engine, database_url: str) -> Iterator[Engine]:
    """The pages' own engine."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def visitor(pages: Engine) -> TestClient:
    """A browser without a screen."""
    # Outside of a lifespan: nothing is counted beside the test, on a connection that it would take away.
    return TestClient(create_app(pages), follow_redirects=False, raise_server_exceptions=False)


@pytest.mark.parametrize("indexed", [search.INDEXED, ()], ids=["sorted", "walked"])
@pytest.mark.parametrize("wanted", [{"words": "century"}, {"person": "Anna"}, {"act": "denial"}], ids=str)
def test_a_search_that_reads_a_part_reads_the_newest(
    store: Engine, pages: Engine, monkeypatch: pytest.MonkeyPatch, wanted: dict[str, str], indexed: tuple[str, ...]
) -> None:
    # Given more matches than a search reads, by either way through the indexes, the newest not accepted last
    for uri, day in DAYS.items():
        on_day(store, uri, day)
    monkeypatch.setattr(search, "INDEXED", indexed)
    with reading(pages) as connection:
        everything = search.search(connection, search.Wanted(**wanted))
        monkeypatch.setattr(search, "MOST", everything.count // 2)
        # When it reads half of them
        found = search.search(connection, search.Wanted(**wanted))
    # Then these are the newest, and those without a date come last of all
    assert list(dict.fromkeys(hit.said.uri for hit in everything.hits)) == ["newer", "new", "old", "undated"]
    assert list(dict.fromkeys(hit.said.uri for hit in found.hits)) == ["newer", "new"]
    assert (everything.is_more, found.is_more) == (False, True)


@pytest.mark.parametrize("year", [1, 9999])
def test_a_date_at_the_end_of_the_calendar_breaks_no_audit(store: Engine, visitor: TestClient, year: int) -> None:
    # Given a publisher whose only article bears an impossible date, When its audit is read, Then it has a page
    on_day(store, "odd", datetime(year, 12, 31, 23, 59, tzinfo=UTC))
    assert visitor.get(path("/publisher", name="Dated Post")).status_code == 200
    assert visitor.get(path("/publisher.csv", name="Dated Post", until="9000-01-01")).status_code == 200
    assert visitor.get("/?period=all").status_code == 200


def test_a_date_in_the_future_does_not_move_the_year_of_an_audit(store: Engine, visitor: TestClient) -> None:
    # Given an article of 2024 and one whose date is a slip
    on_day(store, "old", DAYS["old"])
    on_day(store, "slip", datetime(9999, 1, 1, tzinfo=UTC))
    # When the audit is downloaded
    download = visitor.get(path("/publisher.csv", name="Dated Post")).content.decode("utf-8-sig")
    # Then it is of the year that ends with the first
    assert {row["until"] for row in csv.DictReader(io.StringIO(download))} == {"2024-05-01"}


def test_two_publishers_side_by_side_are_counted_over_the_same_days(store: Engine, visitor: TestClient) -> None:
    # Given two publishers that published at different times, When their audits are downloaded as one
    on_day(store, "old", DAYS["old"], "Old Post")
    on_day(store, "new", DAYS["new"], "New Post")
    address = path("/publisher.csv", name="Old Post", beside="New Post")
    rows = csv.DictReader(io.StringIO(visitor.get(address).content.decode("utf-8-sig")))
    # Then both are of all these days
    assert {(row["publisher"], row["since"], row["until"]) for row in rows} == {
        (name, "2024-05-01", "2026-05-01") for name in ("Old Post", "New Post")
    }


def test_a_person_and_a_publisher_without_any_date_have_their_pages(store: Engine, visitor: TestClient) -> None:
    # Given a publisher that dates no article, and a person whom it alone quotes
    on_day(store, "undated", None)
    identify.resolve(store, 60)
    with store.connect() as connection:
        known = text("SELECT identity_id FROM onrecord_v1.identity WHERE kind = 'person'")
        person = connection.execute(known).scalar_one()
    # When their pages are asked for, Then they are there, with all that was said
    for page in ("", "/feed.atom", "/feed.json"):
        assert "for a century" in visitor.get(f"/person/{person}{page}").text
    assert "from articles without a date" in visitor.get(path("/publisher", name="Dated Post")).text
    download = visitor.get(path("/publisher.csv", name="Dated Post")).content.decode("utf-8-sig")
    months = {row["answer"] for row in csv.DictReader(io.StringIO(download)) if row["question"] == "Quotations a month"}
    assert months == {"no date"}
    # And a publisher that nobody knows has none
    assert visitor.get(path("/publisher", name="Nobody")).status_code == 404


def test_the_number_of_a_merged_identity_leads_to_the_one_that_was_kept(store: Engine, visitor: TestClient) -> None:
    # Given three identities, merged one after the other
    on_day(store, "old", DAYS["old"])
    identify.resolve(store, 60)
    with store.begin() as connection:
        known = text("SELECT identity_id FROM onrecord_v1.identity WHERE kind = 'person'")
        first = connection.execute(known).scalar_one()
        made = text(
            "INSERT INTO core.identity (kind, name) VALUES ('person', 'A. B.'), ('person', 'A. Berg') RETURNING id"
        )
        second, kept = connection.execute(made).scalars()
    by_hand.merge(store, [second, first])
    by_hand.merge(store, [kept, second])
    # When the pages and feeds of the first are asked for, Then they lead to the last, with what was asked for
    for page in ("", "/feed.atom", "/feed.json"):
        answer = visitor.get(f"/person/{first}{page}?publisher=P")
        assert (answer.status_code, answer.headers["location"]) == (302, f"/person/{kept}{page}?publisher=P")
    assert visitor.get(f"/person/{kept}").status_code == 200
    # And a number that nobody ever had has no page
    assert visitor.get("/person/999999").status_code == 404
