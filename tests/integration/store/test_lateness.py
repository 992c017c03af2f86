"""An inbox entry that is read again, or late, never undoes a newer one."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from shared.errors import Overtaken
from shared.store import accepting, reading, retracting
from shared.store.lateness import is_late
from shared.store.records import Accepted, Outcome
from shared.store.retracting import Withdrawal
from tests.integration.store import given

OLD, NEW, OTHER = "The lock is shut.", "The lock opens.", "The lock was never shut."


def sent(engine: Engine, text: str, stream_id: str | None) -> Accepted:
    return accepting.accept(engine, given.submission(text=text), "1", stream_id=stream_id)


def newest(engine: Engine) -> tuple[int, bool]:
    """The number of the newest version, and whether the article is retracted."""
    [state] = reading.run_states(engine, ["lpa:1"])
    return state.version, state.retracted


def test_an_entry_that_is_read_again_after_newer_content_changes_nothing(engine: Engine) -> None:
    first = sent(engine, OLD, "5-0")
    sent(engine, NEW, "6-0")

    assert sent(engine, OLD, "5-0") == first.model_copy(update={"outcome": Outcome.UNCHANGED})

    assert newest(engine) == (2, False)


def test_nor_does_one_that_had_changed_nothing_the_first_time(engine: Engine) -> None:
    sent(engine, OLD, "4-0")
    sent(engine, OLD, "5-0")
    sent(engine, NEW, "6-0")

    assert sent(engine, OLD, "5-0").version == 1

    assert newest(engine) == (2, False)


def test_an_entry_that_is_read_again_after_a_retraction_does_not_bring_the_article_back(engine: Engine) -> None:
    sent(engine, OLD, "5-0")
    retracting.retract(engine, "lpa:1", stream_id="6-0")

    assert sent(engine, OLD, "5-0").outcome is Outcome.UNCHANGED

    assert newest(engine) == (1, True)


def test_a_retraction_that_is_read_again_does_not_hide_what_came_later(engine: Engine) -> None:
    sent(engine, OLD, "5-0")
    retracting.retract(engine, "lpa:1", stream_id="6-0")
    given.finish(engine, sent(engine, NEW, "7-0").run_id)

    assert retracting.retract(engine, "lpa:1", stream_id="6-0").outcome is Withdrawal.UNCHANGED

    assert newest(engine) == (2, False)


def test_content_that_came_too_late_to_be_a_version_is_refused_with_nothing_written(engine: Engine) -> None:
    # Given that one reader held an entry while another one read a newer one of the same uri
    sent(engine, OLD, "4-0")
    sent(engine, NEW, "6-0")

    with pytest.raises(Overtaken, match="lpa:1"):
        sent(engine, OTHER, "5-0")

    assert newest(engine) == (2, False)


def test_the_same_content_again_is_a_newer_entry_too(engine: Engine) -> None:
    sent(engine, NEW, "4-0")
    sent(engine, NEW, "6-0")

    with pytest.raises(Overtaken):
        sent(engine, OLD, "5-0")


def test_what_does_not_come_by_the_inbox_is_never_late(engine: Engine) -> None:
    sent(engine, OLD, "5-0")

    assert sent(engine, NEW, None).version == 2
    assert sent(engine, OTHER, "6-0").version == 3


@pytest.mark.parametrize(
    ("stream_id", "seen", "late"),
    [
        ("9-0", "10-0", True),
        ("10-0", "9-0", False),
        ("10-9", "10-10", True),
        ("10-10", "10-10", True),
        (None, "10-0", False),
        ("10-0", None, False),
    ],
)
def test_ids_are_compared_as_numbers(stream_id: str | None, seen: str | None, late: bool) -> None:
    assert is_late(stream_id, seen) is late
