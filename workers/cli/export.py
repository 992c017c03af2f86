"""`onrecord export`: whole views as files, later only the changed articles."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from workers.cli.output import talk
from workers.cli.params import date

if TYPE_CHECKING:
    from shared.export import Exported, Format, What
    from shared.positions import Position

ANNOTATIONS = "annotations"
FORMATS = ["jsonl", "csv", "spreadsheet", "parquet", ANNOTATIONS]
WHAT = [
    *("articles", "segments", "entities", "mentions", "quotations", "quotation_spans"),
    *("identities", "identity_aliases", "identity_members"),
]


def position_or_date(value: str) -> int | datetime:
    """A position in the change feed, or a date."""
    return int(value) if value.isascii() and value.isdecimal() else date(value)


@click.command()
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: jsonl.")
@click.option("--what", type=click.Choice(WHAT), multiple=True, help="Default: quotations. With --to several times.")
@click.option("--since", type=position_or_date, metavar="POSITION|DATE", help="Only articles that changed after that.")
@click.option("--epoch", type=click.UUID, help="The epoch of POSITION: refused if the database was restored since.")
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), help="Write parts into this folder.")
@click.option("--part", type=click.IntRange(min=1), help="Articles in each part; default 10000.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of a row, with the meaning of each column.")
def export(
    form: str | None, what: tuple[str, ...], since: int | datetime | None, epoch: UUID | None, folder: Path | None,
    part: int | None, schema: bool,
) -> None:  # fmt: skip
    """Export all articles, quotations ... as they stand, as files for other tools; later only the changed ones.

    Without --to, rows of one kind go to standard output; standard error ends with the position reached, and its epoch.
    With --to, the command fills a folder part by part. Run again, it goes on: after a crash, or with changed articles.

    Of each article, only the rows at its greatest `position` count; if that is `gone`, the article has no more rows.
    Identities change without the feed, so each run exports them whole.

    The format annotations writes all quotations as W3C Web Annotations (JSON-LD), one a line, to standard output.

    \b
    Example
      onrecord export --what quotations --format csv > quotations.csv
      onrecord export --what articles --what quotations --format parquet --to corpus/
      onrecord export --format spreadsheet > for_excel.csv
      onrecord export --since 4711 | jq -r .speaker_name
      onrecord export --what identities > identities.jsonl
      onrecord export --format annotations > annotations.jsonl
    """
    from shared.export import Format, What

    begin = _in_epoch(since, epoch)
    if form == ANNOTATIONS:
        _annotate(what, alone=since is None and folder is None and part is None, schema=schema)
        return
    formats, kinds = Format(form) if form else None, tuple(map(What, what))
    if schema:
        _schema(kinds or (What.QUOTATIONS,))
    elif folder is not None:
        _told(_fill(folder, formats, kinds, begin, part))
    elif len(kinds) > 1 or part:
        raise click.UsageError("several kinds of rows, or parts, need a folder: --to")
    else:
        _told(_print(formats or Format.JSONL, kinds[0] if kinds else What.QUOTATIONS, begin))


def _fill(
    folder: Path, form: Format | None, what: tuple[What, ...], since: Position | datetime | None, part: int | None
) -> Exported:
    from shared.export import Wanted, into_folder
    from shared.export.folder import PART_ARTICLES, State
    from shared.export.reading import newest_article
    from workers.cli.progress import Bar, steps

    wanted = Wanted(format=form, what=what, since=since)
    with steps("exported", "parts", newest_article(_dsn())) as done:

        def told(state: State) -> None:
            done.reach(state.parts, done.total or 0 if state.after_article is None else state.after_article)
            if not isinstance(done, Bar):
                talk(f"onrecord: {state.parts} parts, position {state.position}")

        return into_folder(_dsn(), folder, wanted, part_articles=part or PART_ARTICLES, tell=told)


def _print(form: Format, what: What, since: Position | datetime | None) -> Exported:
    from shared.export import Format, into_file

    if form is Format.PARQUET and sys.stdout.isatty():
        raise click.UsageError("Parquet is not for a terminal: send it into a file, or use --to")
    return into_file(_dsn(), sys.stdout.buffer, format=form, what=what, since=since)


def _in_epoch(since: int | datetime | None, epoch: UUID | None) -> Position | datetime | None:
    from shared.positions import Position

    if isinstance(since, int):
        return Position(since, epoch)
    if epoch is not None:
        raise click.UsageError("--epoch is that of a position: --since POSITION")
    return since


def _annotate(what: tuple[str, ...], *, alone: bool, schema: bool) -> None:
    """Print all annotations, or their JSON Schema."""
    if not alone or set(what) - {"quotations"}:
        raise click.UsageError("annotations are all quotations, on standard output: no --since, --to, --part")
    if schema:
        import json

        from shared.standards import Annotation

        click.echo(json.dumps(Annotation.model_json_schema(mode="serialization"), indent=2, ensure_ascii=False))
        return
    from shared.export import annotations_into_file

    _told(annotations_into_file(_dsn(), sys.stdout.buffer))


def _schema(kinds: tuple[What, ...]) -> None:
    from shared.export import row_schema

    for what in kinds:
        click.echo(row_schema(_dsn(), what).encode(), nl=False)


def _told(exported: Exported) -> None:

    of = f" of {exported.articles} articles" if exported.articles or not exported.rows else ""
    talk(f"onrecord: {exported.rows} rows{of}, up to position {exported.position}, epoch {exported.position.epoch}")


def _dsn() -> str:
    from shared.settings import settings

    return settings().database()
