"""Fits workers/language/words/speech/confidence.toml to the golden articles: `python tests/golden/calibrate.py`.

For each step of a cue's score the share of right attributions is counted, and drawn towards how far two annotators
agree on such quotations (their joint F1 on PolNeAR: .982 direct, .941 with mixed, .773 of all kinds), as if they had
read PRIOR_COUNT more: the golden articles are ours and tidier than news, and no confidence can promise more than two
people agree on. Prints the calibration error by ten-fold cross-validation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from unittest.mock import patch

import click
from build import Gold, load_all
from golden_confidence import judged

from shared.model import Article, AttributionMethod, Submission
from workers import models
from workers.extraction import extract

TABLE = Path(__file__).parents[2] / "workers" / "language" / "words" / "speech" / "confidence.toml"
PRIOR_COUNT = 70
DIRECT, MIXED, INDIRECT = 0.98, 0.90, 0.66
STEPS = {9.0: DIRECT, 7.9: DIRECT, 6.4: MIXED, **dict.fromkeys((5.9, 5.4, 4.9, 3.9, 0.0), INDIRECT)}
"""Least scores of what is told apart (beside the quotation, governed, by class), with how far annotators agree."""
OTHERS = {"continuation": INDIRECT, "title": INDIRECT, "headline": MIXED, "transcript": DIRECT}
SCALE = 20.0
"""Scores stay under this; as shares of it they pass for confidences."""

Judged = tuple[str, float, bool]
HEAD = """# How often an attribution is right, words and speaker both, by how it was found and the score of its cue
# (pairing/fit.py, pairing/reported.py). Written by tests/golden/calibrate.py, which says how; do not edit.
"""


def judge(gold: Gold, article: Article) -> list[Judged]:
    """Method, score and rightness of every stretch found."""
    found = [(u.attribution, right) for u, right in judged(gold, article) if u.attribution is not None]
    return [(a.method.value, a.confidence * SCALE, right) for a, right in found]


def fit(rows: Iterable[Judged]) -> dict[str, dict[float, float]]:
    """The table: explicit and pronoun share their steps, the other methods have one each."""
    counted: dict[tuple[str, float], list[bool]] = defaultdict(list)
    for method, score, right in rows:
        step = next(s for s in STEPS if score >= s) if method in ("explicit", "pronoun") else 0.0
        counted["explicit" if method == "pronoun" else method, step].append(right)
    steps = {step: _drawn(counted["explicit", step], prior) for step, prior in STEPS.items()}
    table = {"explicit": steps, "pronoun": steps}
    return table | {method: {0.0: _drawn(counted[method, 0.0], prior)} for method, prior in OTHERS.items()}


def _drawn(right: list[bool], prior: float) -> float:
    return round((sum(right) + prior * PRIOR_COUNT) / (len(right) + PRIOR_COUNT), 2)


def as_toml(table: dict[str, dict[float, float]]) -> str:
    """The table as its file."""
    sections = [f"\n[{m}]\n" + "".join(f'"{s:g}" = {share}\n' for s, share in t.items()) for m, t in table.items()]
    return HEAD + "".join(sections)


def cross_validated(articles: list[list[Judged]], folds: int = 10) -> float:
    """The calibration error of each fold under the table of the others."""
    bins: dict[int, list[float]] = defaultdict(list)
    for fold in range(folds):
        table = fit(row for i, rows in enumerate(articles) if i % folds != fold for row in rows)
        for method, score, right in (row for rows in articles[fold::folds] for row in rows):
            share = next((p for step, p in table.get(method, {}).items() if score >= step), 0.0)
            bins[min(int(share * 10), 9)].append(share - right)
    return sum(abs(sum(group)) for group in bins.values()) / sum(map(len, bins.values()))


def as_score(method: AttributionMethod, score: float) -> float:
    """In place of the confidence: the score."""
    return min(score / SCALE, 1.0) if method is not AttributionMethod.NONE else 0.0


def main() -> None:
    """Run the stages, fit, write, print."""
    loaded = models.load()
    quoting = "workers.coreference.quoting"
    with patch(f"{quoting}.confidence", as_score), patch(f"{quoting}.less_sure", lambda score, _: score):
        rows = [judge(g, extract(Submission(uri=g["doc_id"], body=g["text"]), loaded)) for g in load_all()]
    TABLE.write_text(as_toml(fit(row for article in rows for row in article)), encoding="utf-8")
    click.echo(f"expected calibration error, ten-fold: {cross_validated(rows):.3f}")


if __name__ == "__main__":
    main()
