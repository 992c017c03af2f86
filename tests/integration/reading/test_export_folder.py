"""A folder of exports ends up as what the views show: whatever writers do, and wherever an export breaks off."""

from __future__ import annotations

import gc
import os
import random
import subprocess
import sys
import tracemalloc
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from shared.errors import FeedBehind, FeedPruned, UnknownArticle
from shared.export import Exported, Format, Wanted, What, into_folder
from shared.export import folder as exporting
from shared.export.errors import ExportBusy, ExportDiffers
from shared.export.folder import State
from shared.export.part import Part
from shared.store import retracting
from tests.copies import copy_articles
from tests.integration.reading.exported import keys, parts, shown, standing_in, uris
from tests.integration.store import given

QUOTATIONS = Wanted(what=(What.QUOTATIONS,))


class Crash(Exception):
    """What ends an export in the middle of a part."""


def fill(url: str, folder: Path, wanted: Wanted = QUOTATIONS, part: int = 2) -> Exported:
    return into_folder(url, folder, wanted, part_articles=part)


def state(folder: Path) -> State:
    return State.model_validate_json((folder / "export.json").read_text())


@pytest.fixture
def crashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every export crashes by chance: while it writes rows, before a part is whole, or before it is noted."""
    chance = random.Random(7)

    def by_chance(owner: object, name: str) -> None:
        original = getattr(owner, name)

        def go(*arguments: object) -> object:
            if chance.random() < 0.15:
                raise Crash
            return original(*arguments)

        monkeypatch.setattr(owner, name, go)

    by_chance(Part, "add")
    by_chance(Part, "finish")
    by_chance(exporting, "_save")


def until_whole(url: str, folder: Path, wanted: Wanted) -> int:
    """Exports again and again until one comes to its end; returns how many broke off."""
    for crashes in range(1000):
        try:
            fill(url, folder, wanted)
        except Crash:
            continue
        return crashes
    raise AssertionError("no export came to its end")


def writer(engine: Engine, seed: int) -> None:
    """New articles, new versions, retractions, by chance."""
    chance = random.Random(seed)
    for n in range(8):
        uri = f"w{seed}:{chance.randrange(5)}"
        if chance.random() < 0.3:
            with suppress(UnknownArticle):
                retracting.retract(engine, uri)
        else:
            given.finished(engine, uri, given.TEXT + f"{n}.")


@pytest.mark.parametrize("form", Format)
def test_crashes_and_writers_leave_no_gap_and_nothing_double(
    engine: Engine, database_url: str, tmp_path: Path, crashing: None, form: Format
) -> None:
    # Given articles, and an export that crashes all the time, while three write
    folder, wanted = tmp_path / "out", Wanted(format=form, what=(What.QUOTATIONS, What.ENTITIES))
    for n in range(5):
        given.finished(engine, f"before:{n}")
    jobs = [partial(writer, engine, seed) for seed in range(3)]
    crashes: list[int] = []

    def exports() -> None:
        for _ in range(3):
            crashes.append(until_whole(database_url, folder, wanted))

    given.all_at_once([*jobs, exports])
    # When they have written, and it has come to its end once more
    crashes.append(until_whole(database_url, folder, wanted))
    # Then the folder says what the views show, each row once
    assert sum(crashes) > 0
    assert state(folder).after_article is None
    for what in wanted.what:
        assert keys(standing_in(folder / what)) == shown(database_url, what.view)
        assert not list((folder / what).glob("*.unfinished"))


def test_a_killed_process_goes_on_behind_its_last_whole_part(engine: Engine, database_url: str, tmp_path: Path) -> None:
    # Given a process that exports one article a part, killed after its second
    for n in range(40):
        given.finished(engine, f"uri:{n:02d}")
    folder = tmp_path / "out"
    command = [sys.executable, "-m", "workers.cli", "export", "--to", str(folder), "--part", "1"]
    environment = os.environ | {"ONRECORD_DATABASE_URL": database_url}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert any(line.startswith("onrecord: 2 parts") for line in process.stderr)
        process.kill()
    done = state(folder)
    written = {path.name: path.stat().st_mtime_ns for path in parts(folder / "quotations")[: done.parts]}
    # When what it had told changes, and the same command is given again
    given.finished(engine, "uri:00", given.TEXT + "More.")
    retracting.retract(engine, "uri:01")
    again = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
    # Then whole parts are left as they were, and the folder says what the views show
    assert state(folder).position == 42
    assert "up to position 42" in again.stderr
    assert {p.name: p.stat().st_mtime_ns for p in parts(folder / "quotations") if p.name in written} == written
    assert keys(standing_in(folder / "quotations")) == shown(database_url)


def test_what_a_crash_left_behind_is_taken_away(engine: Engine, database_url: str, tmp_path: Path) -> None:
    # Given a part that was written, and not noted, whose article is gone now
    given.finished(engine, "a")
    fill(database_url, tmp_path)
    given.finished(engine, "b")
    noted = (tmp_path / "export.json").read_text()
    fill(database_url, tmp_path)
    (tmp_path / "export.json").write_text(noted)
    (tmp_path / "quotations" / "00000003.jsonl.unfinished").write_text("{")
    retracting.retract(engine, "b")
    # When the export goes on
    fill(database_url, tmp_path)
    # Then nothing of it is left
    assert [path.name for path in parts(tmp_path / "quotations")] == ["00000001.jsonl", "00000002.jsonl"]
    assert list(uris(standing_in(tmp_path / "quotations"))) == ["a"]
    assert keys(standing_in(tmp_path / "quotations")) == shown(database_url)


def test_parts_are_of_the_size_that_was_asked_for_and_nothing_new_makes_none(
    engine: Engine, database_url: str, tmp_path: Path
) -> None:
    for n in range(5):
        given.finished(engine, f"uri:{n}")

    assert fill(database_url, tmp_path, part=2) == Exported(position=5, articles=5, rows=20)
    assert [len(path.read_text().splitlines()) for path in parts(tmp_path / "quotations")] == [8, 8, 4]
    before = (tmp_path / "export.json").read_text()
    assert fill(database_url, tmp_path) == Exported(position=5, articles=0, rows=0)
    assert (tmp_path / "export.json").read_text() == before
    assert (tmp_path / "quotations" / "schema.json").exists()


def test_a_folder_may_begin_with_what_changed(engine: Engine, database_url: str, tmp_path: Path) -> None:
    for uri in "abc":
        given.finished(engine, uri)

    fill(database_url, tmp_path, Wanted(since=1))

    assert list(uris(standing_in(tmp_path / "quotations"))) == ["b", "c"]


def test_a_folder_that_the_feed_no_longer_reaches_is_told(engine: Engine, database_url: str, tmp_path: Path) -> None:
    given.finished(engine, "a")
    fill(database_url, tmp_path)
    for uri in "bcd":
        given.finished(engine, uri)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM core.change WHERE position < 4"))

    with pytest.raises(FeedPruned):
        fill(database_url, tmp_path)
    assert state(tmp_path).position == 1


def test_a_folder_of_another_database_is_told(engine: Engine, database_url: str, tmp_path: Path) -> None:
    # Given a folder that has come further than the database, as after a restore from a backup
    given.finished(engine, "a")
    fill(database_url, tmp_path)
    ahead = state(tmp_path).model_copy(update={"position": 7})
    (tmp_path / "export.json").write_text(ahead.model_dump_json())

    with pytest.raises(FeedBehind):
        fill(database_url, tmp_path)


@pytest.mark.parametrize(
    "wanted",
    [Wanted(format=Format.CSV), Wanted(what=(What.ARTICLES,)), Wanted(since=0)],
    ids=["format", "what", "since"],
)
def test_another_export_needs_another_folder(database_url: str, tmp_path: Path, wanted: Wanted) -> None:
    fill(database_url, tmp_path)

    with pytest.raises(ExportDiffers):
        fill(database_url, tmp_path, wanted)
    (tmp_path / "export.json").write_text("{")
    with pytest.raises(ExportDiffers, match="cannot be read"):
        fill(database_url, tmp_path)


def test_one_export_at_a_time_writes_into_a_folder(engine: Engine, database_url: str, tmp_path: Path) -> None:
    given.finished(engine, "a")

    def second(_: State) -> None:
        with pytest.raises(ExportBusy):
            fill(database_url, tmp_path)

    told: list[State] = []
    into_folder(database_url, tmp_path, QUOTATIONS, tell=lambda state: (second(state), told.append(state))[1])
    assert len(told) == 1


def test_memory_stays_flat(engine: Engine, database_url: str, tmp_path: Path) -> None:
    # Given an export of some articles, and one of eight times as many
    def peak(folder: Path) -> int:
        gc.collect()
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        fill(database_url, folder, part=20)
        return tracemalloc.get_traced_memory()[1] - before

    for n in range(20):
        given.finished(engine, f"uri:{n}")
    copy_articles(engine, 4)
    fill(database_url, tmp_path / "warm")
    tracemalloc.start()
    try:
        few = peak(tmp_path / "few")
        copy_articles(engine, 7)
        many = peak(tmp_path / "many")
    finally:
        tracemalloc.stop()
    # Then it took nowhere near eight times the memory: what else runs in this process allocates too
    assert len(parts(tmp_path / "many" / "quotations")) == 40
    assert many < 3 * few
