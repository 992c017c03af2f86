"""A stage is done once, goes on where it was stopped, and anew if something that it depends on has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.stages import digest, once, together


class Stopped(Exception):
    """Somebody pressed Ctrl-C."""


def test_what_is_done_is_not_done_again(tmp_path: Path) -> None:
    # Given a stage that is done
    made: list[Path] = []
    once(tmp_path / "stage", "key", made.append)
    # When it is asked for under the same key, and under another one
    once(tmp_path / "stage", "key", made.append)
    once(tmp_path / "stage", "other", made.append)
    # Then only the other key makes it anew
    assert made == [tmp_path / "stage"] * 2


def test_a_stopped_stage_finds_what_it_left(tmp_path: Path) -> None:
    # Given a stage that was stopped
    def stopped(folder: Path) -> None:
        (folder / "checkpoint").write_text("half")
        raise Stopped

    with pytest.raises(Stopped):
        once(tmp_path / "stage", "key", stopped)
    # When it is done again
    left: list[bool] = []
    once(tmp_path / "stage", "key", lambda folder: left.append((folder / "checkpoint").exists()))
    # Then its traces are there
    assert left == [True]


def test_another_key_finds_nothing(tmp_path: Path) -> None:
    # Given a stage that is done
    once(tmp_path / "stage", "key", lambda folder: (folder / "weights").touch())
    # When the recipe has changed
    left: list[bool] = []
    once(tmp_path / "stage", "other", lambda folder: left.append((folder / "weights").exists()))
    # Then it begins from nothing
    assert left == [False]


def test_a_digest_depends_on_each_part() -> None:
    # Given parts of several kinds, when one differs, then so does the digest; the order of a set does not matter
    assert digest(1, {"a": 2}, frozenset("xy")) == digest(1, {"a": 2}, frozenset("yx"))
    assert digest(1, {"a": 2}, frozenset("xy")) != digest(1, {"a": 3}, frozenset("xy"))


def test_calls_are_made_by_several_processes() -> None:
    # Given some calls, when they are made together, then all results come
    assert sorted(together(2, pow, [(base, 2) for base in range(4)])) == [0, 1, 4, 9]
    assert [*together(2, pow, [])] == []
