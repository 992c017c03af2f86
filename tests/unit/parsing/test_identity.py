"""What tells articles apart: own words, near-duplicates found among generated edits of our own articles, addresses."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.model import Fingerprint, Submission
from shared.store.alike import LEAST
from tests.unit.parsing.texts import PARAGRAPHS, parsed, parsed_body
from workers.doors.loader import read
from workers.parsing import fingerprint, parse
from workers.parsing.identity import canonical_url, own_text

ROOT = Path(__file__).parents[3]
ARTICLE = "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "other",
    [
        ARTICLE.replace("\n\n", "\n"),
        ARTICLE.replace(" ", "\u00a0"),
        ARTICLE.replace("\n", "\r\n"),
        f"{ARTICLE}\n\nRecent News\n\nTolls to rise\n\nFerry late",
        f"Share\n\n{ARTICLE}\n\nSign up for our newsletter",
    ],
)
def test_what_stands_around_the_own_words_is_no_difference(other: str) -> None:
    assert parsed(other).own_text_sha256 == parsed(ARTICLE).own_text_sha256
    assert fingerprint(parsed(other)) == fingerprint(parsed(ARTICLE))


@pytest.mark.parametrize("other", [ARTICLE.replace("Tuesday", "Monday"), ARTICLE.replace("“", '"'), PARAGRAPHS[0]])
def test_another_word_or_mark_is_a_difference(other: str) -> None:
    assert parsed(other).own_text_sha256 != parsed(ARTICLE).own_text_sha256


def test_a_sentence_said_twice_counts_once() -> None:
    assert own_text(parsed_body(f"{ARTICLE}\n\n{PARAGRAPHS[0]}")) == own_text(parsed_body(ARTICLE))


# --- near-duplicates ------------------------------------------------------------------------------------------------

WORDS = PARAGRAPHS[3].split()
Rewrite = Callable[[random.Random, list[str]], list[str]]


def _other_words(share: float) -> Rewrite:
    def rewrite(chance: random.Random, paragraphs: list[str]) -> list[str]:
        words = (paragraph.split() for paragraph in paragraphs)
        return [" ".join(chance.choice(WORDS) if chance.random() < share else word for word in p) for p in words]

    return rewrite


EDITS: dict[str, Rewrite] = {
    "another headline and agency line": lambda chance, p: [
        "Bridge talks end",
        "(LPA) — Reported by our agency.",
        *p[1:],
    ],
    "a paragraph dropped": lambda chance, p: [x for n, x in enumerate(p) if n != len(p) // 2],
    "cut at four fifths": lambda chance, p: p[: max(2, len(p) * 4 // 5)],
    "two paragraphs of background added": lambda chance, p: [*p, PARAGRAPHS[3], PARAGRAPHS[4]],
    "paragraphs in another order": lambda chance, p: chance.sample(p, len(p)),
    "every fiftieth word another": _other_words(0.02),
    "every twentieth word another": _other_words(0.05),
}


@dataclass(frozen=True)
class Made:
    """An article, which one it is an edit of, and by which edit."""

    of: int
    edit: str
    words: frozenset[str]
    found: Fingerprint


def _made(of: int, edit: str, paragraphs: list[str]) -> Made:
    article = parsed_body("\n\n".join(paragraphs))
    words = own_text(article).split()
    runs = frozenset(" ".join(words[n : n + 3]) for n in range(len(words) - 2))
    return Made(of, edit, runs, fingerprint(article))


@pytest.fixture(scope="module")
def made() -> list[Made]:
    """All articles of ours, and each of them in all edits."""
    chance = random.Random(7)
    files = sorted((ROOT / "seeds").glob("articles/*"))
    golden = map(json.loads, (ROOT / "tests" / "golden" / "quotations.jsonl").read_text("utf-8").splitlines())
    marked = [Submission(uri=gold["doc_id"], text=gold["text"]) for gold in golden]
    texts = marked + [item for path in files for item in read(path) if isinstance(item, Submission)]
    found: list[Made] = []
    for of, item in enumerate(texts):
        paragraphs = own_text(parse(item)).split("\n")
        found.append(_made(of, "", paragraphs))
        found += [_made(of, name, edit(chance, paragraphs)) for name, edit in EDITS.items()]
    return found


def linked(one: Made, other: Made) -> bool:
    """Whether the store would link them: a key in common, and enough of the signature (see shared.store.alike)."""
    if not set(one.found.keys) & set(other.found.keys):
        return False
    pairs = zip(one.found.signature, other.found.signature, strict=True)
    return sum(a == b for a, b in pairs) / len(one.found.signature) >= LEAST


def resemblance(one: Made, other: Made) -> float:
    """Share of runs of words that both have, counted out."""
    return len(one.words & other.words) / len(one.words | other.words)


def _pairs_of_one_article(made: list[Made]) -> Iterator[tuple[Made, Made]]:
    by_article: dict[int, list[Made]] = {}
    for each in made:
        by_article.setdefault(each.of, []).append(each)
    for edits in by_article.values():
        yield from combinations(edits, 2)


def test_near_duplicates_are_found(made: list[Made]) -> None:
    # Given every article and its edits, When those are taken that share six in ten runs of words
    pairs = [(one, other) for one, other in _pairs_of_one_article(made) if resemblance(one, other) >= 0.6]
    missed = [(one.of, one.edit, other.edit) for one, other in pairs if not linked(one, other)]
    # Then nearly all of them are linked
    assert len(pairs) > 1000
    print(f"near-duplicates: recall {1 - len(missed) / len(pairs):.4f} of {len(pairs)} pairs")  # noqa: T201
    assert len(missed) <= 0.02 * len(pairs), missed


@pytest.mark.parametrize("edit", [name for name in EDITS if name != "every twentieth word another"])
def test_every_kind_of_edit_is_found(made: list[Made], edit: str) -> None:
    first = {each.of: each for each in made if not each.edit}
    edited = [each for each in made if each.edit == edit]
    found = sum(linked(first[each.of], each) for each in edited)
    print(f"near-duplicates: {edit}: {found} of {len(edited)}")  # noqa: T201
    assert found >= 0.9 * len(edited)


def test_no_two_articles_are_taken_for_one(made: list[Made]) -> None:
    # Given articles that tell of different things, and edits of them, When all that share a key are compared
    shared: dict[int, list[int]] = {}
    for number, each in enumerate(made):
        for key in each.found.keys:
            shared.setdefault(key, []).append(number)
    pairs = {pair for numbers in shared.values() for pair in combinations(numbers, 2)}
    links = [(made[one], made[other]) for one, other in pairs if linked(made[one], made[other])]
    wrong = [(one.of, one.edit, other.of, other.edit) for one, other in links if one.of != other.of]
    # Then no link is wrong
    print(f"near-duplicates: precision {1 - len(wrong) / len(links):.4f} of {len(links)} links, {len(pairs)} compared")  # noqa: T201
    assert not wrong


def test_few_words_have_no_signature_and_a_key_all_the_same() -> None:
    short = fingerprint(parsed_body("The bridge opened on Tuesday."))
    assert (short.signature, len(short.keys)) == ((), 1)
    assert fingerprint(parsed_body("The bridge opened on Monday.")).keys != short.keys


def test_scripts_without_spaces_are_compared_too() -> None:
    text = "".join(f"新しい橋が火曜日に開通した。市長は{n}回喜んだ。" for n in range(30))
    one, other = (fingerprint(parsed_body(t)) for t in (text, text.replace("火曜日", "水曜日", 3)))
    assert set(one.keys) & set(other.keys)


# --- addresses ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "uri", "expected"),
    [
        ("HTTPS://Example.ORG:443/a?utm_source=x&fbclid=1&id=5#top", "tag:1", "https://example.org/a?id=5"),
        ("https://example.org/a?b=2&a=1", "tag:1", "https://example.org/a?a=1&b=2"),
        ("http://example.org/a//b", "tag:1", "http://example.org/a/b"),
        (None, "https://Example.org/a#b", "https://example.org/a"),
        ("not an address", "https://example.org/a", "https://example.org/a"),
        ("http://[::1", "tag:1", None),
        ("javascript:alert(1)", "tag:1", None),
        (None, "tag:1", None),
    ],
)
def test_an_address_is_made_plain(url: str | None, uri: str, expected: str | None) -> None:
    assert canonical_url(url, uri) == expected


@given(st.text(max_size=60))
@settings(deadline=None)
def test_a_plain_address_stays_as_it_is(rest: str) -> None:
    once = canonical_url(f"https://example.org/{rest}")
    assert once is None or canonical_url(once) == once
