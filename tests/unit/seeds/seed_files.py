"""The seeds and their golden results, as records."""

from __future__ import annotations

import json
import re
from pathlib import Path

from lxml import html
from pydantic import BaseModel, ConfigDict

from shared.model import QuotationKind, SpeakerType, Submission
from workers.doors import loader

SEEDS = Path(__file__).parents[3] / "seeds"
ARTICLES = SEEDS / "articles"
EXPECTED = SEEDS / "expected"


class Golden(BaseModel):
    """Base of what is read from seeds/expected: nothing unknown, nothing misspelt."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class GoldenDateline(Golden):
    place: str
    region: str | None
    date: str | None
    agency: str | None


class GoldenMedium(Golden):
    type: str
    name: str | None


class GoldenVoice(Golden):
    """Who says it, how and where."""

    speaker: str | None
    speaker_exact: str | None
    type: SpeakerType
    cue: str | None
    medium: GoldenMedium | None


class GoldenQuotation(GoldenVoice):
    """Direct: all of its spans. Mixed: the words between marks only, for how far the clause goes is convention."""

    kind: QuotationKind
    spans: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The stretches between marks."""
        return self.spans or self.marked


class GoldenIndirect(GoldenVoice):
    """A run of words that an indirect quotation must hold."""

    words: str


class GoldenArticle(Golden):
    """One file of seeds/expected, or one line of it; seeds/README.md explains the fields."""

    uri: str
    headline: str
    standfirst: str | None
    byline: str | None
    authors: tuple[str, ...]
    dateline: GoldenDateline | None
    crossheads: tuple[str, ...]
    noise: tuple[str, ...]
    persons: tuple[str, ...]
    persons_either: tuple[str, ...]
    organizations: tuple[str, ...]
    places: tuple[str, ...]
    quotations: tuple[GoldenQuotation, ...]
    indirect: tuple[GoldenIndirect, ...]
    not_quotations: tuple[str, ...]
    either: tuple[str, ...]


class GoldenRejection(Golden):
    """What is expected of a file that is no article."""

    rejected: str


def article_files() -> list[Path]:
    """All seed articles, broken ones included."""
    return sorted(ARTICLES.iterdir())


def expected_file(article: Path) -> Path:
    """Where the golden result of an article file lies."""
    return EXPECTED / f"{article.stem}{'.jsonl' if article.suffix == '.jsonl' else '.json'}"


def rejections() -> list[tuple[Path, GoldenRejection]]:
    """The broken files, with the code each must be refused with."""
    broken = [(f, expected_file(f).read_text("utf8")) for f in article_files()]
    return [(f, GoldenRejection.model_validate_json(text)) for f, text in broken if '"rejected"' in text]


def pairs() -> list[tuple[Submission, GoldenArticle]]:
    """Every submission of the whole files with its golden result."""
    broken = {path for path, _ in rejections()}
    return [pair for path in article_files() if path not in broken for pair in pairs_of(path)]


def pairs_of(path: Path) -> list[tuple[Submission, GoldenArticle]]:
    """The submissions of one file with their golden results."""
    text = expected_file(path).read_text("utf8")
    lines = text.splitlines() if path.suffix == ".jsonl" else [text]
    submissions = [item for item in loader.read(path) if isinstance(item, Submission)]
    return list(zip(submissions, map(GoldenArticle.model_validate_json, lines), strict=True))


def visible_text(submission: Submission) -> str:
    """What a reader of the submission sees, white space folded."""
    return re.sub(r"\s+", " ", "\n".join(filter(None, (_content(submission), submission.headline, submission.byline))))


def _content(submission: Submission) -> str:
    if submission.html is None:
        return submission.text or submission.body or ""
    page = html.fromstring(submission.html)
    for hidden in page.xpath("//script | //style | //head"):
        hidden.drop_tree()
    return " ".join(page.itertext())


def own_words(submission: Submission) -> int:
    """How many words the submission's text has; of a page, those in its paragraphs."""
    if submission.html is None:
        return len(_content(submission).split())
    paragraphs = html.fromstring(submission.html).xpath("//main//p")
    return sum(len(p.text_content().split()) for p in paragraphs)


def letters(text: str) -> str:
    """The letters and digits of a text, folded: marks, blanks and punctuation do not count."""
    return "".join(c for c in text.casefold() if c.isalnum())


def strings(value: object) -> list[str]:
    """All strings in parsed JSON."""
    if isinstance(value, str):
        return [value]
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for item in items for text in strings(item)]


def golden_strings(golden: GoldenArticle) -> list[str]:
    """Everything in a golden result that the article must hold word for word."""
    kept = json.loads(golden.model_dump_json(exclude={"uri", "dateline"}))
    for voice in [*kept["quotations"], *kept["indirect"]]:
        for label in ("kind", "type", "medium"):
            voice.pop(label, None)
    return strings(kept)
