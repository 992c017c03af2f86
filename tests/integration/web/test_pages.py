"""Every page shows what is on record, with safe headers, and runs nothing that an article holds."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from sqlalchemy import Engine, text
from starlette.testclient import TestClient

from shared.store import results
from shared.store.records import Stage
from tests.integration.store import given
from tests.integration.web.given import EVIL_URL, HOSTILE, path
from workers.web.permalinks import permalink

EVIL = "tag:evil?x=1&y=<b>#z"
FIRST = "It will last, for a century."

DATA = "application/ld+json"
"""The type of a script element that holds data: no browser runs it."""


class Tags(HTMLParser):
    """All tags of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.data: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] == ("script", {"type": DATA}) and data.strip():
            self.data.append(data)
        else:
            self.text += data


def identity_of(store: Engine, name: str) -> int:
    with store.connect() as connection:
        query = text("SELECT identity_id FROM onrecord_v1.identity WHERE name = :name")
        return int(connection.execute(query, {"name": name}).scalar_one())


@pytest.fixture
def addresses(store: Engine) -> list[str]:
    """An address of each page."""
    anna, evil = identity_of(store, "Anna Berg"), identity_of(store, HOSTILE)
    return [
        "/", "/?period=all", "/?period=never", path("/article", uri="a"), path("/article", uri=EVIL),
        path("/article", uri="bad"), path("/article", uri="odd"), path("/article", uri=HOSTILE), "/article",
        path("/quotation", uri="a", id="it-will-surely-last-for-a-century-0000000000"),
        path("/quotation", uri="a", id=HOSTILE), path("/versions", uri="a", old="1", new="2"),
        f"/person/{anna}", f"/person/{evil}", "/people", path("/people", name="a"), path("/people", name=HOSTILE),
        "/publishers", path("/publisher", name="Lokalpresse-Agentur"), path("/publisher", name=HOSTILE),
        path("/publisher", name="Lokalpresse-Agentur", beside=HOSTILE), "/search", path("/search", q="century"),
        path("/search", q="script", kind="direct"), path("/search", person=HOSTILE[:8]), path("/search", q=HOSTILE),
        "/failures", "/nothing", "/person/0", "/person/x", "/person/99999999999999999999",
    ]  # fmt: skip


def test_no_page_runs_or_fetches_what_is_not_ours(visitor: TestClient, addresses: list[str]) -> None:
    # Given a store with an attack in every field
    for address in addresses:
        # When each page is asked for
        answer = visitor.get(address)
        # Then it is a page, a browser may run our own file alone, and no attribute is a handler
        assert answer.status_code in (200, 404), (address, answer.text)
        assert "default-src 'self'" in answer.headers["content-security-policy"], address
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "set-cookie" not in answer.headers
        tags = Tags(answer.text).tags
        scripts = [a for tag, a in tags if tag == "script" and a != {"type": DATA}]
        assert [a for a in scripts if not str(a.get("src", "")).startswith("/static/")] == []
        assert [tag for tag, _ in tags if tag in ("img", "iframe", "object", "style", "base")] == [], address
        for tag, attributes in tags:
            assert not [name for name in attributes if name.startswith("on") or name == "style"], (address, tag)
            aim = str(attributes.get("href") or attributes.get("src") or attributes.get("action") or "/")
            assert re.match(r"/(?!/)|#|https?://", aim), (address, aim)
            if tag != "a":
                assert aim.startswith(("/", "#")), (address, aim)


def test_an_attack_is_shown_as_it_was_written(visitor: TestClient) -> None:
    # Given an article that is an attack, When its page is read
    page = Tags(visitor.get(path("/article", uri=EVIL)).text)
    # Then the words stand there, letter for letter, and its address is no link
    assert page.text.count(HOSTILE) >= 3
    assert EVIL_URL not in [attributes.get("href") for _, attributes in page.tags]


def test_an_article_shows_its_quotations_in_place_and_leads_there_and_back(visitor: TestClient) -> None:
    # Given our article, When its page is read
    page = Tags(visitor.get(path("/article", uri="a")).text)
    ids = [attributes["id"] for _, attributes in page.tags if attributes.get("id")]
    links = [attributes["href"] for _, attributes in page.tags if attributes.get("href")]
    # Then each quotation has a place in the text and a detail, and each leads to the other
    name = permalink(FIRST)
    assert {f"t-{name}", f"d-{name}"} <= set(ids)
    assert {f"#t-{name}", f"#d-{name}"} <= set(links)
    assert len(ids) == len(set(ids))
    assert all(link[1:] in ids for link in links if link.startswith("#"))
    # And the detail has all that is known
    for word in ("Anna Berg", "harbour master", "said", "Mastodon", "the town", "0.90", "given.attribution"):
        assert word in page.text, word


