"""GAP: which of two named people does a pronoun of Wikipedia mean, with the names that the product finds.

    python -m tests.quality.gap              all 4,454 pronouns, half of them she and her
    python -m tests.quality.gap --every 6    each sixth of them

Each snippet is the body of an article of its own, and goes the product's way: parse, names, quotations, who is meant.
A candidate counts as meant if the entity of the pronoun has a name that touches the candidate's words. Printed are the
set's own figures (Webster et al. 2018): F1 over both candidates of all pronouns, of he and of she, and the bias, which
is the F1 of she divided by that of he. A pronoun without an answer misses its person; where GAP says "neither of the
two", only an answer of one of them is wrong. Weights in `workers/coreference` were fitted to half of the set.

Needs the model's data (`model/coref/gap.jsonl.gz`) beside the measuring kit.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import click

from shared.model import Article, Mention, MentionForm, Submission
from tests.quality.__main__ import KIT
from workers.extraction import extract
from workers.language.gender import PRONOUNS, Gender
from workers.models import Models, load

FILE = KIT.parent / "model" / "coref" / "gap.jsonl.gz"

Row = dict[str, str]


class Asked(NamedTuple):
    """One pronoun and one candidate: what GAP says, and what the product says."""

    gender: Gender
    gold: bool
    told: bool


@click.command()
@click.option("--every", default=1, help="Ask only every nth pronoun.")
def main(every: int) -> None:
    """Measure and print."""
    if not FILE.exists():
        sys.exit(f"no GAP at {FILE}; set ONRECORD_KIT")
    with gzip.open(FILE, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines][::every]
    models = load()
    asked = [one for row in rows for one in _asked(row, models)]
    she, he = ([one for one in asked if one.gender is gender] for gender in (Gender.FEMALE, Gender.MALE))
    click.echo(f"{len(rows)} pronouns: F1 {_f1(asked):.3f}, he {_f1(he):.3f}, she {_f1(she):.3f}")
    click.echo(f"bias (she / he) {_f1(she) / _f1(he):.3f}")


def _f1(asked: list[Asked]) -> float:
    counts = Counter((one.gold, one.told) for one in asked)
    right, wrong = counts[True, True], counts[True, False] + counts[False, True]
    return 2 * right / (2 * right + wrong)


def _asked(row: Row, models: Models) -> Iterator[Asked]:
    article = extract(Submission(uri=row["ID"], body=row["Text"]), models)
    carry = _places(row["Text"], article.text)
    at = carry.get(int(row["Pronoun-offset"]))
    meant = {m.entity for m in article.mentions if m.form is MentionForm.PRONOUN and m.start_char == at}
    for candidate in "AB":
        start = int(row[f"{candidate}-offset"])
        places = [carry[place] for place in range(start, start + len(row[candidate])) if place in carry]
        named = {name.entity for name in _names(article, places)}
        gender = PRONOUNS[row["Pronoun"].casefold()]
        yield Asked(gender, row[f"{candidate}-coref"].casefold() == "true", bool(meant & named))


def _places(text: str, read: str) -> dict[int, int]:
    """Where each letter of a snippet stands in the text that the product reads."""
    there = [at for at, char in enumerate(text) if char.isalnum()]
    here = [at for at, char in enumerate(read) if char.isalnum()]
    return dict(zip(there, here, strict=True))


def _names(article: Article, places: list[int]) -> Iterator[Mention]:
    for mention in article.mentions if places else ():
        touches = mention.start_char <= places[-1] and places[0] < mention.end_char
        if touches and mention.form is MentionForm.NAME:
            yield mention


if __name__ == "__main__":
    main()
