"""Datelines: the forms of the agencies' style books, and openings that only look like one."""

from __future__ import annotations

import pytest

from shared.model import Dateline
from workers.parsing.dateline import dateline_of


@pytest.mark.parametrize(
    ("paragraph", "dateline"),
    [
        ("Kyiv: The bridge opened.", Dateline(exact="Kyiv:", place="Kyiv")),
        ("New Delhi: The bridge opened.", Dateline(exact="New Delhi:", place="New Delhi")),
        ("LONDON (AP) — The bridge opened.", Dateline(exact="LONDON (AP) —", place="London", agency="AP")),
        (
            "KYIV, May 12 (Reuters) - The bridge opened.",
            Dateline(exact="KYIV, May 12 (Reuters) -", place="Kyiv", date="May 12", agency="Reuters"),
        ),
        (
            "OSLO--(BUSINESS WIRE)--The bridge opened.",
            Dateline(exact="OSLO--(BUSINESS WIRE)--", place="Oslo", agency="BUSINESS WIRE"),
        ),
        (
            "MILLVALE, May 12, 2024 /PRNewswire/ -- The bridge opened.",
            Dateline(
                exact="MILLVALE, May 12, 2024 /PRNewswire/ --",
                place="Millvale",
                date="May 12, 2024",
                agency="PRNewswire",
            ),
        ),
        (
            "STRASBOURG, France (AP) — The bridge opened.",
            Dateline(exact="STRASBOURG, France (AP) —", place="Strasbourg", region="France", agency="AP"),
        ),
        ("(Reuters) - The bridge opened.", Dateline(exact="(Reuters) -", agency="Reuters")),
        (
            "Mumbai, 3 June (PTI): The bridge opened.",
            Dateline(exact="Mumbai, 3 June (PTI):", place="Mumbai", date="3 June", agency="PTI"),
        ),
        (
            "Millvale (MP), May 3 (PTI) The bridge opened.",
            Dateline(exact="Millvale (MP), May 3 (PTI)", place="Millvale", region="MP", date="May 3", agency="PTI"),
        ),
        ("GENEVA — The bridge opened.", Dateline(exact="GENEVA —", place="Geneva")),
        (
            "New York, NY – The bridge opened.",
            Dateline(exact="New York, NY –", place="New York", region="NY"),
        ),
        (
            "MOSCOW/KYIV, Dec. 1 (Reuters) - The bridge opened.",
            Dateline(exact="MOSCOW/KYIV, Dec. 1 (Reuters) -", place="Moscow/Kyiv", date="Dec. 1", agency="Reuters"),
        ),
        (
            "MILLVALE, Pa. (AP) -- The bridge opened.",
            Dateline(exact="MILLVALE, Pa. (AP) --", place="Millvale", region="Pa.", agency="AP"),
        ),
        (
            "PODUNK, Ohio, March 3 — The bridge opened.",
            Dateline(exact="PODUNK, Ohio, March 3 —", place="Podunk", region="Ohio", date="March 3"),
        ),
        ("MILLVALE, W.Va. - The bridge opened.", Dateline(exact="MILLVALE, W.Va. -", place="Millvale", region="W.Va.")),
        (
            "Washington, D.C.- The bridge opened.",
            Dateline(exact="Washington, D.C.-", place="Washington", region="D.C."),
        ),
        (
            "HONOLULU (IslandNewsDesk) - The bridge opened.",
            Dateline(exact="HONOLULU (IslandNewsDesk) -", place="Honolulu", agency="IslandNewsDesk"),
        ),
    ],
)
def test_a_dateline_is_read(paragraph: str, dateline: Dateline) -> None:
    found = dateline_of(paragraph)
    assert found is not None
    assert found.dateline == dateline
    assert paragraph[: found.length] == dateline.exact


@pytest.mark.parametrize(
    "paragraph",
    [
        "Summary: The bridge opened.",
        "Update: The bridge opened.",
        "BREAKING — The bridge opened.",
        "London — the city on the river — has a new bridge.",
        "Paris, Texas — the town on the river — has a new bridge.",
        "Iran-backed builders opened the bridge.",
        "Smith: The bridge is open.",
        "Engineers (ABC) opened the bridge.",
        "The bridge opened.",
        "(File) - The bridge opened.",
        "UPDATED May 7, 2024 | 2:10 PM",
        "UPDATED May 7 - The bridge opened.",
        "MAYOR LUND, Board - The bridge opened.",
        "Paris Hilton: I crossed the bridge.",
        "",
    ],
)
def test_what_only_looks_like_one_is_none(paragraph: str) -> None:
    assert dateline_of(paragraph) is None
