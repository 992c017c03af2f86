"""Decides whether a new version has new content, or the version that readers see stands for it.

Example: a page is submitted again with another block of teasers. The producer has sent a new version, but readers
should not get one. The version is stored with its submission and marked as the same as the one that stands; it has no
results of its own.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, func, select, update

from shared.model import ParsedArticle
from shared.store.engine import HURRIED
from shared.store.records import Claim, RunState
from shared.store.tables import article, parsed, run, version

COMPARED = (
    "headline", "standfirst", "byline", "authors", "published_at", "publisher", "url", "language", "dateline_exact",
)  # fmt: skip
"""The fields that must be equal, beside the article's own words."""

PARTIAL = "partial"


class Standing(NamedTuple):
    """The version that readers see, and the newest version that it stands for."""

    run_id: int
    version_id: int
    version: int
    newest: int


class Seen(NamedTuple):
    """The version that readers see of an article, locked until the end of the transaction."""

    standing: Standing | None
    retracted_version: int | None


def lock_seen(connection: Connection, article_id: int) -> Seen:
    """The version that readers see. The lock is a query of its own, so that the next one sees the latest commit."""
    locked = select(article.c.visible_run_id, article.c.retracted_version).where(article.c.id == article_id)
    run_id, retracted_version = connection.execute(locked.with_for_update(key_share=True)).one()
    return Seen(None if run_id is None else _standing(connection, run_id), retracted_version)


def same_as_standing(connection: Connection, claim: Claim, seen: Seen, found: ParsedArticle) -> bool:
    """Whether a newer version has the same own words and fields as the one that stands, at one pipeline version."""
    standing = seen.standing
    if standing is None or seen.retracted_version is not None or claim.version <= standing.version:
        return False
    this = run.alias("this")
    query = (
        select(parsed)
        .join(run, run.c.id == parsed.c.run_id)
        .join(this, this.c.pipeline_version == run.c.pipeline_version)
        .where(parsed.c.run_id == standing.run_id, this.c.id == claim.run_id)
        .where(parsed.c.own_text_sha256 == found.own_text_sha256, parsed.c.own_text_sha256 != "")
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return False
    values = found.model_dump(include=set(COMPARED)) | {"authors": list(found.authors)}
    values["dateline_exact"] = found.dateline.exact if found.dateline else None
    was_partial = any(warning["code"] == PARTIAL for warning in row.warnings)
    is_partial = any(warning.code == PARTIAL for warning in found.warnings)
    return was_partial == is_partial and all(getattr(row, name) == values[name] for name in COMPARED)


def end_as_same(connection: Connection, claim: Claim, standing: Standing) -> None:
    """Ends the run without results: the version is the same as the one that stands."""
    connection.execute(select(HURRIED))
    this = select(run.c.version_id).where(run.c.id == claim.run_id).scalar_subquery()
    same = update(version).where(version.c.id == this)
    connection.execute(same.values(same_as_version_id=standing.version_id))
    ended = update(run).where(run.c.id == claim.run_id)
    connection.execute(ended.values(state=RunState.DONE, stage=None, finished_at=func.clock_timestamp()))


def _standing(connection: Connection, run_id: int) -> Standing:
    later = version.alias("later")
    newest = select(func.max(later.c.version)).where(later.c.same_as_version_id == version.c.id).scalar_subquery()
    known = (
        select(run.c.id, version.c.id, version.c.version, func.greatest(version.c.version, newest))
        .join(version, run.c.version_id == version.c.id)
        .where(run.c.id == run_id)
    )
    return Standing(*connection.execute(known).one())
