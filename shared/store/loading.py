"""Reads submissions and the results of the stages, by run, for the next stage and for readers."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Row, Select, Table, bindparam, select

from shared.errors import NotFound
from shared.model import (
    Article,
    Attribution,
    Dateline,
    Entity,
    FoundEntities,
    Link,
    Medium,
    Mention,
    ParsedArticle,
    Quotation,
    Record,
    Role,
    Segment,
    Span,
    Speaker,
    Submission,
)
from shared.store.engine import reader
from shared.store.tables import (
    article,
    entity,
    entity_link,
    entity_role,
    mention,
    parsed,
    quotation,
    quotation_span,
    quotation_speaker,
    run,
    segment,
    version,
)

R = TypeVar("R", bound=Record)

_SUBMISSION = (
    select(version.c.submission).join(run, run.c.version_id == version.c.id).where(run.c.id == bindparam("of_run"))
)
_PARSED = (
    select(parsed, article.c.uri)
    .join(run, run.c.id == parsed.c.run_id)
    .join(version, version.c.id == run.c.version_id)
    .join(article, article.c.id == version.c.article_id)
    .where(parsed.c.run_id == bindparam("of_run"))
)


def load_submission(engine: Engine, run_id: int) -> Submission:
    """The submission of a run. Raises NotFound."""
    with reader(engine) as connection:
        stored = connection.execute(_SUBMISSION, {"of_run": run_id}).scalar_one_or_none()
    if stored is None:
        raise NotFound(f"run {run_id}")
    # Not model_validate_json: that refuses lone surrogates, which a producer may have sent.
    return Submission.model_validate(json.loads(stored))


def read_article(connection: Connection, run_id: int, *, version: int, pipeline_version: str) -> Article:
    """The whole article of a finished run. Raises NotFound."""
    found = read_entities(connection, run_id)
    return Article(
        **dict(read_parsed(connection, run_id)),
        version=version,
        pipeline_version=pipeline_version,
        entities=found.entities,
        mentions=found.mentions,
        quotations=read_quotations(connection, run_id),
    )


def load_parsed(engine: Engine, run_id: int) -> ParsedArticle:
    """The result of the parse stage. Raises NotFound."""
    with reader(engine) as connection:
        return read_parsed(connection, run_id)


def load_entities(engine: Engine, run_id: int) -> FoundEntities:
    """The result of the entities stage; empty if it has not run."""
    with reader(engine) as connection:
        return read_entities(connection, run_id)


def read_parsed(connection: Connection, run_id: int) -> ParsedArticle:
    """The result of the parse stage, within a transaction. Raises NotFound."""
    row = connection.execute(_PARSED, {"of_run": run_id}).one_or_none()
    if row is None:
        raise NotFound(f"the parsed article of run {run_id}")
    held = {name: getattr(row, name) for name in ParsedArticle.model_fields.keys() & row._fields}
    dateline = None if row.dateline_exact is None else _record(Dateline, row, "dateline_")
    segments = tuple(_record(Segment, found) for found in _of(connection, segment, run_id))
    return ParsedArticle.model_validate(held | {"dateline": dateline, "segments": segments})


def read_entities(connection: Connection, run_id: int) -> FoundEntities:
    """The result of the entities stage, within a transaction."""
    roles: defaultdict[int, list[Role]] = defaultdict(list)
    links: defaultdict[int, list[Link]] = defaultdict(list)
    for row in _of(connection, entity_role, run_id):
        roles[row.entity].append(_record(Role, row))
    for row in _of(connection, entity_link, run_id):
        links[row.entity].append(Link(scheme=row.scheme, id=row.link_id))
    entities = [
        Entity(
            ordinal=row.ordinal,
            kind=row.kind,
            name=row.name,
            mention_count=row.mention_count,
            roles=tuple(roles[row.ordinal]),
            links=tuple(links[row.ordinal]),
            kind_rule=row.kind_rule,
        )
        for row in _of(connection, entity, run_id)
    ]
    mentions = [_record(Mention, row) for row in _of(connection, mention, run_id)]
    return FoundEntities(entities=tuple(entities), mentions=tuple(mentions))


def read_quotations(connection: Connection, run_id: int) -> tuple[Quotation, ...]:
    """The result of the quotations stage, within a transaction."""
    spans: defaultdict[int, list[Span]] = defaultdict(list)
    for row in _of(connection, quotation_span, run_id):
        spans[row.quotation].append(_record(Span, row))
    speakers: defaultdict[int, list[Speaker]] = defaultdict(list)
    for row in _of(connection, quotation_speaker, run_id):
        speakers[row.quotation].append(_record(Speaker, row))
    rows = _of(connection, quotation, run_id)
    return tuple(_quotation(row, tuple(spans[row.ordinal]), tuple(speakers[row.ordinal])) for row in rows)


def _of(connection: Connection, table: Table, run_id: int) -> list[Row[Any]]:
    return list(connection.execute(_rows(table), {"of_run": run_id}))


@lru_cache(maxsize=32)
def _rows(table: Table) -> Select[Any]:
    return select(table).where(table.c.run_id == bindparam("of_run")).order_by(*table.primary_key)


def _quotation(row: Row[Any], spans: tuple[Span, ...], speakers: tuple[Speaker, ...]) -> Quotation:
    return Quotation(
        ordinal=row.ordinal,
        kind=row.kind,
        content=row.content,
        spans=spans,
        cue=None if row.cue_exact is None else _record(Span, row, "cue_"),
        speaker=None if row.speaker_type is None else _record(Speaker, row, "speaker_"),
        speakers=speakers,
        act=row.act,
        medium=None if row.medium_type is None else _record(Medium, row, "medium_"),
        addressee=row.addressee,
        attribution=_record(Attribution, row),
    )


def _record(kind: type[R], row: Row[Any], prefix: str = "") -> R:
    """The record of the columns named as its fields. A column that is missing is an error, not a null."""
    names, cells = _fields(kind, prefix)
    return kind.model_validate(dict(zip(names, cells(row), strict=True)))


@lru_cache(maxsize=32)
def _fields(kind: type[Record], prefix: str) -> tuple[tuple[str, ...], attrgetter[Any]]:
    names = tuple(kind.model_fields)
    return names, attrgetter(*(prefix + name for name in names))
