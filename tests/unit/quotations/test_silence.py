"""Who did not answer: kept apart from statements, one row for every way to say it."""

from __future__ import annotations

import pytest
from spoken import quotations

from workers.models import Models

SILENT = [
    ("Jane Roe declined to comment.", "to comment", "Jane Roe"),
    ("Harbour Line could not be reached for comment.", "for comment", "Harbour Line"),
    ("Jane Roe couldn’t immediately be reached for comment.", "for comment", "Jane Roe"),
    ("Harbour Line was not available for comment.", "for comment", "Harbour Line"),
    ("Peter Poe was unavailable for comment on Friday.", "for comment", "Peter Poe"),
    ("A lawyer for Jane Roe did not return calls seeking comment.", "calls seeking comment", None),
    ("The ministry would not comment on the report.", "comment on the report", None),
    ("The ministry wouldn’t comment.", "comment", None),
    ("The ministry did not immediately comment.", "immediately comment", None),
    ("Jane Roe has not commented on the loss.", "commented on the loss", "Jane Roe"),
    ("Jane Roe had no comment.", "no comment", "Jane Roe"),
    ("Harbour Line did not respond to requests for comment.", "to requests for comment", "Harbour Line"),
    ("The ministry refused to comment on the loss.", "to comment on the loss", None),
]


@pytest.mark.parametrize(("lines", "content", "name"), SILENT)
def test_who_did_not_answer_is_told(models: Models, lines: str, content: str, name: str | None) -> None:
    (found,) = quotations(models, lines)

    assert (found.act.value, found.content) == ("no_comment", content)
    assert found.speaker is not None
    assert found.speaker.name == name


@pytest.mark.parametrize(
    "lines",
    [
        "The survivors could not be reached by boat.",
        "Jane Roe did not return the boat.",
        "The boat was not available for the race.",
        "Roe’s comment had no effect on the race.",
    ],
)
def test_what_only_looks_like_it_is_no_silence(models: Models, lines: str) -> None:
    assert [q for q in quotations(models, lines) if q.act.value == "no_comment"] == []
