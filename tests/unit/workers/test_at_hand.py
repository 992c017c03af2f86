"""`from workers import extract`: an article in one line, without servers; cheap until it is called."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from shared.errors import EmptyText, FileFailed, InvalidSubmission, SeveralArticles, UnreadableFile
from shared.model import Article, Submission
from shared.settings import settings
from workers import extract
from workers.models import Models

TEXT = "Mast falls.\n\n“It just fell,” said Malin Aster.\n"
PAGE = "<html><body><article><p>Mast falls.</p><p>“It just fell,” said Malin Aster.</p></article></body></html>"
SEEDS = Path(__file__).parents[3] / "seeds" / "articles"


@pytest.fixture(autouse=True)
def loaded(models: Models) -> Models:
    """The models, loaded as any test has them; the settings name the same."""
    settings.cache_clear()
    return models


def said(article: Article) -> list[tuple[str | None, str]]:
    """Who says what."""
    return [(each.speaker.name if each.speaker else None, each.content) for each in article.quotations]


def test_text_comes_back_with_its_quotations_and_shows_itself() -> None:
    # Given a text, When it is extracted
    article = extract(TEXT)
    # Then it has its quotation, and a notebook shows it
    assert said(article) == [("Malin Aster", "It just fell,")]
    assert "Malin Aster" in article._repr_html_()


def test_the_same_text_gets_the_same_uri() -> None:
    # Given a text without a uri, When it is extracted twice, and another once, Then
    assert extract(TEXT).uri == extract(TEXT).uri != extract(TEXT + "More.").uri


@pytest.mark.parametrize(
    ("arguments", "keywords"),
    [
        (
            (),
            {"html": PAGE},
        ),
        ((), {"body": TEXT}),
        ((Submission(uri="a", text=TEXT),), {}),
    ],
    ids=["html", "body", "submission"],
)
def test_every_content_is_taken(arguments: tuple[Submission, ...], keywords: dict[str, str]) -> None:
    # Given another kind of content, When it is extracted, Then its quotation is there
    assert said(extract(*arguments, **keywords)) == [("Malin Aster", "It just fell,")]


def test_a_told_field_wins_also_over_a_submissions() -> None:
    # Given a submission, and a publisher told beside it
    submission = Submission(uri="a", text=TEXT, publisher="Other", headline="Mast falls.")
    # When it is extracted
    article = extract(submission, publisher="Example")
    # Then
    assert (article.uri, article.publisher, article.headline) == ("a", "Example", "Mast falls.")


def test_a_file_is_read_in_its_form() -> None:
    # Given the path of a seed, When it is extracted
    article = extract(Path(SEEDS / "harbour-cranes.txt"))
    # Then
    assert article.uri == "file:harbour-cranes.txt"
    assert "Maria Lopes" in {name for name, _ in said(article)}


def test_what_is_no_article_is_refused_in_words(tmp_path: Path) -> None:
    # Given nothing, two contents, a file of several articles, an empty one, bytes that are no article
    several = tmp_path / "several.jsonl"
    several.write_text("".join(json.dumps({"uri": uri, "text": TEXT}) + "\n" for uri in "ab"))
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (tmp_path / "blank.txt").write_text("\n")
    # When they are extracted, Then each error has its class
    for wrong, keywords, error in (
        (None, {}, InvalidSubmission),
        (TEXT, {"html": "<p>a</p>"}, InvalidSubmission),
        ("  ", {}, InvalidSubmission),
        (several, {}, SeveralArticles),
        (tmp_path / "picture.txt", {}, UnreadableFile),
    ):
        with pytest.raises(error):
            extract(wrong, **keywords)
    with pytest.raises((EmptyText, InvalidSubmission)):
        extract(tmp_path / "blank.txt")
    with pytest.raises((FileNotFoundError, FileFailed)):
        extract(tmp_path / "none.txt")


def test_the_import_is_cheap() -> None:
    # Given a new interpreter
    script = "import sys; from workers import extract; from shared import Client, follow; print(*sys.modules)"
    # When the public face is imported
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    # Then no heavy library is
    assert not {"spacy", "numpy", "onnxruntime", "lxml", "sqlalchemy", "celery"} & set(done.stdout.split())


@pytest.mark.parametrize("package", ["shared", "workers"])
def test_a_misspelt_name_is_an_import_error(package: str) -> None:
    # Given a package with lazy names, When another one is asked for, Then Python says so as always
    with pytest.raises(ImportError, match="cannot import name 'extrakt'"):
        exec(f"from {package} import extrakt")
