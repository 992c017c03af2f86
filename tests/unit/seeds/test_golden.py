"""The product's gate: all three stages over all seeds, held to the shares in gate.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from seed_files import GoldenArticle, pairs
from seed_measures import Tally, measure

from shared.model import Article
from workers.extraction import extract
from workers.models import Models

GATE: dict[str, float] = tomllib.loads((Path(__file__).parent / "gate.toml").read_text("utf8"))["at_least"]


@pytest.fixture(scope="session")
def extracted(models: Models) -> list[tuple[Article, GoldenArticle]]:
    """Every seed, extracted, beside what was expected of it."""
    return [(extract(submission, models), golden) for submission, golden in pairs()]


@pytest.fixture(scope="session")
def tally(extracted: list[tuple[Article, GoldenArticle]]) -> Tally:
    """All questions of all seeds."""
    return measure(extracted)


@pytest.mark.parametrize("name", GATE)
def test_the_seeds_pass_the_gate(name: str, tally: Tally) -> None:
    assert tally.share(name) >= GATE[name], tally.report(name)


def test_every_measure_has_its_gate(tally: Tally) -> None:
    assert set(tally.asked) == set(GATE)


def test_an_article_with_nothing_found_passes_no_gate_of_finding(
    extracted: list[tuple[Article, GoldenArticle]],
) -> None:
    bare = {"quotations": (), "entities": (), "mentions": (), "segments": (), "headline": None}
    tally = measure((article.model_copy(update=bare), golden) for article, golden in extracted)
    for name in ("direct_recall", "mixed_recall", "persons_recall", "speaker_named", "headline", "crossheads"):
        assert tally.share(name) == 0, tally.report(name)


def test_a_quotation_given_to_somebody_else_is_counted_wrong(extracted: list[tuple[Article, GoldenArticle]]) -> None:
    def robbed(article: Article) -> Article:
        thief = [q.speaker and q.speaker.model_copy(update={"name": "Nobody Inparticular"}) for q in article.quotations]
        taken = zip(article.quotations, thief, strict=True)
        return article.model_copy(update={"quotations": tuple(q.model_copy(update={"speaker": s}) for q, s in taken)})

    tally = measure((robbed(article), golden) for article, golden in extracted)
    assert tally.share("speaker_named") == 0
    assert tally.share("speaker_name_precision") == 0


def test_every_quotation_and_mention_points_at_its_own_words(extracted: list[tuple[Article, GoldenArticle]]) -> None:
    for article, _ in extracted:
        spans = [s for q in article.quotations for s in (*q.spans, *filter(None, [q.cue]))]
        for span in (*spans, *article.mentions):
            assert article.text[span.start_char : span.end_char] == span.exact
        assert "".join(article.slice(s) for s in article.segments) == article.text
