"""Decides whether a submission is a new article, version or run, for intake; stores rejections with the reason."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Engine, Row, Select, Update, func, select, true, update
from sqlalchemy.dialects.postgresql import distinct_on, insert

from shared.errors import InvalidSubmission, Overtaken
from shared.model import Submission
from shared.store.bulk import Records, insert_returning, records_of
from shared.store.lateness import is_late
from shared.store.records import Accepted, Outcome, Rejection, Stage
from shared.store.tables import article, rejected, run, version
from shared.store.tables.work import MAX_URI_BYTES
from shared.store.texts import storable

UNDECLARED = {"uri", "extra", "decoding"}
"""Fields that do not make a new version: the identity itself, `extra`, which is not read, and the file's encoding."""


class Given(NamedTuple):
    """A submission, with its number among those that are accepted together and the id of its inbox entry."""

    number: int
    uri: str
    digest: str
    submission: Submission
    stream_id: str | None


class Added(NamedTuple):
    """A submission that makes a new version."""

    given: Given
    article_id: int
    version: int

    def record(self) -> dict[str, object]:
        return {
            "article_id": self.article_id,
            "version": self.version,
            "content_sha256": self.given.digest,
            "submission": _ascii_json(self.given.submission.model_dump(mode="json")),
        }

    def accepted(self, run_id: int) -> Accepted:
        return Accepted(
            run_id=run_id,
            article_id=self.article_id,
            uri=self.given.uri,
            version=self.version,
            outcome=Outcome.NEW if self.version == 1 else Outcome.UPDATED,
            stage=Stage.PARSE,
        )


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
    given = [
        Given(number, submission.uri, content_digest(submission), submission, stream_id)
        for number, (submission, stream_id) in enumerate(zip(submissions, ids, strict=True))
    ]
    accepted: dict[int, Accepted] = {}
    with engine.begin() as connection:
        for group in _groups(given):
            accepted |= _accept(connection, group, pipeline_version)
    return [accepted[number] for number in range(len(submissions))]


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
        return connection.execute(kept.returning(rejected.c.stream_id)).first() is not None


def content_digest(submission: Submission) -> str:
    """SHA-256 of the submission's content. Fields at their default do not count: a new field changes no digest."""
    declared = submission.model_dump(mode="json", exclude=UNDECLARED, exclude_defaults=True)
    return hashlib.sha256(_ascii_json(declared).encode("ascii")).hexdigest()


def _groups(given: Sequence[Given]) -> Iterable[list[Given]]:
    """The submissions in groups to be accepted one after the other: in none does an article occur twice."""
    groups: defaultdict[int, list[Given]] = defaultdict(list)
    before: Counter[str] = Counter()
    # All intake processes lock articles in the same order, so that they never wait for each other in a circle.
    for one in sorted(given, key=lambda one: one.uri):
        groups[before[one.uri]].append(one)
        before[one.uri] += 1
    return groups.values()


def _accept(connection: Connection, group: Sequence[Given], pipeline_version: str) -> dict[int, Accepted]:
    """Accepts one submission each of different articles."""
    new = _add_articles(connection, group)
    old = _lock_articles(connection, [one.uri for one in group if one.uri not in new])
    latest = _latest(connection, {row.id: row.uri for row in old.values()})
    accepted, added, declared = {}, [], []
    for one in group:
        article_id = new.get(one.uri) or old[one.uri].id
        known, digest = latest.get(article_id, (None, None))
        if one.uri in old and is_late(one.stream_id, old[one.uri].stream_id):
            accepted[one.number] = _accepted_before(connection, article_id, one)
            continue
        if known is not None and digest == one.digest:
            accepted[one.number] = known
        else:
            added.append(Added(one, article_id, known.version + 1 if known else 1))
        if one.uri in old:
            declared.append({"id": article_id, "stream_id": one.stream_id, "publisher": None})
            if one.number not in accepted:
                declared[-1]["publisher"] = storable(one.submission.publisher)
    _declare(connection, declared)
    return accepted | _add_runs(connection, added, pipeline_version)


def _add_articles(connection: Connection, group: Iterable[Given]) -> dict[str, int]:
    """The ids of the articles that are new."""
    records = [
        {"uri": one.uri, "publisher": storable(one.submission.publisher), "stream_id": one.stream_id} for one in group
    ]
    added = insert_returning(connection, Records(article, records, known=True), "uri", "id")
    return {row.uri: row.id for row in added}


