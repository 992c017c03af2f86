"""He and she of named people, with gold names: the share of GUM news's pronouns that the right person gets.

    python -m tests.quality.pronouns     prints the share, and the share of those whose person was named before them

Needs the measuring kit beside the checkout, as `make quality` does. The quotations are found: who speaks decides who is
meant.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any, NamedTuple

import click

from shared.model import EntityKind, MentionForm, ParsedArticle, Submission
from tests.quality.__main__ import KIT
from workers.coreference import resolve
from workers.entities.join.joining import Thing, best_name
from workers.entities.numbering import number
from workers.entities.recognise.titles import split_titles
from workers.entities.records import Name
from workers.models import Models, load
from workers.parsing import parse
from workers.quotations import find_quotations

FILE = "entities-gum-news.jsonl"
HE_OR_SHE = frozenset(("he", "him", "his", "himself", "she", "her", "hers", "herself"))
KINDS = {"PERSON": EntityKind.PERSON, "ORG": EntityKind.ORGANIZATION, "LOC": EntityKind.PLACE}

Row = dict[str, Any]


class Asked(NamedTuple):
    """One pronoun of a named person."""

    right: bool
    answered: bool
    named_before: bool


def main() -> None:
    """Measure and print."""
    if not KIT.exists():
        sys.exit(f"no measuring kit at {KIT}; set ONRECORD_KIT")
    rows = [json.loads(line) for line in (KIT / "data" / FILE).read_text(encoding="utf-8").splitlines()]
    models = load()
    asked = [one for row in rows for one in _article(row, models)]
    before = [one for one in asked if one.named_before]
    click.echo(f"{_share(asked):.3f} of {len(asked)} right, {sum(not one.answered for one in asked)} without an answer")
    click.echo(f"{_share(before):.3f} of the {len(before)} whose person was named before")


def _share(asked: list[Asked]) -> float:
    return sum(one.right for one in asked) / len(asked)


def _article(row: Row, models: Models) -> Iterator[Asked]:
    article = parse(Submission(uri=row["doc_id"], body=row["text"]))
    here = [at for at, char in enumerate(article.text) if char.isalnum()]
    there = [at for at, char in enumerate(row["text"]) if char.isalnum()]
    carry = dict(zip(there, here, strict=True))
    chains = [chain for chain in row["clusters"] if chain["label"] in KINDS and _named(chain)]
    things = tuple(_thing(article, row, chain, carry) for chain in chains)
    found = number(things)
    told = resolve(article, found, find_quotations(article, found, models.frames)).found
    answers = {m.start_char: m.entity for m in told.mentions if m.form is MentionForm.PRONOUN}
    for place, chain in enumerate(chains):
        for mention in chain["mentions"] if chain["label"] == "PERSON" else ():
            if row["text"][mention["start"] : mention["end"]].casefold() in HE_OR_SHE:
                at = carry[mention["start"]]
                yield Asked(answers.get(at) == place, at in answers, things[place].names[0].start < at)


def _named(chain: Row) -> list[Row]:
    return [mention for mention in chain["mentions"] if mention["kind"] == "named"]


def _thing(article: ParsedArticle, row: Row, chain: Row, carry: dict[int, int]) -> Thing:
    kind, label = KINDS[chain["label"]], chain["label"]
    names = {(name := _name(article, row, mention, label, carry)).start: name for mention in _named(chain)}
    bare = split_titles(article, tuple(names.values()))
    return Thing(kind, best_name(kind, list(bare)), tuple(sorted(bare)))


def _name(article: ParsedArticle, row: Row, mention: Row, label: str, carry: dict[int, int]) -> Name:
    """The gold name around a mention's head, else the head."""
    head = mention["head_start"]
    around = [e for e in row["entities"] if e["start"] <= head < e["end"]]
    start, end = (around[0]["start"], around[0]["end"]) if around else (head, mention["head_end"])
    letters = [at for at in range(start, end) if at in carry]
    first, last = carry[letters[0]], carry[letters[-1]] + 1
    return Name(first, last, article.text[first:last], label)


if __name__ == "__main__":
    main()
