"""The pages can write nothing, take no other role, and answer to no strange name."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from starlette.testclient import TestClient

from shared.errors import NotAllowed, Transient
from workers.web.app import create_app
from workers.web.queries.connection import open_engine, reading


def test_each_transaction_is_a_readers_and_cannot_write(pages: Engine) -> None:
    # Given the pages' connection, When it is asked who it is, Then it is a reader, in one state, for a short time
    with reading(pages, seconds=7) as connection:
        settings = ("current_user", "current_setting('transaction_read_only')", "current_setting('statement_timeout')",
                    "current_setting('transaction_isolation')")  # fmt: skip
        told = connection.execute(text(f"SELECT {', '.join(settings)}")).one()
    assert tuple(told) == ("onrecord_reader", "on", "7s", "repeatable read")


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO core.rejected (stream_id, code, reason, payload) VALUES ('9-9', 'c', 'r', '')",
        "DELETE FROM core.article",
        "UPDATE core.article SET retracted_at = now()",
        "CREATE TEMPORARY TABLE t (a int)",
        "SELECT * FROM core.article",
    ],
)
def test_whatever_would_write_is_refused_by_the_server(pages: Engine, statement: str) -> None:
    # Given the pages' connection, When a statement would write or read what is no reader's, Then the server refuses it
    with pytest.raises((NotAllowed, Transient, DBAPIError)), reading(pages) as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_page_is_only_read(visitor: TestClient, method: str) -> None:
    # Given a page, When it is asked for in a way that changes things, Then it is refused
    assert visitor.request(method, "/").status_code == 405


def test_a_page_elsewhere_that_leads_its_own_name_here_gets_no_answer(visitor: TestClient) -> None:
    # Given pages for this machine alone, When a browser asks under another name, Then it learns nothing
    answer = visitor.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "Berg" not in answer.text
    assert visitor.get("/healthz", headers={"host": "127.0.0.1:8080"}).status_code == 200


def test_pages_without_a_database_tell_the_cure_and_no_secret() -> None:
    # Given a database that does not answer
    engine = open_engine("postgresql://anna:secret@127.0.0.1:1/nothing")
    # When a page is asked for
    with TestClient(create_app(engine), raise_server_exceptions=False) as client:
        answer = client.get("/")
    engine.dispose()
    # Then it says so, with the safe headers, and names neither password nor server
    assert answer.status_code == 503
    assert "database_unreachable" in answer.text
    assert "secret" not in answer.text
    assert "127.0.0.1:1" not in answer.text
    assert "content-security-policy" in answer.headers
