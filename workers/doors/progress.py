"""How far a loaded batch has come, for commands that wait: an article is settled once done, quarantined or rejected."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import redis
from sqlalchemy import Engine

from shared.errors import BrokerUnreachable, OnrecordError, Transient
from shared.messages import INBOX
from shared.model import Record
from shared.store import reading, watching
from shared.store.records import RunState, RunStatus
from workers.doors.loader import Loaded

POLL_SECONDS = 0.25
PATIENCE_SECONDS = 60.0
"""How long a wait bears servers that do not answer: a server that is started again is back within seconds."""

REST = 4
"""Each pause is at least this many times as long as the look before it."""


UNANSWERED = (redis.ConnectionError, redis.TimeoutError, Transient)
"""What a server that is away, or starts at this moment, makes of a question."""


class Progress(Record):
    """How many articles of a batch are in which state. `unchanged` ones were on record before, with the same words."""

    in_inbox: int
    working: int
    done: int
    unchanged: int
    quarantined: int
    rejected: int

    @property
    def settled(self) -> bool:
        """Whether no article of the batch is still on its way."""
        return not self.in_inbox and not self.working


@dataclass
class Batch:
    """Articles put on the inbox together, and the runs that their uris had before."""

    engine: Engine
    broker: redis.Redis
    loaded: Sequence[Loaded]
    before: frozenset[int]

    def look(self) -> Progress:
        """The batch's progress now."""
        # The inbox first: an article that leaves it between the two looks is then in the database already.
        waiting = self.in_inbox()
        states = reading.run_states(self.engine, sorted({item.uri for item in self.loaded}))
        refused = watching.rejections(self.engine, [item.stream_id for item in self.loaded])
        return Progress(
            in_inbox=waiting,
            working=_count(states, RunState.OPEN),
            done=_count(states, RunState.DONE, but=self.before),
            unchanged=sum(s.state is RunState.DONE and _nothing_new(s, self.before) for s in states),
            quarantined=_count(states, RunState.QUARANTINED),
            rejected=len(refused),
        )

    def in_inbox(self) -> int:
        """Entries of the batch that intake has not answered yet."""
        pipe = self.broker.pipeline(transaction=False)
        for item in self.loaded:
            pipe.xrange(INBOX, item.stream_id, item.stream_id)
        return sum(bool(found) for found in pipe.execute())

    def wait(
        self,
        tell: Callable[[Progress], None],
        check: Callable[[], None] = lambda: None,
        lost: Callable[[OnrecordError], None] = lambda _: None,
    ) -> Progress:
        """Wait until all articles are settled. Calls `tell` after each change; `check` may raise to stop waiting.

        Servers that do not answer are waited for: calls `lost` once, and raises BrokerUnreachable or
        DatabaseUnreachable when that lasts.
        """
        seen, answered = None, time.monotonic()
        told = False
        while True:
            begun = time.monotonic()
            try:
                now = self.look()
            except UNANSWERED as error:
                if begun - answered > PATIENCE_SECONDS:
                    raise _own(error) from error
                if not told:
                    lost(_own(error))
                told = True
            else:
                answered, told = begun, False
                if now != seen:
                    tell(now)
                if now.settled:
                    return now
                seen = now
            check()
            # Looking at a large batch costs the servers time that articles need.
            time.sleep(max(POLL_SECONDS, REST * (time.monotonic() - begun) if not told else 0))


def _own(error: redis.RedisError | OnrecordError) -> OnrecordError:
    return error if isinstance(error, OnrecordError) else BrokerUnreachable(str(error))


def known_runs(engine: Engine, uris: Iterable[str]) -> frozenset[int]:
    """The runs that these uris have had so far."""
    return frozenset(state.run_id for state in reading.run_states(engine, sorted(set(uris))))


def _count(states: Sequence[RunStatus], state: RunState, but: frozenset[int] = frozenset()) -> int:
    return sum(s.state is state and not _nothing_new(s, but) for s in states)


def _nothing_new(status: RunStatus, before: frozenset[int]) -> bool:
    return status.run_id in before or status.same_as is not None
