"""A broker's URL says where it is; with sentinel://, who knows where it is."""

from __future__ import annotations

import re

import pytest

from shared.brokers import connect, connect_async, problem_of, problem_of_queues, sentinels

URL = "sentinel://me:p%40ss@a:1,b,[::1]:3/2?service=news&sentinel_password=other"


def test_a_sentinel_url_names_hosts_service_database_and_logins() -> None:
    # Given a URL with several Sentinels, When it is read, Then each part is there, with the usual port
    read = sentinels(URL)
    assert read.hosts == (("a", 1), ("b", 26379), ("::1", 3))
    assert (read.service, read.database) == ("news", 2)
    assert read.login == {"username": "me", "password": "p@ss"}
    assert read.sentinel_login == {"password": "other"}
    # And no password is printed
    assert "p@ss" not in repr(read)
    assert "other" not in repr(read)


@pytest.mark.parametrize("url", ["redis://a", "rediss://u:p@a:1/0", URL, "sentinel://a/?service=x"])
def test_a_good_url_has_no_problem(url: str) -> None:
    assert problem_of(url) is None
    assert problem_of_queues(url) is None


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("amqp://a", "starts with redis://, rediss:// or sentinel://"),
        ("sentinel://a:1,b:2/0", r"\?service=NAME"),
        ("sentinel://a:1/x?service=n", "must be a number"),
        ("sentinel://a:1/0?service=n&ssl=yes", "not ssl"),
        ("sentinel://:hunter2@a:1,b:no/0?service=n", "host or port"),
        ("redis://a:1,b:2/0", "several hosts need sentinel://"),
    ],
)
def test_a_bad_url_is_told_without_its_password(url: str, told: str) -> None:
    assert re.search(told, problem_of(url) or "")
    assert "hunter2" not in (problem_of(url) or "")


@pytest.mark.parametrize("url", ["amqp://u:p@a:5672,b//", "amqps://a/news"])
def test_queues_may_be_in_rabbitmq(url: str) -> None:
    assert problem_of_queues(url) is None
    assert problem_of_queues("http://a")


def test_a_client_of_the_master_asks_every_sentinel() -> None:
    # Given the URL, When clients are made, plain and for asyncio, Then nothing is sent, and both know whom to ask
    client, other = connect(URL, socket_timeout=3), connect_async(URL, socket_timeout=3)
    for pool in (client.connection_pool, other.connection_pool):
        asked = [each.connection_pool.connection_kwargs for each in pool.sentinel_manager.sentinels]  # type: ignore[attr-defined]
        assert [(one["host"], one["port"]) for one in asked] == [("a", 1), ("b", 26379), ("::1", 3)]
        # And the Sentinels get a login of their own, the master the broker's
        assert {one["password"] for one in asked} == {"other"}
        assert {one["socket_timeout"] for one in asked} == {3}
        assert (pool.connection_kwargs["username"], pool.connection_kwargs["password"]) == ("me", "p@ss")
        assert pool.connection_kwargs["db"] == 2
    client.close()
