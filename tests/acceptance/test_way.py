"""The whole way of an article: from the queue to the views, once and only once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shared.client import Client
from shared.messages import FIELD, INBOX, REJECTED
from shared.model import PIPELINE_VERSION, Submission
from shared.store import accepting
from tests.acceptance.conftest import Stack
from workers.app import make_app
from workers.doors.loader import Loaded
from workers.machine.background import wait_until

FERRY = """Ferry to the islands returns in June

ALDMOUTH: The night ferry to the outer islands will sail again from June, the harbour board said on Monday.

“We have waited four years for this,” said Ingrid Solheim, who chairs the board. “Nobody on the islands has forgotten.”

Her deputy, Tomas Reyes, warned that fares would rise.
"""


@pytest.fixture
def ferry(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.txt"
    path.write_text(FERRY)
    return path


def test_an_article_becomes_rows(stack: Stack, ferry: Path) -> None:
    # Given an article with one split quotation
    # When it is put through
    progress = stack.put_through(ferry)
    # Then it is done, and readers see it whole
    assert (progress.done, progress.rejected, progress.quarantined) == (1, 0, 0)
    said = stack.rows(
        "SELECT speaker_name, content, is_split FROM onrecord_v1.quotation"
        " WHERE uri = 'file:ferry.txt' AND kind = 'direct'"
    )
    assert len(said) == 1
    speaker, content, is_split = said[0]
    assert (speaker, is_split) == ("Ingrid Solheim", True)
    assert str(content).startswith("We have waited")
    assert str(content).rstrip(".").endswith("has forgotten")


def test_who_is_quoted_has_an_identity_across_articles(stack: Stack, ferry: Path, tmp_path: Path) -> None:
    # Given two articles of two names, in which the same two people speak
    other = tmp_path / "fares.txt"
    other.write_text(FERRY.replace("Ferry to the islands returns in June", "Fares to rise on the night ferry"))
    # When they are put through, Then a moment later both speak of one Ingrid Solheim
    stack.put_through(ferry, other)
    query = "SELECT name, article_count FROM onrecord_v1.identity WHERE name = 'Ingrid Solheim'"
    assert wait_until(lambda: stack.rows(query) == [("Ingrid Solheim", 2)], 60), stack.rows(query)
    speakers = (
        "SELECT count(DISTINCT speaker_identity) FROM onrecord_v1.quotation WHERE speaker_name = 'Ingrid Solheim'"
    )
    assert stack.rows(speakers) == [(1,)]


def test_the_same_again_changes_nothing(stack: Stack, ferry: Path) -> None:
    # Given an article on record
    stack.put_through(ferry)
    count = "SELECT (SELECT count(*) FROM onrecord_v1.quotation), (SELECT count(*) FROM onrecord_v1.change)"
    before = stack.rows(count)
    # When the same is sent again
    progress = stack.put_through(ferry)
    # Then it is said to be unchanged, and no row has come
    assert (progress.done, progress.unchanged) == (0, 1)
    assert stack.rows(count) == before


def test_other_content_is_a_new_version(stack: Stack, ferry: Path) -> None:
    # Given an article on record, When its text changes
    stack.put_through(ferry)
    ferry.write_text(FERRY.replace("Solheim", "Nygaard"))
    progress = stack.put_through(ferry)
    # Then readers see the new version only, and the feed says so
    assert progress.done == 1
    names = stack.rows(
        "SELECT DISTINCT speaker_name FROM onrecord_v1.quotation WHERE uri = 'file:ferry.txt' AND kind = 'direct'"
    )
    assert names == [("Ingrid Nygaard",)]
    changes = stack.rows("SELECT kind FROM onrecord_v1.change WHERE uri = 'file:ferry.txt' ORDER BY position")
    assert [kind for (kind,) in changes][-1] == "updated"


def test_the_feed_is_dense(stack: Stack, ferry: Path) -> None:
    # Given articles put through, Then the positions of the feed are 1, 2, 3 ...
    stack.put_through(ferry)
    positions = [p for (p,) in stack.rows("SELECT position FROM onrecord_v1.change ORDER BY position")]
    assert positions == list(range(1, len(positions) + 1))
    assert positions


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({FIELD: b"\x00\xff"}, "malformed_json"),
        ({FIELD: b'{"uri": "tag:nothing"}'}, "invalid_submission"),
        ({b"something": b"else"}, "invalid_submission"),
    ],
)
def test_a_bad_entry_is_rejected_and_the_next_one_read(
    stack: Stack, tmp_path: Path, fields: dict[bytes, bytes], code: str
) -> None:
    # Given an entry on the inbox that is no submission
    entry = stack.broker.xadd(INBOX, fields).decode()  # type: ignore[arg-type,union-attr]
    # When intake has answered it
    progress = stack.settle([Loaded(uri="tag:none", stream_id=entry, readable=False)])
    # Then it is rejected, in the table and on the stream, with its code
    assert progress.rejected == 1
    rejected = [json.loads(f[b"rejected"]) for _, f in stack.broker.xrange(REJECTED)]  # type: ignore[union-attr]
    assert [r["code"] for r in rejected if r["stream_id"] == entry] == [code]


def test_a_run_that_was_never_sent_is_found(stack: Stack) -> None:
    # Given a run that was accepted, but whose message was never sent
    submission = Submission(uri="tag:lost", text=FERRY)
    accepted = accepting.accept(stack.engine, submission, PIPELINE_VERSION)
    # When the sweeper comes by
    done = "SELECT 1 FROM onrecord_v1.article WHERE uri = 'tag:lost'"
    # Then the article is done all the same
    assert wait_until(lambda: bool(stack.rows(done)), 60)
    assert accepted.version == 1


def test_celery_producers_can_submit(stack: Stack) -> None:
    # Given a producer that speaks Celery
    app = make_app(stack.supervisor.settings)
    # When it sends the task onrecord.submit
    app.send_task("onrecord.submit", [{"uri": "tag:celery", "text": FERRY}])
    # Then the article comes on record
    assert wait_until(lambda: bool(stack.rows("SELECT 1 FROM onrecord_v1.article WHERE uri = 'tag:celery'")), 60)


def test_an_article_in_another_language_is_stored_without_quotations(stack: Stack) -> None:
    # Given an article that says it is German
    text = (
        "Die Fähre fährt wieder\n\n„Wir haben vier Jahre darauf gewartet“, sagte Ingrid Solheim am Montag in Aldmouth."
    )
    with Client(stack.servers.redis_url) as client:
        sent = client.submit(uri="tag:de", text=text, language="de")
    # When it is put through
    stack.settle([Loaded(uri="tag:de", stream_id=sent, readable=True)])
    # Then it is on record with its language, and says nothing it cannot know
    assert stack.rows("SELECT language FROM onrecord_v1.article WHERE uri = 'tag:de'") == [("de",)]
    assert stack.rows("SELECT 1 FROM onrecord_v1.quotation WHERE uri = 'tag:de'") == []
