"""Intake: turns the inbox's entries into runs, in order. It accepts each entry, finds it unchanged, or rejects it."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import redis
from sqlalchemy import Engine

from shared.errors import InvalidSubmission, OnrecordError, UnknownArticle, UnreadableFile, permanent
from shared.log import logger
from shared.messages import (
    CODE_FIELD,
    DETAIL_FIELD,
    FIELD,
    GROUP,
    INBOX,
    REJECTED,
    REPLY_FIELD,
    REPLY_NAME,
    TRACE_FIELD,
    URI_FIELD,
    Answer,
    AnswerOutcome,
    Rejected,
    decode,
)
from shared.model import PIPELINE_VERSION, Submission
from shared.settings import settings
from shared.store import accepting, retracting, runs, watching
from shared.store.records import Accepted, Outcome, Rejection
from workers.base import TRANSIENT, code_of
from workers.doors import answers
from workers.pipeline import publish_all
from workers.upkeep import tracing
from workers.upkeep.heartbeat import Heartbeat
from workers.upkeep.notice import notice
from workers.upkeep.watchdog import watch_loop

BATCH = 50
LEFT_BEHIND = 5
"""Entries taken at once from a reader that died: it may have died of their size."""

BLOCK_MS = 2000
"""How long a read waits for new entries: less than the socket's time-out, so that waiting is no error."""

ABANDONED_MS = 15_000
"""An entry that another reader has held this long belongs to a dead reader: a batch takes a second. If that reader
still lives, both answer the entry, and the second answer changes nothing."""

GONE_MS = 24 * 3600 * 1000
"""A living reader asks every few seconds. Each restart has its own name, which would stay listed for good."""

REJECTED_KEPT = 10_000
"""Entries kept on the stream of rejections; the table keeps all."""

MOST_DETAIL = 1000
"""Characters of a reader's words that a rejection keeps."""

Entry = tuple[bytes, dict[bytes, bytes]]


