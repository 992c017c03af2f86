"""Fields: authors from bylines, times from date lines."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from workers.parsing.dates import published_in, read_time, time_in
from workers.parsing.signatures import names_of


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
        ("By Martin Hall Jr.", ("Martin Hall Jr.",)),
        ("By Martin Hall, Jr.", ("Martin Hall, Jr.",)),
        ("By Ada Lund, AP Auto Writer", ("Ada Lund",)),
        ("By Ada Lund ada@gazette.example", ("Ada Lund",)),
        ("Story by Ada Lund", ("Ada Lund",)),
        ("Ada Lund", ("Ada Lund",)),
        ("By Ada Lund in Kyiv and Omar Reyes in Millvale", ("Ada Lund", "Omar Reyes")),
        ("By Ada Lund at Meadow Park", ("Ada Lund",)),
        ("Words by Ada Lund Pictures by Omar Reyes", ("Ada Lund",)),
        ("By Ada Lund May 7, 2024 7:00 am", ("Ada Lund",)),
        ("By: Ada Lund Posted at 7:41 PM, May 7, 2024", ("Ada Lund",)),
        ("Posted by Ada Lund on May 7, 2024, 6:21 AM EST", ("Ada Lund",)),
        ("By Ada Lund, Associated Press", ("Ada Lund",)),
        ("By Ada Lund, HBC News, Millvale", ("Ada Lund",)),
        ("By Ada Lund, The Gazette", ("Ada Lund",)),
        ("By Ada Lund, Special to the Gazette", ("Ada Lund",)),
        ("By Ada Lund, Chief Political Correspondent", ("Ada Lund",)),
        ("By PJ Lund and JD Reyes", ("PJ Lund", "JD Reyes")),
        ("By Associated Press", ("Associated Press",)),
        ("By Ada Lund HBC News", ("Ada Lund",)),
        ("By Ada J. Lund Fox Hill News", ("Ada J. Lund",)),
        ("By Ada Lund On 05/07/24 at 4:00 PM EDT", ("Ada Lund",)),
        ("By Ada Lund for Harbour Gazette and Omar Reyes", ("Ada Lund", "Omar Reyes")),
        ("By Ada Lund City Editor", ("Ada Lund",)),
        ("By Dr Ada Lund, University of Millvale", ("Dr Ada Lund",)),
        ("By HBC Staff", ("HBC Staff",)),
        ("By Our Correspondent", ()),
        ("By Staff Reporter", ()),
        ("Lund, Ada", ("Ada Lund",)),
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
        ("May 7, 2024, 6:30 p.m. PT", "2024-05-07T18:30:00-07:00"),
        ("May 7, 2024, 07:00 ET", "2024-05-07T07:00:00-04:00"),
        ("Jan. 7, 2024, 07:00 ET", "2024-01-07T07:00:00-05:00"),
        ("Updated 9:01 AM GMT+1, May 7, 2024", "2024-05-07T09:01:00+01:00"),
        ("7 May 2024 • 9:05am", "2024-05-07T09:05:00+00:00"),
        ("May 7, 2024 / 10:15 AM EDT / HBC News", "2024-05-07T10:15:00-04:00"),
        ("May 7, 2024 6 a.m. PT", "2024-05-07T06:00:00-07:00"),
        ("2024/05/07 10:15 JST", "2024-05-07T10:15:00+09:00"),
        ("7.5.2024 10:15", "2024-05-07T10:15:00+00:00"),
        ("27/05/2024 - 10:15", "2024-05-27T10:15:00+00:00"),
        ("05/27/2024", "2024-05-27T00:00:00+00:00"),
        ("Updated : 7 May 2024, 09:01 AM IST", "2024-05-07T09:01:00+05:30"),
    ],
)
def test_a_date_line_is_read(line: str, time: str) -> None:
    assert time_in(line) == datetime.fromisoformat(time)


@pytest.mark.parametrize(
    "line", ["Yesterday", "May 7", "February 31, 2024", "99:99 May 7, 2024", "", "2 hours ago", "04/05/2024", "1.2.3"]
)
def test_no_date_is_guessed(line: str) -> None:
    assert time_in(line) is None


@pytest.mark.parametrize(
    ("lines", "time"),
    [
        (["Updated May 8, 2024", "Published May 7, 2024"], datetime(2024, 5, 7, tzinfo=UTC)),
        (["Updated: 8 May 2024 | Published: 7 May 2024"], datetime(2024, 5, 7, tzinfo=UTC)),
        (["Published 7 May 2024 | Updated 8 May 2024"], datetime(2024, 5, 7, tzinfo=UTC)),
        (["Last updated May 8, 2024"], datetime(2024, 5, 8, tzinfo=UTC)),
        (["2 hours ago"], None),
        ([], None),
    ],
)
def test_a_change_is_no_publication(lines: list[str], time: datetime | None) -> None:
    assert published_in(lines) == time


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
