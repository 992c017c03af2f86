"""Submissions become articles, versions and runs; what is no submission is kept with the reason."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from sqlalchemy import Connection, Engine, func, select, true, update
from sqlalchemy.dialects.postgresql import insert

from shared.errors import InvalidSubmission
from shared.model import Submission
from shared.store.records import Accepted, Outcome, Rejection, Stage
from shared.store.tables import article, rejected, run, version
from shared.store.tables.work import MAX_URI_BYTES
from shared.store.texts import storable

UNDECLARED = {"uri", "extra", "decoding"}
"""What does not make a new version: the identity itself, what is kept but never read, and how a file was encoded."""


def accept(engine: Engine, submission: Submission, pipeline_version: str) -> Accepted:
    """Writes article, version and run, or finds them. Content that the newest version has changes nothing.

    Raises InvalidSubmission for a uri that Postgres cannot hold.
    """
    return accept_many(engine, (submission,), pipeline_version)[0]


def accept_many(engine: Engine, submissions: Sequence[Submission], pipeline_version: str) -> list[Accepted]:
    """The same for many, in one transaction; the answers are in the submissions' order."""
    for submission in submissions:
        _check(submission)
    # All who accept lock articles in one order, so that they wait for each other and never in a circle.
    order = sorted(range(len(submissions)), key=lambda index: submissions[index].uri)
    accepted = {}
    with engine.begin() as connection:
        for index in order:
            accepted[index] = _accept(connection, submissions[index], pipeline_version)
    return [accepted[index] for index in range(len(submissions))]


def reject(engine: Engine, rejection: Rejection) -> None:
    """Keeps an inbox entry that is no submission. A second time with the same stream id changes nothing."""
    row = {
        "stream_id": rejection.stream_id,
        "uri": storable(rejection.uri),
        "code": rejection.code,
        "reason": storable(rejection.reason),
        "payload": rejection.payload,
    }
    with engine.begin() as connection:
        connection.execute(insert(rejected).values(row).on_conflict_do_nothing(index_elements=["stream_id"]))


def content_digest(submission: Submission) -> str:
    """SHA-256 over what the submission declares. Fields at their default do not count: new ones change no digest."""
    declared = submission.model_dump(mode="json", exclude=UNDECLARED, exclude_defaults=True)
    return hashlib.sha256(_ascii_json(declared).encode("ascii")).hexdigest()


def _accept(connection: Connection, submission: Submission, pipeline_version: str) -> Accepted:
    article_id = _lock_article(connection, submission.uri)
    digest = content_digest(submission)
    latest = _latest(connection, article_id, submission.uri)
    if latest is not None and latest[1] == digest:
        return latest[0]
    number = latest[0].version + 1 if latest else 1
    _declare_publisher(connection, article_id, submission)
    run_id = _add_run(connection, _add_version(connection, article_id, number, digest, submission), pipeline_version)
    return Accepted(
        run_id=run_id,
        article_id=article_id,
        uri=submission.uri,
        version=number,
        outcome=Outcome.UPDATED if latest else Outcome.NEW,
        stage=Stage.PARSE,
    )


def _lock_article(connection: Connection, uri: str) -> int:
    connection.execute(insert(article).values(uri=uri).on_conflict_do_nothing(index_elements=["uri"]))
    # NO KEY UPDATE: others who accept this uri wait here; those who only refer to the article's id do not.
    locked = select(article.c.id).where(article.c.uri == uri).with_for_update(key_share=True)
    return int(connection.execute(locked).scalar_one())


def _latest(connection: Connection, article_id: int, uri: str) -> tuple[Accepted, str | None] | None:
    """The newest version with the digest of its content; without one if it was retracted: the same brings it back."""
    stands = func.coalesce(article.c.retracted_version < version.c.version, true())
    newest = (
        select(run.c.id, run.c.stage, run.c.finished_at, version.c.version, version.c.content_sha256)
        .add_columns(stands.label("stands"))
        .join(version, version.c.id == run.c.version_id)
        .join(article, article.c.id == version.c.article_id)
        .where(version.c.article_id == article_id)
        .order_by(version.c.version.desc(), run.c.id.desc())
        .limit(1)
    )
    row = connection.execute(newest).one_or_none()
    if row is None:
        return None
    stage = Stage(row.stage) if row.finished_at is None else None
    found = Accepted(
        run_id=row.id, article_id=article_id, uri=uri, version=row.version, outcome=Outcome.UNCHANGED, stage=stage
    )
    return found, row.content_sha256 if row.stands else None


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


def _declare_publisher(connection: Connection, article_id: int, submission: Submission) -> None:
    declared = func.coalesce(storable(submission.publisher), article.c.publisher)
    connection.execute(update(article).where(article.c.id == article_id).values(publisher=declared))


def _check(submission: Submission) -> None:
    if storable(submission.uri) != submission.uri:
        raise InvalidSubmission(f"the uri holds a character that cannot be stored: {submission.uri!a}")
    if len(submission.uri.encode("utf-8")) > MAX_URI_BYTES:
        raise InvalidSubmission(f"the uri is longer than {MAX_URI_BYTES} bytes in UTF-8")


def _ascii_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
