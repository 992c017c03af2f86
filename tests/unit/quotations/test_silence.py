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
    ("The ministry never comments on rumours.", "comments on rumours", None),
    ("Jane Roe has not returned calls.", "calls", "Jane Roe"),
    ("Jane Roe did not answer a question about the boat.", "a question about the boat", "Jane Roe"),
    ("Jane Roe declined to tell divers why she had left.", "to tell divers why she had left", "Jane Roe"),
    ("Jane Roe would not tell divers why she had left.", "why she had left", "Jane Roe"),
    ("Jane Roe would not elaborate on the plan.", "on the plan", "Jane Roe"),
    ("Jane Roe won’t discuss the plan.", "the plan", "Jane Roe"),
    ("Jane Roe declined to be interviewed.", "to be interviewed", "Jane Roe"),
    ("Peter Poe, who could not be reached for comment, owns the boat.", "for comment", "Peter Poe"),
    ("Peter Poe left the town and could not be reached for comment.", "for comment", "Peter Poe"),
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
        "The letters would not answer all that Jane Roe had asked.",
        "Jane Roe did not say why she had left.",
        "Jane Roe would not be told why the boat was late.",
        "Jane Roe refused to leave the boat.",
        "Roe’s comment had no effect on the race.",
    ],
)
def test_what_only_looks_like_it_is_no_silence(models: Models, lines: str) -> None:
    assert [q for q in quotations(models, lines) if q.act.value == "no_comment"] == []
