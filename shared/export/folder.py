"""Keeps an export in a folder and continues it from where it stopped, after its end or after a crash.

    export.json                 the state of the export: written last, after each part
    quotations/schema.json      the columns
    quotations/00000001.parquet, quotations/00000002.parquet ...

First come all articles, in the order of their numbers, then those that changed since the position at which the export
began. Each run reads the database at one moment. If the first run stops early, the next one continues after the last
whole part, at a later moment, and then reads the articles that changed in between again: no change is missed, and of
rows that are written twice the later ones are right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from shared.bounds import check_bounds
from shared.export.errors import ExportBusy, ExportDiffers
from shared.export.formats import Format
from shared.export.part import Part, prepare, replace
from shared.export.reading import WINDOW, Connection, Window, all_articles, changed_articles, position_of, reading
from shared.export.records import Exported
from shared.export.tables import What, check_followed, table
from shared.locks import locked
from shared.model import Record
from shared.positions import Position, epoch_of

STATE = "export.json"

PART_ARTICLES = 10_000
"""Articles in a part: a crash loses the work on one part at most, and a million articles make a hundred files."""


class State(Record):
    """The contents of the folder, and the position that it has reached."""

    format: Format
    what: tuple[What, ...]
    position: int
    """The folder holds all changes up to here."""
    after_article: int | None
    """The folder holds all articles up to this number; null: all articles."""
    parts: int = 0
    epoch: UUID | None = None
    """The epoch of the position; null in folders of earlier releases, until the next export."""

    def reached(self, window: Window, parts: int) -> State:
        """The state after this window, when the folder holds so many parts."""
        done = {"position": window.position, "after_article": window.last_article, "parts": parts}
        return self.model_copy(update=done)


class Wanted(Record):
    """The options of an export; an export that is in the folder already fills in the open ones."""

    format: Format | None = None
    what: tuple[What, ...] = ()
    since: Position | datetime | None = None
    """Begin with the changes since then, not with all articles."""


def into_folder(
    dsn: str,
    folder: Path,
    wanted: Wanted,
    *,
    part_articles: int = PART_ARTICLES,
    tell: Callable[[State], None] = lambda _: None,
) -> Exported:
    """Adds to the folder what it lacks: first all articles, later the changes. Calls `tell` after each part.

    Raises ExportBusy, ExportDiffers, ExportNotFollowed, DatabaseUnreachable, FeedLost, ParquetMissing.
    """
    check_followed(*wanted.what)
    articles = rows = 0
    with _exclusively(folder), reading(dsn) as (head, connection):
        state = _resumed(connection, folder, wanted) or _begun(connection, head, wanted)
        tables = [table(connection, what) for what in state.what]
        prepare(folder, tables, state.parts)
        _save(folder, state)
        for windows in _grouped(_windows(connection, state, head, min(WINDOW, part_articles)), part_articles):
            with Part(folder, state.format, state.parts + 1, tables) as part:
                for window in windows:
                    part.add(connection, window)
                part.finish()
            state = state.reached(windows[-1], parts=state.parts + bool(part.articles))
            _save(folder, state)
            tell(state)
            articles, rows = articles + part.articles, rows + part.rows
    return Exported(position=Position(state.position, state.epoch), articles=articles, rows=rows)


def _windows(connection: Connection, state: State, head: int, size: int) -> Iterator[Window]:
    """The windows that the folder lacks: the remaining articles, then the changes since."""
    if state.after_article is not None:
        yield from all_articles(connection, state.position, state.after_article, size)
        yield Window((), state.position)
    yield from changed_articles(connection, state.position, head, size)


def _grouped(windows: Iterable[Window], articles: int) -> Iterator[list[Window]]:
    """Groups of windows with at least so many articles each, and the rest."""
    group: list[Window] = []
    for window in windows:
        group.append(window)
        if sum(len(each.targets) for each in group) >= articles:
            yield group
            group = []
    if group:
        yield group


def _resumed(connection: Connection, folder: Path, wanted: Wanted) -> State | None:
    """The state of the folder; None if it is new. Raises ExportDiffers, FeedLost."""
    try:
        state = State.model_validate_json((folder / STATE).read_text("utf-8"))
    except FileNotFoundError:
        return None
    except ValidationError:
        raise ExportDiffers(f"{folder / STATE} cannot be read") from None
    if wanted.format not in (None, state.format):
        raise ExportDiffers(f"{folder} holds {state.format}, not {wanted.format}")
    if wanted.what and set(wanted.what) != set(state.what):
        raise ExportDiffers(f"{folder} holds {', '.join(state.what)}, not {', '.join(wanted.what)}")
    if wanted.since is not None:
        raise ExportDiffers(f"{folder} continues from position {state.position} by itself")
    reached = check_bounds(connection, Position(state.position, state.epoch))
    return state.model_copy(update={"epoch": reached.epoch})


def _begun(connection: Connection, head: int, wanted: Wanted) -> State:
    kept: dict[str, Any] = {
        "format": wanted.format or Format.JSONL,
        "what": wanted.what or (What.QUOTATIONS,),
        "epoch": epoch_of(head),
    }
    if wanted.since is None:
        return State(position=head, after_article=0, **kept)
    return State(position=position_of(connection, wanted.since), after_article=None, **kept)


def _save(folder: Path, state: State) -> None:
    replace(folder / STATE, state.model_dump_json(indent=2) + "\n")


@contextmanager
def _exclusively(folder: Path) -> Iterator[None]:
    """Lets one export at a time write into a folder; the lock ends with the process. Raises ExportBusy."""
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder / ".lock", lambda: ExportBusy(str(folder))):
        yield
