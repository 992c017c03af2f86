"""Every quotation names the rule that decided it, and the rule's name leads to one place in the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from spoken import quotations

import workers
from workers.models import Models

ROOMS = ("pairing", "content", "without_cue")
NAME = re.compile(rf'"((?:{"|".join(ROOMS)})\.[a-z_]+)"')
CODE = {path: path.read_text(encoding="utf-8") for path in Path(workers.__file__).parent.rglob("*.py")}

SENTENCES = [
    ("“The boat is late,” said Jane Roe.", "pairing.cue_behind_comma"),
    ("Jane Roe said: “The boat is late.”", "pairing.colon"),
    ("Jane Roe said, “The boat is late.”", "pairing.cue_before_comma"),
    ("Jane Roe said the boat was “awfully late” again.", "content.clause"),
    ("Jane Roe said that the boat was late.", "content.clause"),
    ("The boat, Jane Roe said, was late again.", "content.inserted"),
    ("The boat was late, according to Jane Roe.", "content.according"),
    ("Jane Roe promised to sail at dawn.", "content.infinitive"),
    ("Jane Roe called for a new boat.", "content.preposition"),
    ("Jane Roe called the boat “a wreck”.", "content.named_fragment"),
    ("Jane Roe praised the crew of the boat.", "content.reported_object"),
    ("Jane Roe was sure that the boat was late.", "content.state_of_mind"),
    ("Jane Roe declined to comment.", "content.unanswered"),
    ("The town rejected the claim by Jane Roe that the boat was late.", "content.noun_clause"),
    ("“The boat is late.” — Jane Roe", "without_cue.signed"),
    ("Jane Roe: “The boat is late and so is winter.”", "without_cue.name_before_colon"),
    ("And this from Jane Roe, a sailor: “The boat is late and so is winter.”", "without_cue.sent_from"),
    ("“The boat is late and so is winter.”", "without_cue.nobody_told"),
]


@pytest.mark.parametrize(("sentence", "rule"), SENTENCES, ids=[rule for _, rule in SENTENCES])
def test_a_quotation_names_the_rule_that_decided_it(models: Models, sentence: str, rule: str) -> None:
    # Given a sentence, below another so that it is no headline
    # When its quotations are found
    found = quotations(models, f"The harbour was calm.|{sentence}")
    # Then one rule is named
    assert [q.attribution.rule for q in found] == [rule]


def test_each_rule_is_found_in_one_place_of_its_own_room() -> None:
    # Given the names of rules that stand in the rooms
    rooms = Path(workers.__file__).parent / "quotations"
    named = {name for path, code in CODE.items() if path.is_relative_to(rooms) for name in NAME.findall(code)}
    assert len(named) > 30
    for name in named:
        # When the code is searched for the name, as `git grep -F` does
        lines = [(path, line) for path, code in CODE.items() for line in code.splitlines() if name in line]
        # Then one line is found, in the room that the name begins with
        assert len(lines) == 1, name
        assert lines[0][0].is_relative_to(rooms / name.split(".")[0]), name