@dataclass
class Intake:
    """One reader of the inbox. Any number may run: a consumer group shares the entries among them."""

    engine: Engine
    broker: redis.Redis
    consumer: str = f"{socket.gethostname()}-{os.getpid()}"
    stopped: threading.Event = field(default_factory=threading.Event)
    heartbeat: Heartbeat = field(default_factory=lambda: Heartbeat("intake"))
    waits: bool = False

    def prepare(self) -> None:
        """Create the stream and the group, if this is the first reader ever."""
        try:
            self.broker.xgroup_create(INBOX, GROUP, id="0", mkstream=True)
        except redis.ResponseError as error:
            if "BUSYGROUP" not in str(error):
                raise
        self.forget_the_gone()

    def forget_the_gone(self) -> None:
        """Delete the readers that hold no entry and have not asked for a day from the group: they ended long ago."""
        readers: Any = self.broker.xinfo_consumers(INBOX, GROUP)
        for reader in readers:
            if reader["pending"] == 0 and reader["idle"] > GONE_MS:
                self.broker.xgroup_delconsumer(INBOX, GROUP, reader["name"])

    def run(self) -> None:
        """Read until stopped. Lost connections heal: entries stay pending until they are answered."""
        logger.info("intake_started", consumer=self.consumer)
        watch_loop(lambda: self.heartbeat.turns, self.stopped)
        with self.heartbeat.shown():
            while not self.stopped.is_set():
                try:
                    self.prepare()
                    self.read_until_stopped()
                except TRANSIENT as error:
                    notice.wait_for(code_of(error), str(error))
                    self.heartbeat.turn(f"waits: {code_of(error)}", waits=True)
                    self.heartbeat.pause(self.stopped, 2)
        tracing.flush()
        logger.info("intake_stopped", consumer=self.consumer)

    def read_until_stopped(self) -> None:
        """Answer this reader's own pending entries first, then abandoned ones, then new ones."""
        while left := self.fresh("0", LEFT_BEHIND):
            self.heartbeat.turn()
            self.answer(left)
        while not self.stopped.is_set():
            if self.too_many_open():
                self.heartbeat.turn(f"waits: {settings().max_open_runs:,} open runs")
                self.stopped.wait(1)
                continue
            self.heartbeat.turn()
            self.answer(self.abandoned() or self.fresh(">"))
            notice.go_on()

    def fresh(self, after: str, count: int = BATCH) -> list[Entry]:
        """Entries that no reader has read (">"), or this reader's own pending ones ("0")."""
        streams: Any = self.broker.xreadgroup(GROUP, self.consumer, {INBOX: after}, count=count, block=BLOCK_MS)
        streams = dict(streams or {})
        return [(i, f) for entries in streams.values() for i, f in _flat(entries)]

    def abandoned(self) -> list[Entry]:
        """Entries that a dead reader left unanswered."""
        reply: Any = self.broker.xautoclaim(INBOX, GROUP, self.consumer, ABANDONED_MS, count=LEFT_BEHIND)
        return [(i, f) for i, f in reply[1] if f]

    def too_many_open(self) -> bool:
        """Whether too many runs are open: then the backlog waits in the inbox, where it costs less than as runs."""
        open_runs = watching.open_runs(self.engine)
        waits = open_runs >= settings().max_open_runs
        if waits != self.waits:
            say = logger.warning if waits else logger.info
            say("intake_waits" if waits else "intake_goes_on", open_runs=open_runs, limit=settings().max_open_runs)
        self.waits = waits
        return waits

    def answer(self, entries: list[Entry]) -> None:
        """Accept or reject every entry in the database, then delete them all from the inbox."""
        try:
            self.accept(entries)
        except TRANSIENT:
            raise
        except Exception as error:
            if len(entries) > 1:
                # One entry that the database cannot hold must not keep the others out.
                for entry in entries:
                    self.answer([entry])
                return
            self.reject(*entries[0], _own(error))
        if entries:
            self.take_off([entry_id for entry_id, _ in entries])

    def accept(self, entries: list[Entry]) -> None:
        """Accept the valid submissions, in one transaction up to each retraction, and reject all other entries."""
        submissions: list[tuple[Entry, Submission]] = []
        for entry_id, fields in entries:
            try:
                submission = _submission(fields)
            except OnrecordError as error:
                self.reject(entry_id, fields, error)
                continue
            if submission.retracted:
                self.take_in(submissions)
                submissions = []
                self.retract(entry_id, fields, submission.uri)
            else:
                submissions.append(((entry_id, fields), submission))
        self.take_in(submissions)

    def take_in(self, submissions: list[tuple[Entry, Submission]]) -> None:
        """Save submissions, send the new ones to the stages, and note which producers wait for an answer."""
        begun_ns = time.time_ns()
        ids = [entry_id.decode() for (entry_id, _), _ in submissions]
        all_accepted = accepting.accept_many(self.engine, [s for _, s in submissions], PIPELINE_VERSION, stream_ids=ids)
        traceparents: dict[int, str] = {}
        for ((entry_id, fields), _), one in zip(submissions, all_accepted, strict=True):
            told: dict[str, Any] = one.model_dump(include={"uri", "version", "run_id", "outcome"}, mode="json")
            told["stream_id"] = entry_id.decode()
            logger.info("accepted", **told)
            if traced := tracing.note("onrecord.accept", fields.get(TRACE_FIELD), begun_ns, **told):
                traceparents[one.run_id] = traced
        with tracing.carrying(traceparents):
            self.send(all_accepted)
        waiting = [
            (one.run_id, answers.asked(*entry)) for one, (entry, _) in zip(all_accepted, submissions, strict=True)
        ]
        answers.expect(self.engine, self.broker, [(run_id, producer) for run_id, producer in waiting if producer])

    def retract(self, entry_id: bytes, fields: dict[bytes, bytes], uri: str) -> None:
        """Retract an article, after all entries before this one; reject the entry if there is no such article."""
        try:
            retracted = retracting.retract(self.engine, uri, stream_id=entry_id.decode())
        except UnknownArticle as error:
            self.reject(entry_id, fields, error)
            return
        logger.info(
            "retracted", uri=uri, stream_id=entry_id.decode(), version=retracted.version, outcome=retracted.outcome
        )
        done = Answer(stream_id=entry_id.decode(), uri=uri, outcome=AnswerOutcome.RETRACTED, version=retracted.version)
        answers.tell(self.broker, answers.asked(entry_id, fields), done)

    def send(self, all_accepted: Sequence[Accepted]) -> None:
        """Publish the chains of new runs. If this fails, the sweeper finds the runs: their rows are the outbox."""
        if new := [one.run_id for one in all_accepted if one.outcome is not Outcome.UNCHANGED]:
            publish_all(new)
            runs.mark_sent(self.engine, new)

    def reject(self, entry_id: bytes, fields: dict[bytes, bytes], error: OnrecordError) -> None:
        """Record a rejection in the table and on the stream, with code and reason, under the producer's uri."""
        uri = _uri(fields)
        refused = Rejected(stream_id=entry_id.decode(), uri=uri, code=error.code, reason=str(error))
        payload = fields.get(FIELD, b"")
        is_new = accepting.reject(
            self.engine,
            Rejection(stream_id=refused.stream_id, uri=uri, code=refused.code, reason=refused.reason, payload=payload),
        )
        self.broker.xadd(REJECTED, {"rejected": refused.model_dump_json()}, maxlen=REJECTED_KEPT, approximate=True)
        if is_new:
            logger.warning("disposition", outcome="rejected", uri=uri, stream_id=refused.stream_id, code=error.code)
        told = Answer(outcome=AnswerOutcome.REJECTED, **refused.model_dump())
        answers.tell(self.broker, answers.asked(entry_id, fields), told)

    def take_off(self, ids: list[bytes]) -> None:
        """Acknowledge and delete answered entries, and no others: the stream never trims an unread entry."""
        pipe = self.broker.pipeline(transaction=True)
        pipe.xack(INBOX, GROUP, *ids)
        pipe.xdel(INBOX, *ids)
        pipe.execute()

    def stop(self, *_: object) -> None:
        """Finish the batch in hand, then end."""
        self.stopped.set()


