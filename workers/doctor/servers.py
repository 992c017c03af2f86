"""Looks at the servers: whether they answer, keep what they must, have the right schema, rights and clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import redis
from redis.exceptions import NoPermissionError
from sqlalchemy import Engine

from shared.errors import OnrecordError
from shared.store import examining, owners, revisions
from workers.doctor.finding import WRONG_SETTING, Finding, failed, of_error, ok, unchecked, warning

SKEW_SECONDS = 5.0
"""Clocks of machines that are kept by NTP differ by milliseconds. Leases and heartbeats bear some seconds."""

SAMPLE = 200
"""Articles whose offsets are compared, the newest ones: it takes well under a second."""

FORBIDDEN = "this user may not ask: grant +info and +config|get, or look at the server's own file"


def schema(engine: Engine) -> Iterator[Finding]:
    """Whether the schema is the one that this release needs, and which contract its views keep."""
    try:
        revisions.check_schema(engine)
        yield ok("schema", f"revision {examining.revision(engine)}, contract {examining.contract(engine)}")
    except OnrecordError as error:
        yield of_error("schema", error)


def ownership(engine: Engine) -> Iterator[Finding]:
    """Whether all tables, views and functions belong to their owner: a restored dump may have left others."""
    strays = owners.strays(engine)
    if not strays:
        yield ok("owners", "all belong to the schema's owner")
        return
    first = strays[0]
    seen = f"{len(strays)} belong to another role, such as {first.name} to {first.owner}"
    yield failed(
        "owners", seen, f"Run `onrecord db upgrade` as a superuser, or: {first.cure}", "wrong_owner", WRONG_SETTING
    )


def roles(engine: Engine) -> Iterator[Finding]:
    """Whether the roles exist, and this login may act as one of them."""
    found = examining.roles(engine)
    missing = [role.name for role in found if not role.exists]
    if missing:
        cure = "Let an administrator run `onrecord db upgrade`, or create them as shared/sql/roles.sql does."
        yield failed("roles", f"missing: {', '.join(missing)}", cure, "role_missing", WRONG_SETTING)
        return
    mine = [role.name for role in found if role.mine]
    if mine:
        yield ok("roles", f"all exist; this login may act as {', '.join(mine)}")
    else:
        cure = "GRANT one of the roles to the user of ONRECORD_DATABASE_URL: docs/reliability.md lists their rights."
        yield warning("roles", "this login may act as none of them, not even read", cure, "no_role")


def offsets(engine: Engine) -> Iterator[Finding]:
    """Whether the words of a sample of rows stand where their offsets say: text[start:end] == exact."""
    compared, wrong = examining.offsets(engine, SAMPLE)
    if wrong:
        cure = (
            "Restore the database from a backup, or `onrecord reprocess` these articles: the rows were changed by hand."
        )
        yield failed(
            "offsets", f"{wrong:,} of {compared:,} rows of the newest articles do not fit", cure, "offsets_wrong"
        )
    else:
        yield ok("offsets", f"{compared:,} mentions and spans of the newest articles, all where they say")


def persistence(broker: redis.Redis) -> Iterator[Finding]:
    """Whether the broker writes its log of changes: without it, a restart forgets the inbox."""
    info = _info(broker, "persistence")
    if info is None:
        yield unchecked("broker's log", FORBIDDEN)
    elif not info.get("aof_enabled"):
        cure = "Set `appendonly yes` (docs/reliability.md): without it a restart of the broker loses the inbox."
        yield failed("broker's log", "appendonly is off", cure, "aof_off")
    elif info.get("aof_last_write_status", "ok") != "ok":
        cure = "Make room on the broker's disk: it refuses submissions until it can write again."
        yield failed("broker's log", f"last write: {info['aof_last_write_status']}", cure, "aof_fails")
    else:
        yield ok("broker's log", f"appendonly is on, fsync {_config(broker, 'appendfsync') or 'not told'}")


def eviction(broker: redis.Redis) -> Iterator[Finding]:
    """Whether the broker refuses when it is full, rather than forget."""
    info = _info(broker, "memory")
    policy = info and info.get("maxmemory_policy")
    if not info or not policy:
        yield unchecked("broker's memory", FORBIDDEN)
    elif policy != "noeviction":
        cure = "Set `maxmemory-policy noeviction`: a full broker must refuse, not forget articles."
        yield failed("broker's memory", f"maxmemory-policy is {policy}", cure, "evicts")
    else:
        limit = int(info.get("maxmemory", 0))
        yield ok("broker's memory", f"noeviction, {f'{limit / 2**20:,.0f} MiB at most' if limit else 'no limit'}")


def clocks(engine: Engine, broker: redis.Redis) -> Iterator[Finding]:
    """Whether the clocks of this machine, the database and the broker agree."""
    yield _clock("database's clock", lambda: examining.clock(engine))
    try:
        yield _clock("broker's clock", lambda: _broker_time(broker))
    except NoPermissionError:
        yield unchecked("broker's clock", "this user may not ask: grant +time")


def _clock(name: str, ask: Callable[[], float]) -> Finding:
    """The difference of a clock from this machine's in the middle of the question."""
    before = time.time()
    theirs = ask()
    return skew(name, theirs - (before + time.time()) / 2)


def skew(name: str, seconds: float) -> Finding:
    """How so large a difference is to be taken."""
    seen = f"{seconds:+.3f} s from this machine's"
    if abs(seconds) > SKEW_SECONDS:
        cure = (
            "Let NTP set the clocks of all machines (timedatectl, chrony): leases and times of articles rest on them."
        )
        return warning(name, seen, cure, "clock_skew")
    return ok(name, seen)


def _broker_time(broker: redis.Redis) -> float:
    answer: Any = broker.time()
    seconds, micros = answer
    return float(seconds) + float(micros) / 1e6


def _info(broker: redis.Redis, section: str) -> dict[str, Any] | None:
    """A section of INFO; None if the user may not ask."""
    try:
        found: Any = broker.info(section)
    except redis.ResponseError:
        return None
    return dict(found)


def _config(broker: redis.Redis, name: str) -> str | None:
    """One setting of the server; None if the user may not ask, as with a managed one."""
    try:
        found: Any = broker.config_get(name)
    except redis.ResponseError:
        return None
    return str(found[name]) if name in found else None