def _lock_articles(connection: Connection, uris: Sequence[str]) -> dict[str, Row[Any, Any, Any]]:
    """The articles' ids, and the newest inbox entry that was answered for each."""
    if not uris:
        return {}
    # NO KEY UPDATE: others that accept these uris wait here; transactions that only refer to the articles' ids do not.
    locked = (
        select(article.c.uri, article.c.id, article.c.stream_id)
        .where(article.c.uri == func.any(list(uris)))
        .order_by(article.c.uri.collate("C"))
        .with_for_update(key_share=True)
    )
    return {row.uri: row for row in connection.execute(locked)}


def _latest(connection: Connection, uris: Mapping[int, str]) -> dict[int, tuple[Accepted, str | None]]:
    """The newest versions and their contents' digests; no digest if retracted: the same content then brings it back."""
    if not uris:
        return {}
    stands = func.coalesce(article.c.retracted_version < version.c.version, true())
    query = (
        _versions(version.c.article_id == func.any(list(uris)))
        .add_columns(stands.label("stands"))
        .ext(distinct_on(version.c.article_id))
    )
    return {
        row.article_id: (_unchanged(row, uris[row.article_id]), row.content_sha256 if row.stands else None)
        for row in connection.execute(query)
    }


def _accepted_before(connection: Connection, article_id: int, given: Given) -> Accepted:
    """The answer that a late entry got the first time. Raises Overtaken if it never got one."""
    same = _versions((version.c.article_id == article_id) & (version.c.content_sha256 == given.digest)).limit(1)
    row = connection.execute(same).one_or_none()
    if row is None:
        raise Overtaken(given.uri)
    return _unchanged(row, given.uri)


def _versions(which: ColumnElement[bool]) -> Select[Any]:
    """Versions of articles with their runs, the newest of each article first."""
    return (
        select(run.c.id, run.c.stage, run.c.finished_at, version.c.article_id, version.c.version)
        .add_columns(version.c.content_sha256)
        .join(version, version.c.id == run.c.version_id)
        .join(article, article.c.id == version.c.article_id)
        .where(which)
        .order_by(version.c.article_id, version.c.version.desc(), run.c.id.desc())
    )


def _unchanged(row: Row[Any], uri: str) -> Accepted:
    stage = Stage(row.stage) if row.finished_at is None else None
    return Accepted(
        run_id=row.id,
        article_id=row.article_id,
        uri=uri,
        version=row.version,
        outcome=Outcome.UNCHANGED,
        stage=stage,
    )


def _add_runs(connection: Connection, added: Sequence[Added], pipeline_version: str) -> dict[int, Accepted]:
    """Writes new versions with a run each."""
    versions = insert_returning(connection, Records(version, [one.record() for one in added]), "id", "article_id")
    article_of = {row.id: row.article_id for row in versions}
    rows = [{"version_id": number, "pipeline_version": pipeline_version, "stage": Stage.PARSE} for number in article_of]
    runs = insert_returning(connection, Records(run, rows), "id", "version_id")
    run_of = {article_of[row.version_id]: row.id for row in runs}
    return {one.given.number: one.accepted(run_of[one.article_id]) for one in added}


def _declare(connection: Connection, declared: Sequence[Mapping[str, object]]) -> None:
    """Notes the publisher that each article's newest entry gives, and the id of that entry; keeps them without one."""
    declared = [record for record in declared if record["publisher"] or record["stream_id"]]
    if declared:
        connection.execute(_declaration(), {"records": list(declared)})


@lru_cache(maxsize=1)
def _declaration() -> Update:
    given = records_of([article.c.id, article.c.publisher, article.c.stream_id])
    kept = {name: func.coalesce(given.c[name], article.c[name]) for name in ("publisher", "stream_id")}
    return update(article).where(article.c.id == given.c.id).values(kept)


def _check(submission: Submission) -> None:
    if storable(submission.uri) != submission.uri:
        raise InvalidSubmission(f"the uri contains a character that cannot be stored: {submission.uri!a}")
    if len(submission.uri.encode("utf-8")) > MAX_URI_BYTES:
        raise InvalidSubmission(f"the uri is longer than {MAX_URI_BYTES} bytes in UTF-8")


def _ascii_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
