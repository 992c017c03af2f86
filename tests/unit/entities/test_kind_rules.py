"""Every kind and every name tells the rule that decided, and the rule's name leads to one place in the code."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from entity_marks import marked

from workers.entities.join.joining import join
from workers.entities.numbering import number
from workers.entities.recognise.kinds import sort_kinds
from workers.entities.recognise.steps import clean

ROOT = Path(__file__).parents[3]
RULE = re.compile(r'"((?:recognise|kinds|join)\.[a-z_]+)"')


@pytest.mark.parametrize(
    ("text", "label", "rule"),
    [
        ("[Tolva|PERSON], the shipping company, grew by [Tolva|ORG].", "ORG", "kinds.body_in_apposition"),
        ("They sued [Brandal Winch Co. Ltd.|PERSON] in May.", "ORG", "kinds.legal_form"),
        ("She posted it on [Instagram|PERSON].", "ORG", "kinds.platform"),
        ("[Ottery|ORG] was glad.", "ORG", ""),
    ],
)
def test_the_evidence_that_speaks_loudest_names_its_rule(text: str, label: str, rule: str) -> None:
    article, names, _ = marked(text)

    first = sort_kinds(article, names)[0]

    assert (first.label, first.rule) == (label, rule)


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("[Jane Roe|PERSON] came. [Roe|PERSON] sat.", ["new_full_name", "surname"]),
        ("[Jane Roe|PERSON] came. [Jane Roe|PERSON] sat.", ["new_full_name", "same_full_name"]),
        ("[Robert Roe|PERSON] came. [Bob Roe|PERSON] sat.", ["new_full_name", "spelling_of_full_name"]),
        ("[Jane Roe|PERSON] came. [Jane|PERSON] sat.", ["new_full_name", "given_name"]),
        ("[Poe|PERSON] came. [Poe|PERSON] sat.", ["single_name", "single_name"]),
        ("[Vale Miners Union|ORG] met. The [VMU|ORG] won.", ["name_of_the_body", "acronym_of_the_name"]),
        ("[Vale Harbour Trust|ORG] met. [Vale Harbour|ORG] won.", ["name_of_the_body", "short_form"]),
        ("[Ottery|LOC] slept.", ["name_of_the_place"]),
        ("The [Ottery Regatta|MISC] began.", ["equal_name"]),
    ],
)
def test_each_name_tells_by_which_rule_it_means_its_entity(text: str, rules: list[str]) -> None:
    article, names, _ = marked(text)

    found = number(join(article.text, clean(article, names)))

    assert [mention.rule for mention in found.mentions] == [f"join.{rule}" for rule in rules]


def test_each_rule_stands_in_one_place() -> None:
    # Given all names of rules in the code of the entities stage
    written = [rule for path in (ROOT / "workers").rglob("*.py") for rule in RULE.findall(path.read_text("utf-8"))]

    # When they are counted, then each leads to one place
    assert [rule for rule, count in Counter(written).items() if count > 1] == []
    assert len(written) > 0
