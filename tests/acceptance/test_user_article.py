"""The user's own article, which stays beside the project: what `onrecord extract` must find in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shared.model import Article, Quotation
from tests.acceptance.conftest import ROOT, Run

ARTICLES = ROOT.parent / "shared" / "seeds"

SAID = [
    # words that the quotation begins with, speaker, medium
    ("I will be waiting", "Volodymyr Zelenskiy", "X"),
    ("We await a full and lasting", "Volodymyr Zelenskiy", "X"),
    ("What about Putin?", "Andriy Yermak", "Telegram"),
    ("President Putin of Russia", "Donald Trump", "Truth Social"),
    ("At least they will be able", "Donald Trump", None),
    ("A potentially great day", "Donald Trump", None),
]


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory) -> Article:
    found = sorted(ARTICLES.glob("*.txt"))
    if not found:
        pytest.skip("the user's article is not beside this checkout")
    from workers import models
    from workers.doors.loader import Unreadable, read
    from workers.extraction import extract

    (submission,) = read(found[0])
    assert not isinstance(submission, Unreadable)
    return extract(submission, models.load())


def quoted(article: Article, start: str) -> Quotation:
    (found,) = [q for q in article.quotations if q.kind != "indirect" and q.content.startswith(start)]
    return found


def test_its_parts_are_found(article: Article) -> None:
    assert article.headline is not None
    assert article.headline.startswith("Zelenskiy Challenges Putin")
    assert article.standfirst is not None
    assert article.standfirst.startswith("Both Kyiv and Moscow")
    assert article.dateline is not None
    assert article.dateline.place == "Kyiv"
    crossheads = [article.slice(s) for s in article.segments if s.kind == "crosshead"]
    assert [c.split()[0] for c in crossheads] == ["Trump", "Putin"]
    assert "".join(article.slice(s) for s in article.segments) == article.text


def test_nothing_of_other_articles_reaches_names_or_quotations(article: Article) -> None:
    end = article.text.index("Recent News")
    aside = article.text.index("Also Read")
    aside_end = article.text.index("\n", aside)
    spans = [(m.start_char, m.end_char) for m in article.mentions]
    spans += [(s.start_char, s.end_char) for q in article.quotations for s in q.spans]
    assert spans
    assert all(stop <= end and (stop <= aside or start >= aside_end) for start, stop in spans)


@pytest.mark.parametrize(("start", "speaker", "medium"), SAID)
def test_who_said_what_and_where(article: Article, start: str, speaker: str, medium: str | None) -> None:
    quotation = quoted(article, start)
    assert quotation.speaker is not None
    assert quotation.speaker.name == speaker
    if medium:
        assert quotation.medium is not None
        assert quotation.medium.name == medium


def test_both_halves_are_one_quotation(article: Article) -> None:
    halves = quoted(article, "I will be waiting").spans
    assert [h.exact.split()[0] for h in halves] == ["I", "I"]
    assert len(halves) == 2


def test_words_inside_a_sentence_are_on_record(article: Article) -> None:
    found = [q for q in article.quotations if "direct negotiations without any preconditions" in q.content]
    assert {q.speaker.name for q in found if q.speaker} == {"Vladimir Putin"}


def test_each_person_is_one_entity(article: Article) -> None:
    names = [e.name for e in article.entities if e.kind == "person"]
    surnames = {"Zelenskiy": 0, "Putin": 0, "Trump": 0}
    for name in names:
        for surname in surnames:
            surnames[surname] += surname in name
    assert set(surnames.values()) == {1}


def test_offsets_fit_the_text(article: Article) -> None:
    spans = [*article.mentions, *(s for q in article.quotations for s in q.spans)]
    spans += [q.cue for q in article.quotations if q.cue]
    assert all(article.text[s.start_char : s.end_char] == s.exact for s in spans)


def test_the_command_prints_the_same(article: Article, onrecord: Run) -> None:
    path: Path = sorted(ARTICLES.glob("*.txt"))[0]
    printed = json.loads(onrecord("extract", str(path)).stdout)
    assert printed == json.loads(article.model_dump_json())