@pytest.mark.parametrize("uri", ["a", EVIL])
def test_an_article_carries_its_quotations_for_machines(visitor: TestClient, uri: str) -> None:
    # Given an article, or an attack, When its page is read by a machine
    page = Tags(visitor.get(path("/article", uri=uri)).text)
    [article] = map(json.loads, page.data)
    [beside] = [a["href"] for tag, a in page.tags if tag == "link" and a["rel"] == "alternate"]
    answer = visitor.get(str(beside))
    annotations = answer.json()
    # Then schema.org in the page and the W3C's annotations beside it tell the same quotations
    assert answer.headers["content-type"].startswith("application/ld+json")
    assert (article["@type"], annotations["type"]) == ("NewsArticle", "AnnotationPage")
    assert len(article["hasPart"]) == len(annotations["items"]) > 0


def test_a_permalink_survives_reprocessing(visitor: TestClient) -> None:
    # Given a permalink, When it is followed, Then it leads to the quotation's detail in the newest version
    answer = visitor.get(path("/quotation", uri="a", id=permalink(FIRST)))
    assert (answer.status_code, answer.headers["location"]) == (302, f"/article?uri=a#d-{permalink(FIRST)}")


def test_a_permalink_whose_words_changed_tells_so_with_the_nearest(visitor: TestClient) -> None:
    # Given a permalink of words that changed, When it is followed, Then the page says so and shows the nearest ones
    answer = visitor.get(path("/quotation", uri="a", id=permalink("It will surely last, for a century.")))
    assert answer.status_code == 404
    assert "no longer on record" in answer.text
    assert FIRST in answer.text


def test_two_versions_stand_side_by_side(visitor: TestClient) -> None:
    # Given an article with a word changed, When both versions are compared, Then the word is marked on both sides
    page = visitor.get(path("/versions", uri="a", old="1", new="2")).text
    assert "<del>thanked</del>" in page
    assert "<ins>praised</ins>" in page
    assert "1 of 3 lines differ" in page
    assert "compare with version 2" in visitor.get(path("/article", uri="a")).text


def test_a_failed_article_tells_why_and_where(visitor: TestClient) -> None:
    # Given a quarantined and a rejected article, When their pages are asked for, Then each has its reason and code
    stopped, refused = (visitor.get(path("/article", uri=uri)) for uri in ("bad", "odd"))
    assert (stopped.status_code, refused.status_code) == (404, 404)
    assert "empty_text" in stopped.text
    assert "in the stage parse" in stopped.text
    assert "malformed_json" in refused.text
    both = visitor.get("/failures").text
    assert "empty_text" in both
    assert "malformed_json" in both


def test_a_person_has_all_that_they_said_and_feeds(visitor: TestClient, store: Engine) -> None:
    # Given a person on record, When their page is read, Then it has their words, and the commands to merge and split
    anna = identity_of(store, "Anna Berg")
    page = visitor.get(f"/person/{anna}").text
    assert FIRST in page
    assert f"onrecord identity split {anna}" in page
    # And the feeds have the same entries, under ids that do not depend on the run
    atom = ElementTree.fromstring(visitor.get(f"/person/{anna}/feed.atom").content)
    entries = atom.findall("{http://www.w3.org/2005/Atom}entry")
    ids = [entry.findtext("{http://www.w3.org/2005/Atom}id") for entry in entries]
    feed = json.loads(visitor.get(f"/person/{anna}/feed.json").content)
    assert ids == [item["id"] for item in feed["items"]]
    assert f"tag:onrecord,2026:quotation:a:{permalink(FIRST)}" in ids
    assert feed["items"][0]["url"].startswith("http://testserver/quotation?uri=a")


def test_a_hostile_persons_feeds_are_well_formed(visitor: TestClient, store: Engine) -> None:
    # Given a person whose name is an attack, When their feeds are read, Then they can be read
    evil = identity_of(store, HOSTILE)
    atom = ElementTree.fromstring(visitor.get(f"/person/{evil}/feed.atom").content)
    assert atom.findtext(".//{http://www.w3.org/2005/Atom}content") == HOSTILE
    assert visitor.get(f"/person/{evil}/feed.json").json()["items"][0]["content_text"] == HOSTILE