def _submission(fields: dict[bytes, bytes]) -> Submission:
    if FIELD not in fields:
        raise InvalidSubmission(f"the entry has no field {FIELD.decode()!r}")
    if REPLY_FIELD in fields and not REPLY_NAME.fullmatch(fields[REPLY_FIELD].decode("ascii", "replace")):
        raise InvalidSubmission(f"{REPLY_FIELD.decode()} must match {REPLY_NAME.pattern}")
    if CODE_FIELD in fields:
        raise _told(fields)
    return decode(fields[FIELD])


def _told(fields: dict[bytes, bytes]) -> OnrecordError:
    """Why the bytes are no submission, in the words of whoever read the file; only known codes, and few words."""
    code, detail = (fields.get(name, b"").decode("utf-8", "replace") for name in (CODE_FIELD, DETAIL_FIELD))
    return permanent(code, detail[:MOST_DETAIL]) or UnreadableFile(detail[:MOST_DETAIL])


def _own(error: Exception) -> OnrecordError:
    """The error as one of ours: an unforeseen one rejects the entry, by its name; the table keeps the bytes."""
    return error if isinstance(error, OnrecordError) else InvalidSubmission(f"{type(error).__name__}: {error}"[:1000])


def _uri(fields: dict[bytes, bytes]) -> str | None:
    """The producer's uri, if the entry or its JSON has a readable one."""
    if URI_FIELD in fields:
        return fields[URI_FIELD].decode("utf8", "replace")[:2048]
    try:
        uri = json.loads(fields.get(FIELD, b"")).get("uri")
    except (ValueError, AttributeError, RecursionError):
        return None
    return str(uri)[:2048] if uri is not None else None


def _flat(entries: Any) -> list[Entry]:
    """redis-py nests the entries of a stream once more under RESP3."""
    return [pair for part in entries for pair in (part if isinstance(part, list) else [part]) if pair[1]]
