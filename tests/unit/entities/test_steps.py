"""Post-processing steps that mend credits, offices and teams, and the list of all steps."""

from __future__ import annotations

import pytest
from entity_marks import article_of, marked

from shared.model import SegmentKind
from workers.entities import find_entities
from workers.entities.recognise.boundaries import mend_boundaries
from workers.entities.recognise.namesakes import sort_teams
from workers.entities.recognise.steps import STEPS
from workers.entities.recognise.titles import drop_portfolios
from workers.models import Models

MATCH = """[Ostrovia|LOC] beat [Varenia|LOC] 2-1 in [Port Ansel|LOC]. The striker scored with a header, 2-0.
The coach of [Varenia|LOC] blamed the referee for the penalty. The final ended. [Lunden|LOC] was watching."""


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("[Home|ORG] Secretary [Jane Roe|PERSON] left.", ["Jane Roe"]),
        ("[Shadow Home|ORG] Secretary [Jane Roe|PERSON] left.", ["Jane Roe"]),
        ("Minister of [Education|ORG] [Jane Roe|PERSON] left.", ["Jane Roe"]),
        ("The [Education Department|ORG] shut.", ["Education Department"]),
        ("The secretary of the [Treasury|ORG] left.", ["Treasury"]),
        ("The Minister for [Northern Ireland|LOC] left.", ["Northern Ireland"]),
    ],
)
def test_what_an_office_is_for_is_no_organisation(text: str, kept: list[str]) -> None:
    article, names, _ = marked(text)

    assert [name.exact for name in drop_portfolios(article, names)] == kept


def test_places_that_play_are_teams_and_others_stay_places() -> None:
    article, names, _ = marked(MATCH)

    labels = {name.exact: name.label for name in sort_teams(article, names)}

    assert labels == {"Ostrovia": "ORG", "Varenia": "ORG", "Port Ansel": "LOC", "Lunden": "LOC"}


@pytest.mark.parametrize(
    "text",
    [
        "[Ostrovia|LOC] beat [Varenia|LOC] to a trade deal. The final vote was 52-48, after 10-12 hours.",
        "The goal of [Ostrovia|LOC] is to score a win at home, the captain of the match said; the coach agreed.",
    ],
)
def test_other_news_is_no_report_of_a_match(text: str) -> None:
    article, names, _ = marked(text)

    assert sort_teams(article, names) == names


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("[Jane Roe Image|PERSON]: Vale Daily", ["Jane Roe"]),
        ("[Mirror Image|ORG] sang.", ["Mirror Image"]),
        ("They met in [Washington|LOC], D.C. on Monday.", ["Washington, D.C."]),
    ],
)
def test_credits_and_capitals(text: str, mended: list[str]) -> None:
    article, names, _ = marked(text)

    assert [name.exact for name in mend_boundaries(article, names)] == mended


def test_crossheads_are_read_for_names(models: Models) -> None:
    article = article_of("Margaret Oduya of Kenya won.\n\nTalks in Lisbon\n\nNobody knew why.")
    crosshead = [
        s.model_copy(update={"kind": SegmentKind.CROSSHEAD}) if "Lisbon" in article.slice(s) else s
        for s in article.segments
    ]

    found = find_entities(article.model_copy(update={"segments": tuple(crosshead)}), models.names)

    assert "Lisbon" in {entity.name for entity in found.entities}


def test_every_step_has_its_reason() -> None:
    assert all(step.reason for step in STEPS)
    assert all(step.run.__doc__ for step in STEPS)
