"""Decides whether a submission is a new article, version or run, for intake; stores rejections with the reason."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, func, select, true, update
from sqlalchemy.dialects.postgresql import insert

from shared.errors import InvalidSubmission, Overtaken
from shared.model import Submission
from shared.store.lateness import is_late
from shared.store.records import Accepted, Outcome, Rejection, Stage
from shared.store.tables import article, rejected, run, version
from shared.store.tables.work import MAX_URI_BYTES
from shared.store.texts import storable

UNDECLARED = {"uri", "extra", "decoding"}
"""Fields that do not make a new version: the identity itself, `extra`, which is not read, and the file's encoding."""


def accept(engine: Engine, submission: Submission, pipeline_version: str, *, stream_id: str | None = None) -> Accepted:
    """Writes article, version and run, or finds them. Content equal to the newest version's changes nothing.

    With the `stream_id` of its inbox entry, content that comes late, after a newer entry, makes no new version.
    Raises InvalidSubmission for a uri that Postgres cannot hold, Overtaken for late content that was never accepted.
    """
    return accept_many(engine, (submission,), pipeline_version, stream_ids=(stream_id,))[0]


def accept_many(
    engine: Engine, submissions: Sequence[Submission], pipeline_version: str, *, stream_ids: Sequence[str | None] = ()
) -> list[Accepted]:
    """Accepts many submissions in one transaction; the answers are in the order of the submissions."""
    for submission in submissions:
        _check(submission)
    ids = stream_ids or [None] * len(submissions)
    # All intake processes lock articles in the same order, so that they never wait for each other in a circle.
    order = sorted(range(len(submissions)), key=lambda index: submissions[index].uri)
    accepted = {}
    with engine.begin() as connection:
        for index in order:
            accepted[index] = _accept(connection, submissions[index], pipeline_version, ids[index])
    return [accepted[index] for index in range(len(submissions))]


def reject(engine: Engine, rejection: Rejection) -> bool:
    """Stores a rejected inbox entry, once for its stream id. Returns whether it is new."""
    row = {
        "stream_id": rejection.stream_id,
        "uri": storable(rejection.uri),
        "code": rejection.code,
        "reason": storable(rejection.reason),
        "payload": rejection.payload,
    }
    with engine.begin() as connection:
        kept = insert(rejected).values(row).on_conflict_do_nothing(index_elements=["stream_id"])
        return connection.execute(kept).rowcount == 1


def content_digest(submission: Submission) -> str:
    """SHA-256 of the submission's content. Fields at their default do not count: a new field changes no digest."""
    declared = submission.model_dump(mode="json", exclude=UNDECLARED, exclude_defaults=True)
    return hashlib.sha256(_ascii_json(declared).encode("ascii")).hexdigest()


def _accept(connection: Connection, submission: Submission, pipeline_version: str, stream_id: str | None) -> Accepted:
    article_id, seen = _lock_article(connection, submission.uri)
    digest = content_digest(submission)
    if is_late(stream_id, seen):
        return _accepted_before(connection, article_id, submission.uri, digest)
    latest = _latest(connection, article_id, submission.uri)
    if latest is not None and latest[1] == digest:
        _declare(connection, article_id, None, stream_id)
        return latest[0]
    number = latest[0].version + 1 if latest else 1
    _declare(connection, article_id, submission.publisher, stream_id)
    run_id = _add_run(connection, _add_version(connection, article_id, number, digest, submission), pipeline_version)
    return Accepted(
        run_id=run_id,
        article_id=article_id,
        uri=submission.uri,
        version=number,
        outcome=Outcome.UPDATED if latest else Outcome.NEW,
        stage=Stage.PARSE,
    )


def _lock_article(connection: Connection, uri: str) -> tuple[int, str | None]:
    """The article's id, and the newest inbox entry that was answered for it."""
    connection.execute(insert(article).values(uri=uri).on_conflict_do_nothing(index_elements=["uri"]))
    # NO KEY UPDATE: others that accept this uri wait here; transactions that only refer to the article's id do not.
    locked = select(article.c.id, article.c.stream_id).where(article.c.uri == uri).with_for_update(key_share=True)
    row = connection.execute(locked).one()
    return row.id, row.stream_id


def _latest(connection: Connection, article_id: int, uri: str) -> tuple[Accepted, str | None] | None:
    """The newest version and its content's digest; no digest if retracted: the same content then brings it back."""
    stands = func.coalesce(article.c.retracted_version < version.c.version, true())
    row = connection.execute(_versions(article_id).add_columns(stands.label("stands")).limit(1)).one_or_none()
    if row is None:
        return None
    return _unchanged(row, article_id, uri), row.content_sha256 if row.stands else None


def _accepted_before(connection: Connection, article_id: int, uri: str, digest: str) -> Accepted:
    """The answer that a late entry got the first time. Raises Overtaken if it never got one."""
    same = _versions(article_id).where(version.c.content_sha256 == digest).limit(1)
    row = connection.execute(same).one_or_none()
    if row is None:
        raise Overtaken(uri)
    return _unchanged(row, article_id, uri)


def _versions(article_id: int) -> Select[Any]:
    """The article's versions with their runs, the newest first."""
    return (
        select(run.c.id, run.c.stage, run.c.finished_at, version.c.version, version.c.content_sha256)
        .join(version, version.c.id == run.c.version_id)
        .join(article, article.c.id == version.c.article_id)
        .where(version.c.article_id == article_id)
        .order_by(version.c.version.desc(), run.c.id.desc())
    )


def _unchanged(row: Row[Any], article_id: int, uri: str) -> Accepted:
    stage = Stage(row.stage) if row.finished_at is None else None
    return Accepted(
        run_id=row.id, article_id=article_id, uri=uri, version=row.version, outcome=Outcome.UNCHANGED, stage=stage
    )


def _add_version(connection: Connection, article_id: int, number: int, digest: str, submission: Submission) -> int:
    row = {
        "article_id": article_id,
        "version": number,
        "content_sha256": digest,
        "submission": _ascii_json(submission.model_dump(mode="json")),
    }
    return int(connection.execute(insert(version).values(row).returning(version.c.id)).scalar_one())


def _add_run(connection: Connection, version_id: int, pipeline_version: str) -> int:
    row = {"version_id": version_id, "pipeline_version": pipeline_version, "stage": Stage.PARSE}
    return int(connection.execute(insert(run).values(row).returning(run.c.id)).scalar_one())


def _declare(connection: Connection, article_id: int, publisher: str | None, stream_id: str | None) -> None:
    """Notes the publisher that the article's newest entry gives, and the id of that entry."""
    declared = {"publisher": storable(publisher), "stream_id": stream_id}
    known = {name: value for name, value in declared.items() if value is not None}
    if known:
        connection.execute(update(article).where(article.c.id == article_id).values(known))


def _check(submission: Submission) -> None:
    if storable(submission.uri) != submission.uri:
        raise InvalidSubmission(f"the uri contains a character that cannot be stored: {submission.uri!a}")
    if len(submission.uri.encode("utf-8")) > MAX_URI_BYTES:
        raise InvalidSubmission(f"the uri is longer than {MAX_URI_BYTES} bytes in UTF-8")


def _ascii_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
