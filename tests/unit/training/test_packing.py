"""Windows are as long as those that the recogniser reads, and one seed draws the same ones again."""

from __future__ import annotations

from itertools import islice
from random import Random

from documents_at_hand import marked, recipe, tokenizer, unchanged

from training.packing import Batch, batches, windows
from workers.entities.tagger.windows import WINDOW

PLAIN = recipe(augmentation=unchanged(), training={"batch": 4}, packing={"early": 0.0})
SETS = {
    "short": [marked(f"[Roe|PERSON] met {word}") for word in ("an elm", "two oaks", "an ash", "a beech")],
    "long": [marked(" ".join(["[Elmland|LOC] grew and grew"] * 40), misc=False)],
}


def drawn(seed: int, count: int) -> list[Batch]:
    return [*islice(batches(SETS, {"short": 1.0, "long": 2.0}, PLAIN, tokenizer(), seed), count)]


def test_windows_are_full_and_lose_nothing() -> None:
    # Given long documents, and no window that ends early
    stream = windows(SETS["long"], PLAIN, tokenizer(), Random(1))
    # When some are packed
    packed = [*islice(stream, 20)]
    # Then each is full, and together they are the documents, one behind the other
    assert {len(window.ids) for window in packed} == {WINDOW}
    row = [each for window in packed for each in window.ids.tolist()]
    length = row.index(row[0], 1)
    assert len(row) == 20 * WINDOW
    assert length > 0


def test_a_window_holds_several_short_documents() -> None:
    # Given documents of a few words
    stream = windows(SETS["short"], PLAIN, tokenizer(), Random(1))
    # When a window is packed
    window = next(stream)
    # Then it holds the names of several
    assert len(window.ids) == WINDOW
    assert sum(bin(mask).count("1") == 1 and mask > 1 for mask in window.allowed.tolist()) > 3


def test_a_window_may_end_early() -> None:
    # Given a recipe under which each window that is more than half full ends with its document
    early = recipe(augmentation=unchanged(), packing={"full": 0.5, "early": 1.0})
    # When windows are packed
    packed = [*islice(windows(SETS["short"], early, tokenizer(), Random(1)), 10)]
    # Then they are shorter than they might be
    assert all(WINDOW / 2 < len(window.ids) < WINDOW for window in packed)


def test_a_seed_draws_the_same_batches_again() -> None:
    # Given one seed, and another one
    one, again, other = drawn(1, 5), drawn(1, 5), drawn(2, 5)
    # Then the same seed gives the same tables, another one others
    assert [batch.ids.tolist() for batch in one] == [batch.ids.tolist() for batch in again]
    assert [batch.ids.tolist() for batch in one] != [batch.ids.tolist() for batch in other]


def test_batches_have_marks_and_filling() -> None:
    # Given a batch
    for batch in drawn(1, 5):
        # Then marks and filling teach nothing, and only pieces are read
        assert batch.ids.shape == batch.writing.shape == batch.read.shape == batch.allowed.shape
        assert set(batch.ids[:, 0].tolist()) == {tokenizer().token_to_id("[CLS]")}
        assert not batch.allowed[:, 0].any()
        assert not batch.allowed[batch.read == 0].any()
