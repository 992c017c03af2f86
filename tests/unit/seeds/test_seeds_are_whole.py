"""The seeds themselves: every article has its golden result, and every golden word stands in its article."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from seed_files import (
    ARTICLES,
    EXPECTED,
    GoldenArticle,
    GoldenRejection,
    article_files,
    expected_file,
    golden_strings,
    letters,
    own_words,
    pairs,
    rejections,
    visible_text,
)

from shared.model import QuotationKind, Submission
from workers.doors import loader

PAIRS = pytest.mark.parametrize(("submission", "golden"), [pytest.param(*pair, id=pair[0].uri) for pair in pairs()])
MARKED = re.compile(r"[“«\"]([^“”«»\"]+)[”»\"]")
OPENING = "“‘«\"'"


def test_every_article_has_its_golden_result_and_the_reverse() -> None:
    assert sorted(map(expected_file, article_files())) == sorted(EXPECTED.iterdir())


def test_there_are_enough_articles_in_all_forms() -> None:
    assert len(pairs()) >= 13
    assert {path.suffix for path in ARTICLES.iterdir()} == {".txt", ".json", ".jsonl", ".html"}
    assert len({submission.uri for submission, _ in pairs()}) == len(pairs())


@pytest.mark.parametrize(("path", "golden"), [pytest.param(*r, id=r[0].name) for r in rejections()])
def test_a_broken_file_is_refused_with_its_code(path: Path, golden: GoldenRejection) -> None:
    found = list(loader.read(path))
    assert [item.error.code for item in found if isinstance(item, loader.Unreadable)] == [golden.rejected]
    assert len(found) == 1


def test_one_file_is_broken() -> None:
    assert len(rejections()) == 1


@PAIRS
def test_the_golden_result_is_of_this_article(submission: Submission, golden: GoldenArticle) -> None:
    assert golden.uri == submission.uri
    assert golden.headline == (submission.headline or golden.headline)
    assert list(submission.authors) in ([], list(golden.authors))


@PAIRS
def test_an_article_is_as_long_as_news_is(submission: Submission, golden: GoldenArticle) -> None:
    assert 300 <= own_words(submission) <= 900


@PAIRS
def test_every_golden_word_stands_in_the_article(submission: Submission, golden: GoldenArticle) -> None:
    text = visible_text(submission)
    assert [words for words in golden_strings(golden) if words not in text] == []


@PAIRS
def test_golden_quotations_stand_between_marks(submission: Submission, golden: GoldenArticle) -> None:
    text = visible_text(submission)
    transcript = tuple(f"{q.speaker_exact}: " for q in golden.quotations)
    for words in [words for q in golden.quotations for words in q.words]:
        before = text[: text.index(words)]
        assert before.endswith(tuple(OPENING)) or before.endswith(transcript), words


@PAIRS
def test_a_golden_quotation_has_the_words_of_its_kind(submission: Submission, golden: GoldenArticle) -> None:
    for quotation in golden.quotations:
        assert quotation.kind is not QuotationKind.INDIRECT
        assert bool(quotation.spans) == (quotation.kind is QuotationKind.DIRECT)
        assert bool(quotation.marked) == (quotation.kind is QuotationKind.MIXED)


@PAIRS
def test_no_marked_words_are_forgotten(submission: Submission, golden: GoldenArticle) -> None:
    """Whatever stands between double marks is a quotation, is none, or may be either: the golden result says which."""
    told = [*(words for q in golden.quotations for words in q.words), *golden.not_quotations, *golden.either]
    known = "|".join(map(letters, [*told, golden.headline, *golden.crossheads]))
    text = submission.html or submission.text or submission.body or ""
    outside_tags = re.sub(r"<[^>]*>", "\n", re.sub(r"(?s)<(script|head)\b.*?</\1>", "", text))
    marked = [words for line in outside_tags.splitlines() for words in MARKED.findall(line)]
    assert [words for words in marked if letters(words) not in known] == []


@PAIRS
def test_every_speaker_is_among_the_names(submission: Submission, golden: GoldenArticle) -> None:
    names = {*golden.persons, *golden.organizations, *golden.places, *golden.persons_either, "Downing Street"}
    speakers = {voice.speaker for voice in (*golden.quotations, *golden.indirect) if voice.speaker}
    assert speakers <= names
