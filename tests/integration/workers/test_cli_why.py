"""What decided: the rules behind an article's rows, as who reports a fault asks for them."""

from __future__ import annotations

import json
from collections.abc import Callable

from click.testing import Result
from sqlalchemy import Engine

from tests.integration.store import given

Call = Callable[..., Result]

DECIDED = [
    ("segment", 0, "paragraph", "half"),
    ("segment", 1, "gap", "half"),
    ("entity", 0, "person", "given.kind"),
    ("entity", 1, "place", None),
    ("mention", 0, "Hamburg", None),
    ("mention", 1, "Anna Berg", None),
    ("mention", 2, "Anna Berg", "given.mention"),
    ("quotation", 0, "direct, explicit", "given.attribution"),
    ("quotation", 1, "indirect, continuation", None),
    ("quotation", 2, "indirect, none", None),
    ("quotation", 3, "indirect, none", None),
    ("speaker", 0, "Anna Berg", "given.speaker"),
    ("speaker", 1, "Anna Berg", None),
    ("speaker", 3, "Anna Berg", "given.speaker"),
    ("speaker", 3, "Anna Berg", None),
]
"""All that was decided about our article."""


def test_programs_read_every_decision_with_its_rule(call: Call, engine: Engine) -> None:
    # Given an article of which some decisions name their rule
    given.finished(engine)
    # When it is asked why, Then each decision is a line, with null where no rule is named
    told = [json.loads(line) for line in call("show", "--why", "lpa:1", "--json").stdout.splitlines()]
    assert [(d["thing"], d["ordinal"], d["decided"], d["rule"]) for d in told] == DECIDED


def test_the_place_of_a_decision_holds_its_words(call: Call, engine: Engine) -> None:
    given.finished(engine)
    told = [json.loads(line) for line in call("show", "--why", "lpa:1", "--json").stdout.splitlines()]
    placed = [d for d in told if d["thing"] in ("segment", "mention", "speaker") and d["start_char"] is not None]
    assert len(placed) == 7
    assert all(given.TEXT[d["start_char"] : d["end_char"]] == d["words"] for d in placed)


def test_people_read_tables_of_decisions(call: Call, engine: Engine) -> None:
    # Given an article of which some decisions name their rule, When somebody asks why
    given.finished(engine)
    shown = call("show", "--why", "lpa:1")
    # Then there is a table for each kind of thing, a rule stays whole, and a missing one is a dash
    assert shown.exit_code == 0
    lines = shown.stdout.splitlines()
    titles = ("Segments", "Entities", "Mentions", "Quotations", "Speakers")
    assert [line.strip() for line in lines if line.strip() in titles] == list(titles)
    cells = [[cell.strip() for cell in line.split("│")[1:-1]] for line in lines]
    assert ["0", "41-114", "It will last, for a century.", "direct, explicit", "0.90", "given.attribution"] in cells
    assert ["0", "24-31", "HAMBURG", "Hamburg", "1.00", "-"] in cells


def test_an_unknown_article_has_no_decisions(call: Call) -> None:
    assert call("show", "--why", "lpa:1").exit_code == 66
