"""Reads a broker's URL and connects by it: to one server, or to the master that Sentinel names.

redis://[USER:PASSWORD@]HOST[:6379]/DATABASE        rediss:// with TLS
sentinel://[USER:PASSWORD@]HOST[:26379],HOST2,HOST3/DATABASE?service=NAME
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

if TYPE_CHECKING:
    import redis
    import redis.asyncio

SENTINEL_PORT = 26379

SENTINEL_OPTIONS = {"service", "sentinel_username", "sentinel_password"}
"""What the query of a sentinel URL may hold."""

Host = tuple[str, int]


@dataclass(frozen=True)
class Sentinels:
    """Who knows the master, what it is called, and how to log in to either."""

    hosts: tuple[Host, ...]
    service: str
    database: int = 0
    login: dict[str, str] = field(default_factory=dict, repr=False)
    sentinel_login: dict[str, str] = field(default_factory=dict, repr=False)


def problem_of(url: str) -> str | None:
    """Why the URL is not a broker's. The text does not repeat the URL, which may hold a password."""
    if not url.startswith(("redis://", "rediss://", "sentinel://")):
        return "a broker's URL starts with redis://, rediss:// or sentinel://"
    if problem := problem_of_hosts(url):
        return problem
    if "," in urlsplit(url).netloc.rpartition("@")[2] and not by_sentinel(url):
        return "several hosts need sentinel://"
    database = urlsplit(url).path.strip("/")
    if database and not database.isdecimal():
        return "its path, the database, must be a number"
    return _problem_of_sentinels(url) if by_sentinel(url) else None


def problem_of_queues(url: str) -> str | None:
    """Why the URL is neither a broker's nor RabbitMQ's."""
    if url.startswith(("amqp://", "amqps://")):
        return problem_of_hosts(url)
    if url.startswith(("redis://", "rediss://", "sentinel://")):
        return problem_of(url)
    return "the queues' URL starts with amqp://, amqps://, redis://, rediss:// or sentinel://"


def problem_of_hosts(url: str) -> str | None:
    """Why the hosts of the URL cannot be read."""
    try:
        hosts_of(url, 0)
    except ValueError:
        return "its host or port cannot be read"
    return None


def _problem_of_sentinels(url: str) -> str | None:
    options = dict(parse_qsl(urlsplit(url).query))
    if not options.get("service"):
        return "it must name the master's service as Sentinel knows it: ?service=NAME"
    unknown = sorted(set(options) - SENTINEL_OPTIONS)
    return f"its options may be {', '.join(sorted(SENTINEL_OPTIONS))}, not {', '.join(unknown)}" if unknown else None


def by_sentinel(url: str) -> bool:
    """Whether the URL names Sentinels instead of the broker itself."""
    return url.startswith("sentinel://")


def hosts_of(url: str, port: int) -> tuple[Host, ...]:
    """The hosts of a URL with one host or several, separated by commas. Raises ValueError."""
    found = [urlsplit(f"//{each}") for each in urlsplit(url).netloc.rpartition("@")[2].split(",")]
    return tuple((each.hostname or "localhost", each.port or port) for each in found)


def sentinels(url: str) -> Sentinels:
    """What a sentinel URL says."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    username, _, password = parts.netloc.rpartition("@")[0].partition(":")
    login = {"username": unquote(username), "password": unquote(password)}
    asked = {name: options.get(f"sentinel_{name}", "") for name in login}
    return Sentinels(
        hosts=hosts_of(url, SENTINEL_PORT),
        service=options.get("service", ""),
        database=int(parts.path.strip("/") or 0),
        login={name: value for name, value in login.items() if value},
        sentinel_login={name: value for name, value in asked.items() if value},
    )


def connect(url: str, **options: Any) -> redis.Redis:
    """A client of the broker; of the master, whichever it is, if Sentinel names it. Nothing is sent yet."""
    if by_sentinel(url):
        from shared.sentinel import master

        return master(*_asked(url, options))
    import redis

    return redis.Redis.from_url(url, **options)


def connect_async(url: str, **options: Any) -> redis.asyncio.Redis:
    """The same for asyncio."""
    if by_sentinel(url):
        from shared.sentinel import master_async

        return master_async(*_asked(url, options))
    import redis.asyncio

    return redis.asyncio.Redis.from_url(url, **options)


def _asked(url: str, options: dict[str, Any]) -> tuple[list[Host], str, dict[str, Any], dict[str, Any]]:
    """Hosts and service; options of connections to the Sentinels (the same patience, a login of their own) and on."""
    asked = sentinels(url)
    to_sentinels = {name: value for name, value in options.items() if name.startswith("socket_")}
    to_master = {**options, "db": asked.database, **asked.login}
    return list(asked.hosts), asked.service, to_sentinels | asked.sentinel_login, to_master
