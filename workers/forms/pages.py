"""Plain text and HTML: one file, one article."""

from __future__ import annotations

from collections.abc import Iterator

from shared.errors import OnrecordError
from workers.forms.decoding import decode
from workers.forms.records import Item, Unreadable, refused, submission


def read_text(payload: bytes, uri: str) -> Iterator[Item]:
    """The file as raw text."""
    yield page(payload, uri, "text")


def read_html(payload: bytes, uri: str) -> Iterator[Item]:
    """The file as a page."""
    yield page(payload, uri, "html")


def page(payload: bytes, uri: str, field: str, declared: str | None = None, url: str | None = None) -> Item:
    """A whole file as one article. Bytes that are no text are refused rather than guessed at."""
    try:
        decoded = decode(payload, declared)
    except OnrecordError as error:
        return refused(uri, payload, error)
    found = submission(uri, payload, {field: decoded.text or " ", "url": url, "decoding": decoded.decoding})
    return found if not isinstance(found, Unreadable) else refused(uri, payload, found.error)
