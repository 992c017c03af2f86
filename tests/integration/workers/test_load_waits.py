"""`load --wait` beside a broker that dies or hangs says so and goes on; if that lasts, it ends with words and 69."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import redis
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from shared.errors import BrokerUnreachable
from shared.messages import INBOX
from shared.settings import settings
from tests.faults.servers import Valkey
from workers import resources
from workers.cli import onrecord
from workers.doors import progress
from workers.doors.loader import Loaded
from workers.doors.progress import Batch
from workers.machine.background import wait_until


@pytest.fixture
def valkey(real_server: None, tmp_path: Path) -> Iterator[Valkey]:
    server = Valkey(tmp_path / "valkey")
    yield server
    server.stop()


def batch(engine: Engine, valkey: Valkey) -> Batch:
    """One article that waits on the inbox for an intake."""
    with valkey.client() as client:
        stream_id = client.xadd(INBOX, {"submission": "{}"})
    assert isinstance(stream_id, bytes)
    loaded = [Loaded(uri="tag:1", stream_id=stream_id.decode(), readable=True)]
    return Batch(engine, valkey.client(), loaded, frozenset())


def test_a_broker_that_comes_back_is_waited_for(engine: Engine, valkey: Valkey) -> None:
    # Given an article on the inbox, and a broker that is killed while somebody waits for it
    waiting = batch(engine, valkey)
    told: list[str] = []
    valkey.kill()

    def start_and_answer(error: Exception) -> None:
        told.append(str(error))
        # When it comes back with its inbox, and the entry is answered
        valkey.start()
        with valkey.client() as client:
            assert client.xlen(INBOX) == 1
            client.delete(INBOX)

    # Then the wait was told of it once, and ended well
    assert waiting.wait(lambda _: None, lost=start_and_answer).settled
    assert len(told) == 1


def test_a_broker_that_stays_away_ends_the_wait(
    engine: Engine, valkey: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a broker that is killed for good, When the patience ends, Then the error says which server it is
    waiting = batch(engine, valkey)
    monkeypatch.setattr(progress, "PATIENCE_SECONDS", 0.5)
    valkey.kill()
    with pytest.raises(BrokerUnreachable):
        waiting.wait(lambda _: None)


@pytest.fixture
def waiting_command(
    database_url: str, valkey: Valkey, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Callable[[], Result]]:
    """`onrecord load --wait` with nobody who answers the inbox."""
    monkeypatch.setenv("ONRECORD_DATABASE_URL", database_url)
    monkeypatch.setenv("ONRECORD_REDIS_URL", f"redis://127.0.0.1:{valkey.port}/0?socket_timeout=1")
    monkeypatch.setattr(progress, "PATIENCE_SECONDS", 2.0)
    settings.cache_clear()
    resources.broker.cache_clear()
    article = tmp_path / "a.txt"
    article.write_text("Ferry returns\n\nIt sails again.")
    yield lambda: CliRunner().invoke(onrecord, ["load", str(article), "--wait"])
    resources.broker.cache_clear()


@pytest.mark.parametrize("hangs", [False, True], ids=["dead", "hung"])
def test_the_command_ends_with_words_and_69(waiting_command: Callable[[], Result], valkey: Valkey, hangs: bool) -> None:
    # Given a command that waits for its article
    assert valkey._process is not None
    server = psutil.Process(valkey._process.pid)

    def strike() -> None:
        with valkey.client() as client:
            # It has put its article there, and has begun to look how far it is.
            assert wait_until(lambda: "cmdstat_xrange" in client.info("commandstats"), 60)
        if hangs:
            server.suspend()
        else:
            valkey.kill()

    # When the broker dies or hangs meanwhile, for good
    striker = threading.Thread(target=strike)
    striker.start()
    result = waiting_command()
    striker.join()
    server.resume() if hangs else None
    # Then the command has said so, has waited, and ends with words and the exit code of a server that is away
    assert result.exit_code == 69, result.output
    assert "waiting up to" in result.stderr
    assert "[broker_unreachable]" in result.stderr
    assert "Traceback" not in result.output


def test_a_file_whose_name_is_not_utf_8_is_told_and_costs_no_other_file(
    call: Callable[..., Result], redis_url: str, tmp_path: Path
) -> None:
    # Given a folder with such a file, an empty one, and a good one
    folder = tmp_path / "in"
    folder.mkdir()
    for name, words in ((b"a.txt", b"Ferry returns\n\nIt sails."), (b"caf\xe9.txt", b"Mast falls."), (b"z.txt", b"")):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(words)
    # When it is loaded, Then the name is told, and all three are on the inbox
    result = call("load", str(folder))
    assert result.exit_code == 0, result.output
    assert "caf%E9.txt: the file's name is not UTF-8" in result.stderr
    assert "3 articles put on the inbox" in result.stderr
    with redis.Redis.from_url(redis_url) as broker:
        entries: Any = broker.xrange(INBOX)
    assert b'"file:caf%E9.txt"' in entries[1][1][b"submission"]
    assert (entries[2][1][b"code"], entries[2][1][b"uri"]) == (b"empty_text", b"file:z.txt")
