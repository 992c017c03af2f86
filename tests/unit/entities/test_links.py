"""Cities, people and bodies: linked where the article agrees, and left alone where it does not."""

from __future__ import annotations

import pytest
from entity_marks import marked

from shared.errors import BadRegistry
from shared.model import Entity, EntityKind, FoundEntities, Mention
from workers.entities.links import Registry, default_registry, link
from workers.entities.links.registry import read_registry
from workers.entities.records import KIND_OF_LABEL

OWN = """name,aliases,scheme,id,kind,country
Elm Foods,Elm Foods plc|EFX,companies,0042,organization,
Joan Hale,,staff,7,person,NZ
Tim Roe,,staff,8,,
Tim Roe,,staff,9,,
"""


def linked(text: str, registry: Registry | None = None) -> dict[str, str | None]:
    """The last link of every marked name, each an entity of its own."""
    article, names, _ = marked(text)
    entities = tuple(
        Entity(ordinal=at, kind=KIND_OF_LABEL[name.label], name=name.exact, mention_count=1)
        for at, name in enumerate(names)
    )
    mentions = tuple(
        Mention(ordinal=at, form="name", entity=at, label=n.label, start_char=n.start, end_char=n.end, exact=n.exact)
        for at, n in enumerate(names)
    )
    found = link(article, FoundEntities(entities=entities, mentions=mentions), registry or default_registry())
    return {e.name: e.links[-1].id if e.links else None for e in found.entities}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Paris|LOC] and [Lyon|LOC] are in [France|LOC].", {"Paris": "2988507", "Lyon": None, "France": "Q142"}),
        ("[Paris|LOC], Texas, rebuilt its tower.", {"Paris": None}),
        ("[London|LOC] is in [Ontario|LOC].", {"London": None, "Ontario": None}),
        ("[London|LOC] and [Leeds|LOC] are in [Britain|LOC].", {"London": "2643743", "Leeds": None, "Britain": "Q145"}),
        ("The mayor of [London|LOC] resigned.", {"London": "2643743"}),
        ("[Hyderabad|LOC] in [Pakistan|LOC] was calm.", {"Hyderabad": "1176734", "Pakistan": "Q843"}),
        ("[Hyderabad|LOC] was calm.", {"Hyderabad": None}),
        ("[Hyderabad|LOC]: [India|LOC] or [Peru|LOC]?", {"Hyderabad": "1269843", "India": "Q668", "Peru": "Q419"}),
        (
            "[Hyderabad|LOC] of [India|LOC], of [Pakistan|LOC].",
            {"Hyderabad": None, "India": "Q668", "Pakistan": "Q843"},
        ),
        ("[Houston|LOC], [Texas|LOC], is flooded.", {"Houston": "4699066", "Texas": None}),
        ("[LA|LOC] is in the [United States|LOC].", {"LA": "5368361", "United States": "Q30"}),
        ("Shreveport, [LA|LOC], is in the [United States|LOC].", {"LA": None, "United States": "Q30"}),
        ("[Washington|LOC] said no.", {"Washington": None}),
        ("She flew to [Washington, D.C.|LOC] for talks.", {"Washington, D.C.": "4140963"}),
    ],
)
def test_cities_need_their_country(text: str, expected: dict[str, str | None]) -> None:
    assert linked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Emmanuel Macron|PERSON] spoke for [France|LOC].", {"Emmanuel Macron": "Q3052772", "France": "Q142"}),
        ("[Emmanuel Macron|PERSON] plays the organ.", {"Emmanuel Macron": None}),
        ("[Macron|PERSON] spoke for [France|LOC].", {"Macron": None, "France": "Q142"}),
        ("The [ECB|ORG] held rates.", {"ECB": "Q8901"}),
        ("The [ECB|ORG] said the second Test would be played: cricket at its best.", {"ECB": None}),
        ("The [U.N.|ORG] met.", {"U.N.": "Q1065"}),
        ("[Arsenal|ORG] won at the [Emirates|LOC], a Premier League ground.", {"Arsenal": None, "Emirates": None}),
        ("The [Emirates|LOC] sent aid.", {"Emirates": "Q878"}),
        ("The [WHO|ORG] and [Who|PERSON] said so.", {"WHO": "Q7817", "Who": None}),
        ("[Volodymyr Zelenskiy|PERSON] left [Ukraine|LOC].", {"Volodymyr Zelenskiy": "Q3874799", "Ukraine": "Q212"}),
    ],
)
def test_the_table_that_ships(text: str, expected: dict[str, str | None]) -> None:
    assert linked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Elm Foods|ORG] sued [EFX|ORG].", {"Elm Foods": "0042", "EFX": "0042"}),
        ("[Efx|ORG] sold shares.", {"Efx": None}),
        ("[Joan Hale|PERSON] of [New Zealand|LOC] won.", {"Joan Hale": "7", "New Zealand": "Q664"}),
        ("[Joan Hale|PERSON] won.", {"Joan Hale": None}),
        ("[Tim Roe|PERSON] lost.", {"Tim Roe": None}),
        ("[Elm Foods|PERSON] is no person.", {"Elm Foods": None}),
    ],
)
def test_a_table_of_ones_own(text: str, expected: dict[str, str | None]) -> None:
    assert linked(text, read_registry(OWN)) == expected


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "its columns are none"),
        ("name,id\na,1\n", "its columns are id, name"),
        ("name,scheme,id,colour\na,s,1,red\n", "colour"),
        ("name,scheme,id\na,s,1\nb,,2\n", "line 3"),
        ("name,scheme,id\na,s,1,more\n", "line 2"),
        ("name,scheme,id,kind\na,s,1,robot\n", "'robot'"),
    ],
)
def test_a_table_that_cannot_be_read_says_where(text: str, told: str) -> None:
    with pytest.raises(BadRegistry, match=told):
        read_registry(text)


def test_the_default_is_small_and_every_row_can_link() -> None:
    registry = default_registry()

    assert len(registry.entries) > 300
    for entry in registry.entries:
        countries = {entry.country} if entry.country else set()
        assert registry.link(entry.kind or EntityKind.OTHER, entry.names[:1], countries) == entry.link
