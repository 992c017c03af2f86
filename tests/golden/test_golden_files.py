"""The golden articles hold together, and the built files are those of the labels."""

from __future__ import annotations

import re

import pytest
from build import HERE, Gold, as_lines, load_all, names_of, quoted_share

EDGES = frozenset(
    line.strip()
    for line in (HERE / "edges.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
)
ARTICLES = load_all()
AT_LEAST = 60
UNMARKED = {"transcript", "block quotation"}
"""Edges that have direct words without marks."""
SPEAKER_CLASSES = {"person", "organization", "group", "document", "anonymous", "unknown"}


@pytest.fixture(params=ARTICLES, ids=[article["doc_id"] for article in ARTICLES])
def article(request: pytest.FixtureRequest) -> Gold:
    """Each golden article in turn."""
    gold: Gold = request.param
    return gold


def test_there_are_enough() -> None:
    assert len(ARTICLES) >= AT_LEAST


def test_the_built_files_are_current() -> None:
    cure = "run: python tests/golden/build.py"
    assert (HERE / "quotations.jsonl").read_text(encoding="utf-8") == as_lines(ARTICLES), cure
    assert (HERE / "quotations-names.jsonl").read_text(encoding="utf-8") == as_lines(names_of(ARTICLES)), cure


def test_every_edge_has_an_article() -> None:
    covered = {edge for article in ARTICLES for edge in article["edges"]}
    assert covered == EDGES, f"without an article: {EDGES - covered}; not in edges.txt: {covered - EDGES}"


def test_no_markup_is_left_in_the_text(article: Gold) -> None:
    assert not re.search(r"[{}]|\[\d+[a-z]|^---$", article["text"], re.MULTILINE)


def test_offsets_fit(article: Gold) -> None:
    text = article["text"]
    for quotation in article["quotes"]:
        places = [*quotation["spans"], *quotation["speaker_spans"]]
        assert text[quotation["start"] : quotation["end"]] == quotation["text"]
        assert quotation["spans"] == sorted(quotation["spans"])
        for start, end in places:
            stretch = text[start:end]
            assert stretch, quotation["id"]
            assert stretch == stretch.strip(), stretch


def test_kinds_are_what_the_marks_say(article: Gold) -> None:
    # Words of a transcript or of a block stand without marks and are direct all the same (README.md).
    for quotation in article["quotes"]:
        share = quoted_share(article["text"], quotation["spans"], tuple(article["quoted_regions"]))
        kind = "direct" if share >= 0.95 else "mixed" if share > 0.02 else "indirect"
        unmarked = quotation["kind"] == "direct" and share == 0 and UNMARKED & set(article["edges"])
        assert quotation["kind"] in (kind, "apart") or unmarked, quotation["text"]


def test_every_label_resolves(article: Gold) -> None:
    for quotation in article["quotes"]:
        assert quotation["speaker_class"] in SPEAKER_CLASSES
        named_person = quotation["speaker_class"] == "person" and quotation["speaker_resolved"]
        if named_person and quotation["speaker_resolved"]:
            surname = quotation["speaker_resolved"].split()[-1]
            assert surname in article["text"], f"{surname} is not in the text"
