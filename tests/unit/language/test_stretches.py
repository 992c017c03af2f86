"""Where stretches and mentions stand."""

from __future__ import annotations

from spoken import found_in

from workers.language.stretches import Mentions, Stretches


def test_stretches_and_mentions_are_found_by_where_they_stand() -> None:
    text = "Jane Roe met Peter Poe."
    mentions = Mentions(found_in(text, "person: Jane Roe = Roe", "person: Peter Poe = Poe").mentions)
    stretches = Stretches([(5, 9), (0, 3)])

    assert [stretches.holds(i) for i in (0, 1, 3, 5, 6, 9, 40)] == [False, True, False, False, True, False, False]
    assert [m.exact for m in mentions.inside(0, len(text))] == ["Jane Roe", "Peter Poe"]
    assert mentions.covering(5, 8) is not None
    assert mentions.covering(text.index("met"), 12) is None
