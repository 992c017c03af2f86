"""The page about metrics is that of the metrics that there are."""

from __future__ import annotations

from workers.metrics.page import PAGE, page


def test_the_page_is_written_from_the_declarations() -> None:
    # Given the page that the declarations make
    # When it is compared with the one that is there
    # Then `make metrics-page` has nothing to do
    assert PAGE.read_text("utf-8") == page()