def test_a_source_audit_counts_what_the_text_tells(visitor: TestClient) -> None:
    # Given a publisher whose article has a woman's words, since its text says she of her
    address = path("/publisher.csv", name="Lokalpresse-Agentur")
    # When its audit is downloaded
    rows = list(csv.DictReader(io.StringIO(visitor.get(address).content.decode("utf-8-sig"))))
    answers = {(row["question"], row["answer"]): int(row["quotations"]) for row in rows}
    # Then the counts are those of its quotations
    assert answers["Gender of quoted people", "she"] == 2
    assert answers["Type of speaker", "nobody named"] == 2
    assert answers["Kind of quotation", "direct"] == 1
    assert answers["Role of quoted people", "harbour master"] == 1
    assert sum(n for (question, _), n in answers.items() if question == "Named or not") == 4


def test_cells_of_a_download_run_in_no_spreadsheet(visitor: TestClient, store: Engine) -> None:
    # Given a publisher whose name is a formula, When its audit is downloaded, Then no cell begins as one does
    name = '=HYPERLINK("http://evil.example")'
    claim_run = given.accepted(store, "formula", given.TEXT + " Formula.")
    parsed = given.parsed("formula", given.TEXT, publisher=name, own_text_sha256="f" * 64)
    results.save_parsed(store, given.claimed(store, claim_run.run_id, Stage.PARSE), parsed)
    results.save_entities(store, given.claimed(store, claim_run.run_id, Stage.ENTITIES), given.found())
    results.save_quotations(store, given.claimed(store, claim_run.run_id, Stage.QUOTATIONS), given.quotations())
    download = visitor.get(path("/publisher.csv", name=name)).content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(download)) for cell in row]
    assert f"'{name}" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "@"))] == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "century"}, True),
        ({"q": '"for a century"'}, True),
        ({"q": "century -last"}, True),
        ({"q": "ferry"}, False),
        ({"person": "anna"}, True),
        ({"q": "century", "publisher": "Lokalpresse-Agentur"}, True),
        ({"q": "century", "publisher": "Nobody"}, False),
        ({"kind": "direct", "act": "statement", "type": "person"}, True),
        ({"act": "denial"}, True),
        ({"since": "2026-03-01", "until": "2026-03-01"}, True),
        ({"since": "2026-05-01"}, False),
        ({"person": "%"}, False),
    ],
)
def test_search_finds_what_matches(visitor: TestClient, query: dict[str, str], found: bool) -> None:
    # Given our articles, When they are searched, Then what matches is found and nothing else
    page = visitor.get(path("/search", **query)).text
    assert ("0 quotations match" not in page) is found, page


def test_the_words_that_were_looked_for_are_marked(visitor: TestClient) -> None:
    # Given our article, When a word is looked for in another form, Then it is marked in the words
    assert "for a <mark>century</mark>" in visitor.get(path("/search", q="centuries")).text


def test_facets_count_the_matches(visitor: TestClient) -> None:
    # Given a search, When its page is read, Then each facet leads to a narrower search, with its count
    page = visitor.get(path("/search", q="century")).text
    assert re.search(r'href="/search\?q=century&amp;act=denial"[^>]*>denial</a> \d', page)


@pytest.mark.parametrize(
    "address", ["/article?uri=%00", "/search?q=%00%ff", "/article?uri=%ed%a0%80", "/search?page=9"]
)
def test_any_address_has_a_page(visitor: TestClient, address: str) -> None:
    # Given an address that no page links to, When it is asked for, Then it has a page, and no error
    assert visitor.get(address).status_code in (200, 404)


def test_an_article_without_quotations_tells_so_and_explains_no_keys(visitor: TestClient, store: Engine) -> None:
    # Given an article in which nobody is quoted, When its page is read, Then it tells so, without a legend
    run_id = given.accepted(store, "quiet", given.TEXT + " Quiet.").run_id
    parsed = given.parsed("quiet", given.TEXT, own_text_sha256="d" * 64)
    results.save_parsed(store, given.claimed(store, run_id, Stage.PARSE), parsed)
    results.save_entities(store, given.claimed(store, run_id, Stage.ENTITIES), given.found())
    results.save_quotations(store, given.claimed(store, run_id, Stage.QUOTATIONS), ())
    page = visitor.get(path("/article", uri="quiet")).text
    assert "No quotation was found in this article." in page
    assert "Keys:" not in page
    assert "Keys:" in visitor.get(path("/article", uri="a")).text
