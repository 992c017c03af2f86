"""Every golden parsing fixture comes out as it was labelled: each line in its kind, and the fields that it states."""

from __future__ import annotations

import difflib

import pytest

from shared.model import ParsedArticle, Submission
from tests.golden.parsing.fixtures import FORMS, WRAP, Fixture, fixtures, payload_of
from workers.doors.forms import read
from workers.parsing import parse

ALL = fixtures()
NOISE = {"related", "boilerplate", "caption"}


def params() -> list[object]:
    """The fixtures; one that names a known failure is expected to fail."""
    return [
        pytest.param(
            fixture,
            id=f"{fixture.form}-{fixture.name}",
            marks=[pytest.mark.xfail(reason=fixture.fields["known"], strict=True)] if "known" in fixture.fields else [],
        )
        for fixture in ALL
    ]


def parsed(fixture: Fixture) -> ParsedArticle:
    (item,) = read(*payload_of(fixture))
    assert isinstance(item, Submission), item
    return parse(item)


def seen(article: ParsedArticle) -> list[str]:
    """The article's segments in the fixtures' own markup."""
    return [
        f"{s.kind.value}{' again' if s.duplicate_of is not None else ''} | {' '.join(article.slice(s).split())}"
        for s in article.segments
        if s.kind != "gap"
    ]


def labels(fixture: Fixture, found: list[str]) -> list[str]:
    """What the fixture expects, less the lines that may be missing and are."""
    rows = (
        (line.maybe, f"{line.kind}{' again' if line.again else ''} | {line.text.replace(WRAP, ' ')}")
        for line in fixture.lines
    )
    texts = {row.partition(" | ")[2] for row in found}
    return [row for maybe, row in rows if not maybe or row.partition(" | ")[2] in texts]


@pytest.mark.parametrize("fixture", params())
def test_every_line_is_of_its_kind(fixture: Fixture) -> None:
    # Given the file that a producer would send, When it is read and parsed
    article = parsed(fixture)
    # Then every line is what the label says, and the fields are what the article says
    found = seen(article)
    wanted = labels(fixture, found)
    assert found == wanted, "\n" + "\n".join(difflib.unified_diff(wanted, found, "labelled", "parsed", "", "", 1, ""))
    stated = {name: value for name, value in fixture.fields.items() if name in STATED}
    assert {name: STATED[name](article) for name in stated} == stated


STATED = {
    "headline": lambda article: article.headline,
    "authors": lambda article: "; ".join(article.authors),
    "published_at": lambda article: article.published_at.isoformat() if article.published_at else "",
    "publisher": lambda article: article.publisher,
    "language": lambda article: article.language,
    "place": lambda article: article.dateline.place if article.dateline else "",
    "agency": lambda article: article.dateline.agency if article.dateline else "",
    "warnings": lambda article: " ".join(warning.code for warning in article.warnings),
}


def test_there_are_enough_of_them_in_every_form_and_of_every_kind() -> None:
    assert len(ALL) >= 60
    assert len({fixture.name for fixture in ALL}) == len(ALL)
    assert {fixture.form for fixture in ALL} == set(FORMS)
    kinds = {line.kind for fixture in ALL for line in fixture.lines}
    assert {*NOISE, "headline", "standfirst", "byline", "dateline", "crosshead", "list_item", "pullquote"} <= kinds
