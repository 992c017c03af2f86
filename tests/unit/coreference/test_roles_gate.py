"""The gate for roles: phrases marked by hand in sentences written for this test."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from resolving import resolved

from workers.models import Models

SENTENCES = Path(__file__).with_name("marked_roles.txt")
ROLE = re.compile(
    r"<(?P<words>(?:\[[^\]]*\]|[^<>|\]])+)\|(?P<whose>[^|>]+)(?:\|(?P<of>[^|>]*))?(?:\|(?P<former>former))?>"
)
NAME = re.compile(r"\[([^|\]]+)\|[A-Z_]+\]")
MIN_PRECISION, MIN_RECALL = 0.90, 0.80


class Told(NamedTuple):
    """A role of somebody, with all that is told of it."""

    line: int
    whose: str
    start: int
    exact: str
    of: str | None
    former: bool


class Score(NamedTuple):
    """Precision and recall of found roles, equal to the last character and in whom and when."""

    precision: float
    recall: float


def lines() -> list[str]:
    text = SENTENCES.read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def gold(number: int, line: str) -> Iterator[Told]:
    for role in ROLE.finditer(line):
        before = NAME.sub(r"\1", ROLE.sub(lambda m: m["words"], line[: role.start()]))
        exact = NAME.sub(r"\1", role["words"])
        yield Told(number, role["whose"], len(before), exact, role["of"] or None, bool(role["former"]))


def found(models: Models, number: int, line: str) -> Iterator[Told]:
    for entity in resolved(models, ROLE.sub(lambda m: m["words"], line)).found.entities:
        for role in entity.roles:
            yield Told(number, entity.name, role.start_char, role.exact, role.of, role.former)


def score(told: set[Told], seen: set[Told]) -> Score:
    right = len(told & seen)
    return Score(right / len(seen) if seen else 0.0, right / len(told))


def test_the_marked_roles_are_found(models: Models) -> None:
    # Given at least 200 marked roles
    told = {role for number, line in enumerate(lines()) for role in gold(number, line)}
    assert len(told) >= 200
    # When roles are looked for in the same sentences
    seen = {role for number, line in enumerate(lines()) for role in found(models, number, line)}
    # Then enough are found, and enough of those are right
    reached = score(told, seen)
    assert reached.precision >= MIN_PRECISION, sorted(seen - told)
    assert reached.recall >= MIN_RECALL, sorted(told - seen)


def test_the_gate_can_fail() -> None:
    told = {role for number, line in enumerate(lines()) for role in gold(number, line)}

    assert score(told, set()) < (MIN_PRECISION, MIN_RECALL)
    assert score(told, {role._replace(of="somebody") for role in told}).precision < MIN_PRECISION
