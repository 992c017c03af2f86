"""The model of the service: what it says where the answer is known."""

from __future__ import annotations

import pytest

from tests.bench.queueing import Costs, rate, simulate

COSTS = Costs(pure=[(0.01, 0.05, 0.04)], beside=0.005, postgres=0.005, intake=0.002, head=0.0)
ALONE = 0.1 + 3 * 0.01
"""Seconds of the three stages of an article, worker and Postgres."""
WHOLE = ALONE + 0.01 + 0.002
"""With its identities and intake: seconds of a core."""


def test_an_article_alone_takes_its_own_time() -> None:
    ((came, seen),) = simulate(COSTS, [1.0], children=2, cores=2)
    assert seen - came == pytest.approx(ALONE + 0.002)


@pytest.mark.parametrize(
    ("children", "cores", "limit"),
    [
        (1, 8, 1 / ALONE),  # the child; identities wait till the end
        (8, 1, 1 / (ALONE + 0.002)),  # the core
        (2, 8, 2 / ALONE),
        (4, 2, 2 / (ALONE + 0.002)),
    ],
)
def test_what_is_scarce_decides_how_many_a_second(children: int, cores: int, limit: float) -> None:
    assert rate(COSTS, 200, children, cores) == pytest.approx(limit, rel=0.05)


def test_the_head_row_of_the_feed_is_the_last_limit() -> None:
    # Given a commit that holds the head row for 10 ms
    slow = COSTS._replace(head=0.01, intake=0.0)

    # When children and cores abound
    found = rate(slow, 1000, children=400, cores=400)

    # Then no more than a hundred articles a second are seen, and almost so many
    assert 80 < found <= 100


def test_articles_that_come_one_by_one_wait_for_nobody() -> None:
    seen = simulate(COSTS, [n * 2 * WHOLE for n in range(20)], children=1, cores=1)
    assert max(after - came for came, after in seen) == pytest.approx(ALONE + 0.002)
