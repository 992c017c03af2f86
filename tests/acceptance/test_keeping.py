"""What comes after an article is on record: quarantine, retraction, processing again; by the command, for readers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from shared.client import Client
from shared.store import reprocessing
from shared.store.reprocessing import Order
from tests.acceptance.conftest import Run, Stack
from workers.doors.loader import Loaded
from workers.machine.background import wait_until

LIGHTHOUSE = """Lighthouse keeper retires

ALDMOUTH: The last keeper of the harbour light will climb its stairs for the final time on Friday.

“I shall miss the fog most of all,” said Runa Halvorsen, who has kept it for thirty years.
"""

Command = Callable[..., CompletedProcess[str]]


@pytest.fixture
def command(stack: Stack, onrecord: Run) -> Command:
    """The command, with the stack's servers."""
    servers = {"ONRECORD_DATABASE_URL": stack.servers.database_url, "ONRECORD_REDIS_URL": stack.servers.redis_url}
    return lambda *arguments: onrecord(*arguments, environment=servers)


@pytest.fixture
def lighthouse(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """An article of this test's own."""
    path = tmp_path / f"{request.node.name}.txt"
    path.write_text(LIGHTHOUSE)
    return path


def kinds(stack: Stack, uri: str) -> list[object]:
    """What the change feed tells of an article."""
    return [k for (k,) in stack.rows("SELECT kind FROM onrecord_v1.change WHERE uri = %s ORDER BY position", uri)]


def orders(command: Command) -> list[dict[str, object]]:
    """All orders to process articles again, the newest first."""
    return [json.loads(line) for line in command("reprocess", "--status", "--json").stdout.splitlines()]


def test_what_cannot_be_processed_is_listed_retried_and_dropped(stack: Stack, command: Command) -> None:
    # Given a page without an article, put through
    with Client(stack.servers.redis_url) as client:
        sent = client.submit(uri="tag:frames", html="<html><frameset></frameset></html>")
    assert stack.settle([Loaded(uri="tag:frames", stream_id=sent, readable=True)]).quarantined == 1
    # Then the quarantine shows it, with its code and payload
    [first] = [json.loads(line) for line in command("quarantine", "list", "--json").stdout.splitlines()]
    assert (first["uri"], first["code"]) == ("tag:frames", "empty_text")
    assert "frameset" in command("quarantine", "show", str(first["id"])).stdout
    # When it is retried, Then it is processed again, and fails again
    assert command("quarantine", "retry", "--code", "empty_text").returncode == 0
    assert wait_until(lambda: kinds(stack, "tag:frames") == ["quarantined"] * 2, 60)
    # When it is dropped, Then it is listed no more
    assert command("quarantine", "drop", "--all").returncode == 0
    assert command("quarantine", "list", "--json").stdout == ""


def test_a_retraction_hides_an_article_until_it_is_submitted_again(stack: Stack, lighthouse: Path) -> None:
    # Given an article on record
    stack.put_through(lighthouse)
    uri = f"file:{lighthouse.name}"
    seen = "SELECT version FROM onrecord_v1.article WHERE uri = %s"
    assert stack.rows(seen, uri) == [(1,)]
    # When its producer withdraws it by the inbox
    with Client(stack.servers.redis_url) as client:
        client.submit(uri=uri, retracted=True)
    # Then readers see it no more
    assert wait_until(lambda: not stack.rows(seen, uri), 30)
    assert stack.rows("SELECT 1 FROM onrecord_v1.quotation WHERE uri = %s", uri) == []
    # When the same is sent again, Then it is back, as a new version
    assert stack.put_through(lighthouse).done == 1
    assert stack.rows(seen, uri) == [(2,)]
    assert kinds(stack, uri) == ["processed", "retracted", "updated"]


def test_a_retraction_by_the_command(stack: Stack, command: Command, lighthouse: Path) -> None:
    stack.put_through(lighthouse)
    assert command("retract", f"file:{lighthouse.name}").returncode == 0
    assert kinds(stack, f"file:{lighthouse.name}") == ["processed", "retracted"]
    assert command("retract", "tag:nobody").returncode == 66


@pytest.mark.parametrize("stage", ["parse", "quotations"])
def test_articles_are_processed_again_while_readers_see_the_old(
    stack: Stack, command: Command, lighthouse: Path, stage: str
) -> None:
    # Given an article on record
    stack.put_through(lighthouse)
    uri = f"file:{lighthouse.name}"
    said = "SELECT speaker_name, content, start_char FROM onrecord_v1.quotation WHERE uri = %s ORDER BY ordinal"
    before = stack.rows(said, uri)
    assert before
    # When all are ordered to be processed again from a stage on
    assert command("reprocess", "--as", f"2 from {stage}", "--stage", stage).returncode == 0
    # Then at no moment are its quotations gone, until it is at the new pipeline version
    at = "SELECT pipeline_version FROM onrecord_v1.article WHERE uri = %s"

    def replaced() -> bool:
        assert stack.rows(said, uri) == before
        return stack.rows(at, uri) == [(f"2 from {stage}",)]

    assert wait_until(replaced, 60)
    assert kinds(stack, uri) == ["processed", "reprocessed"]
    # And the order is done, with all that it had
    assert wait_until(lambda: orders(command)[0]["state"] == "done", 30)
    assert orders(command)[0]["done"] == orders(command)[0]["total"]


def test_a_paused_order_waits_while_live_articles_go_on(stack: Stack, command: Command, lighthouse: Path) -> None:
    # Given an order that is paused as soon as it is given
    stack.put_through(lighthouse)
    assert sum(reprocessing.order(stack.engine, Order(pipeline_version="paused"))) > 0
    assert reprocessing.pause(stack.engine) == 1
    running = "SELECT 1 FROM core.run WHERE backfill_id IS NOT NULL AND lease_until > clock_timestamp()"
    assert wait_until(lambda: not stack.rows(running), 30)
    before = orders(command)[0]
    assert before["state"] == "paused"
    # When a live article is put through, Then it is done
    live = lighthouse.with_name("live.txt")
    live.write_text(LIGHTHOUSE.replace("Halvorsen", "Eide"))
    assert stack.put_through(live).done == 1
    # And nothing more of the order has begun; what was open is open
    assert orders(command)[0] == before
    # When it goes on, Then it is done too
    command("reprocess", "--resume")
    assert wait_until(lambda: orders(command)[0]["state"] == "done", 60)


def test_the_feed_is_dense_and_the_offsets_fit_after_all_this(stack: Stack) -> None:
    positions = [p for (p,) in stack.rows("SELECT position FROM onrecord_v1.change ORDER BY position")]
    assert positions == list(range(1, len(positions) + 1))
    wrong = """
        SELECT count(*) FROM onrecord_v1.quotation_span AS s JOIN onrecord_v1.article AS a USING (article_id)
        WHERE substr(a.text, s.start_char + 1, s.end_char - s.start_char) <> s.exact
    """
    assert stack.rows(wrong) == [(0,)]
