"""The public function `workers.extract`: an article in, its quotations and names out, in this process, no server.

Nothing here imports spaCy: the stages and the models come at the first call.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from shared.errors import EmptyText, SeveralArticles
from shared.messages import validate
from shared.model import Article, Submission

if TYPE_CHECKING:
    from workers.models import Models


class Fields(TypedDict, total=False):
    """What a caller can tell of an article; told fields win over those that the text shows."""

    uri: str
    headline: str
    standfirst: str
    byline: str
    authors: Sequence[str]
    published_at: datetime | str
    publisher: str
    url: str
    language: str
    dateline: str
    extra: Mapping[str, object]


def extract(
    article: str | Path | Submission | None = None,
    /,
    *,
    html: str | None = None,
    body: str | None = None,
    **fields: Unpack[Fields],
) -> Article:
    """The article with its segments, names and quotations, each with its speaker. A notebook shows it highlighted.

    `article` is the raw text, the `Path` of a file in any form that `onrecord load` takes, or a `Submission`. Instead,
    `html` takes a whole page, and `body` clean text, of which every line is the article's own.

    The first call loads the language models (ONRECORD_MODEL), which takes a second or two; later calls share them.
    Raises InvalidSubmission, TooLarge, UnreadableFile, SeveralArticles, EmptyText, ModelMissing, BadSettings.

    >>> article = extract("Mast falls.\\n\\n“It just fell,” said Malin Aster.")
    >>> [(quotation.speaker.name, quotation.content) for quotation in article.quotations]
    [('Malin Aster', 'It just fell,')]
    """
    from workers.extraction import extract as run_stages

    return run_stages(_submission(article, {"html": html, "body": body}, fields), _models())


def _submission(article: str | Path | Submission | None, other: Mapping[str, str | None], fields: Fields) -> Submission:
    """The submission that these arguments make. Raises InvalidSubmission, TooLarge, UnreadableFile, SeveralArticles."""
    given: dict[str, object] = {name: content for name, content in other.items() if content is not None}
    if isinstance(article, Path):
        article = _only(article)
    if isinstance(article, Submission):
        given = {name: getattr(article, name) for name in article.model_fields_set} | given
    elif article is not None:
        given["text"] = article
    return validate({"uri": _uri_of(given)} | given | fields)


def _uri_of(given: Mapping[str, object]) -> str:
    """A uri for an article without one: the same content gets the same."""
    content = "\n".join(str(given[name]) for name in ("text", "body", "html") if name in given)
    return f"text:{hashlib.sha256(content.encode(errors='replace')).hexdigest()[:16]}"


def _only(path: Path) -> Submission:
    """The one article in a file."""
    from workers.doors.loader import read

    items = list(islice(read(path), 2))
    if not items:
        raise EmptyText(f"{path} holds nothing")
    if len(items) > 1:
        raise SeveralArticles(str(path))
    if not isinstance(items[0], Submission):
        raise items[0].error
    return items[0]


def _models() -> Models:
    from shared.settings import settings
    from workers import models

    return models.load(settings().model, settings().registry)
