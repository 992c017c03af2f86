"""Reads submissions and the results of the stages, by run, for the next stage and for readers."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Row,
    Select,
    Table,
    Text,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from shared.errors import NotFound
from shared.model import (
    Article,
    Attribution,
    Dateline,
    Entity,
    FoundEntities,
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
    found = connection.execute(_parsed(), {"of_run": run_id}).scalar_one_or_none()
    if found is None:
        raise NotFound(f"the parsed article of run {run_id}")
    return ParsedArticle.model_validate_json(found)


def read_entities(connection: Connection, run_id: int) -> FoundEntities:
    """The result of the entities stage, within a transaction."""
    return FoundEntities.model_validate_json(connection.execute(_found(), {"of_run": run_id}).scalar_one())


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


@lru_cache(maxsize=1)
def _parsed() -> Select[str]:
    """A query for the JSON of a parsed article: pydantic reads one text much faster than rows cell by cell."""
    dateline = case((parsed.c.dateline_exact.is_not(None), _object(_cells(Dateline, parsed, "dateline_"))))
    segments = _list(segment, _cells(Segment, segment), segment.c.run_id == bindparam("of_run"))
    of_article = {"uri": article.c.uri, "dateline": dateline, "segments": segments}
    cells = {name: parsed.c[name] for name in ParsedArticle.model_fields if name not in of_article}
    return (
        select(cast(_object(cells | of_article), Text))
        .select_from(parsed)
        .join(run, run.c.id == parsed.c.run_id)
        .join(version, version.c.id == run.c.version_id)
        .join(article, article.c.id == version.c.article_id)
        .where(parsed.c.run_id == bindparam("of_run"))
    )


@lru_cache(maxsize=1)
def _found() -> Select[str]:
    """A query for the JSON of an article's entities and mentions."""
    roles = _list(entity_role, _cells(Role, entity_role), *_of_entity(entity_role))
    link = {"scheme": entity_link.c.scheme, "id": entity_link.c.link_id}
    lists = {"roles": roles, "links": _list(entity_link, link, *_of_entity(entity_link))}
    cells = {name: entity.c[name] for name in Entity.model_fields if name not in lists}
    entities = _list(entity, cells | lists, entity.c.run_id == bindparam("of_run"))
    mentions = _list(mention, _cells(Mention, mention), mention.c.run_id == bindparam("of_run"))
    return select(cast(_object({"entities": entities, "mentions": mentions}), Text))


def _of_entity(table: Table) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.c.run_id == entity.c.run_id, table.c.entity == entity.c.ordinal


def _cells(kind: type[Record], table: Table, prefix: str = "") -> dict[str, ColumnElement[Any]]:
    """The columns named as the record's fields. A column that is missing is an error, not a null."""
    return {name: table.c[prefix + name] for name in kind.model_fields}


def _list(table: Table, cells: Mapping[str, ColumnElement[Any]], *which: ColumnElement[bool]) -> ColumnElement[Any]:
    """The JSON list of these rows, in the order of their keys."""
    objects = func.json_agg(aggregate_order_by(_object(cells), *table.primary_key))
    return select(func.coalesce(objects, literal_column("'[]'::json"))).where(*which).scalar_subquery()


def _object(cells: Mapping[str, ColumnElement[Any]]) -> ColumnElement[Any]:
    pairs = (pair for name, cell in cells.items() for pair in (literal_column(f"'{name}'"), cell))
    return func.json_build_object(*pairs)


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
