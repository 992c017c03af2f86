"""An export that is kept in a folder and goes on from where it stopped, after its end or after a crash.

    export.json                 how far it has come: written last, after each part
    quotations/schema.json      what the columns are
    quotations/00000001.parquet, quotations/00000002.parquet ...

First all articles, in the order of their numbers, then those that changed since the position at which that began. Each
run reads one moment. If a first run breaks off, the next one goes on behind the last whole part with a later moment,
and then reads again what changed in between: nothing is missed, and what is told twice is told rightly the last time.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from shared.export.errors import ExportBusy, ExportDiffers
from shared.export.formats import Format
from shared.export.part import Part, prepare, replace
from shared.export.reading import WINDOW, Connection, Window, all_articles, changed_articles, position_of, reading
from shared.export.records import Exported
from shared.export.tables import What, check_followed, table
from shared.feed import check_bounds
from shared.model import Record

STATE = "export.json"

PART_ARTICLES = 10_000
"""Articles in a part: a crash loses no more work than that, and a million make a hundred files."""


class State(Record):
    """What the folder holds and how far it has come."""

    format: Format
    what: tuple[What, ...]
    position: int
    """What changed up to here is told."""
    after_article: int | None
    """All articles up to this number are told; null: all there were."""
    parts: int = 0

    def reached(self, window: Window, parts: int) -> State:
        """The state once all up to this window is told, in so many parts."""
        done = {"position": window.position, "after_article": window.last_article, "parts": parts}
        return self.model_copy(update=done)


class Wanted(Record):
    """What somebody asks for; an export that is there already answers what is left open."""

    format: Format | None = None
    what: tuple[What, ...] = ()
    since: int | datetime | None = None
    """Begin with what changed since then, not with all that there is."""


def into_folder(
    dsn: str,
    folder: Path,
    wanted: Wanted,
    *,
    part_articles: int = PART_ARTICLES,
    tell: Callable[[State], None] = lambda _: None,
) -> Exported:
    """Add to the folder what it lacks: first all there is, later what changed. `tell` is called after each part.

    Raises ExportBusy, ExportDiffers, ExportNotFollowed, DatabaseUnreachable, FeedPruned, FeedBehind, ParquetMissing.
    """
    check_followed(*wanted.what)
    articles = rows = 0
    with _alone(folder), reading(dsn) as (head, connection):
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
    return Exported(position=state.position, articles=articles, rows=rows)


def _windows(connection: Connection, state: State, head: int, size: int) -> Iterator[Window]:
    """What the folder lacks: the rest of all articles, then what has changed since."""
    if state.after_article is not None:
        yield from all_articles(connection, state.position, state.after_article, size)
        yield Window((), state.position)
    yield from changed_articles(connection, state.position, head, size)


def _grouped(windows: Iterable[Window], articles: int) -> Iterator[list[Window]]:
    """Windows of at least so many articles together, and the rest."""
    group: list[Window] = []
    for window in windows:
        group.append(window)
        if sum(len(each.told) for each in group) >= articles:
            yield group
            group = []
    if group:
        yield group


def _resumed(connection: Connection, folder: Path, wanted: Wanted) -> State | None:
    """How far the folder has come; None if it is new. Raises ExportDiffers, FeedPruned, FeedBehind."""
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
        raise ExportDiffers(f"{folder} goes on from position {state.position} by itself")
    check_bounds(connection, state.position)
    return state


def _begun(connection: Connection, head: int, wanted: Wanted) -> State:
    kept = {"format": wanted.format or Format.JSONL, "what": wanted.what or (What.QUOTATIONS,)}
    if wanted.since is None:
        return State(position=head, after_article=0, **kept)
    return State(position=position_of(connection, wanted.since), after_article=None, **kept)


def _save(folder: Path, state: State) -> None:
    replace(folder / STATE, state.model_dump_json(indent=2) + "\n")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One export at a time writes into a folder; the lock goes with the process. Raises ExportBusy."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ExportBusy(str(folder)) from None
        yield
