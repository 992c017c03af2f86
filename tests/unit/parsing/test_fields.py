"""Fields: authors from bylines, times from date lines."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from workers.parsing.dates import read_time, time_in
from workers.parsing.fields import names_of


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Ada Lund", ("Ada Lund",)),
        ("BY ADA LUND", ("ADA LUND",)),
        ("By Ada Lund and Omar Reyes", ("Ada Lund", "Omar Reyes")),
        ("By Ada Lund, Omar Reyes & Kim O'Neil", ("Ada Lund", "Omar Reyes", "Kim O'Neil")),
        ("By Ada Lund, staff writer", ("Ada Lund",)),
        ("By Ada Lund | Harbour Gazette", ("Ada Lund",)),
        ("By Ada Lund - May 7, 2024", ("Ada Lund",)),
        ("By Martin Hall Jr.", ("Martin Hall Jr",)),
        ("By Martin Hall, Jr.", ("Martin Hall, Jr",)),
        ("By Ada Lund ada@gazette.example", ("Ada Lund",)),
        ("Story by Ada Lund", ("Ada Lund",)),
        ("Ada Lund", ("Ada Lund",)),
        ("By the river", ()),
        ("", ()),
        (None, ()),
    ],
)
def test_a_byline_names_its_authors(byline: str | None, names: tuple[str, ...]) -> None:
    assert names_of(byline) == names


@pytest.mark.parametrize(
    ("line", "time"),
    [
        ("Published May 7, 2024 at 6:30 p.m. EDT", "2024-05-07T18:30:00-04:00"),
        ("Tuesday 7 May 2024 08.15 BST", "2024-05-07T08:15:00+01:00"),
        ("7th May 2024", "2024-05-07T00:00:00+00:00"),
        ("8:15 am PST, Tuesday May 7, 2024", "2024-05-07T08:15:00-08:00"),
        ("2024-05-07", "2024-05-07T00:00:00+00:00"),
        ("May 7, 2024, 6:30 p.m. PT", "2024-05-07T18:30:00-08:00"),
        ("Updated : 7 May 2024, 09:01 AM IST", "2024-05-07T09:01:00+05:30"),
    ],
)
def test_a_date_line_is_read(line: str, time: str) -> None:
    assert time_in(line) == datetime.fromisoformat(time)


@pytest.mark.parametrize("line", ["Yesterday", "May 7", "February 31, 2024", "99:99 May 7, 2024", "", "2 hours ago"])
def test_no_date_is_guessed(line: str) -> None:
    assert time_in(line) is None


@pytest.mark.parametrize(
    ("stamp", "time"),
    [
        ("2024-05-07T18:30:00Z", datetime(2024, 5, 7, 18, 30, tzinfo=UTC)),
        ("2024-05-07T18:30:00", datetime(2024, 5, 7, 18, 30, tzinfo=UTC)),
        ("May 7, 2024", datetime(2024, 5, 7, tzinfo=UTC)),
        ("no time", None),
    ],
)
def test_metadata_times(stamp: str, time: datetime | None) -> None:
    assert read_time(stamp) == time
