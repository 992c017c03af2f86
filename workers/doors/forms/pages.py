"""Reads plain text and HTML: each file is one article."""

from __future__ import annotations

from collections.abc import Iterator

from shared.errors import OnrecordError
from shared.model import FileForm
from workers.doors.forms.decoding import decode
from workers.doors.forms.records import Item, Unreadable, refused, submission


def read_text(payload: bytes, uri: str) -> Iterator[Item]:
    """The file as raw text."""
    yield page(payload, uri, FileForm.TEXT)


def read_html(payload: bytes, uri: str) -> Iterator[Item]:
    """The file as a page."""
    yield page(payload, uri, FileForm.HTML)


def page(payload: bytes, uri: str, form: FileForm, declared: str | None = None, url: str | None = None) -> Item:
    """A whole file as one article. Bytes that are no text are refused."""
    try:
        decoded = decode(payload, declared)
    except OnrecordError as error:
        return refused(uri, payload, error)
    field = "text" if form is FileForm.TEXT else "html"
    decoding = decoded.decoding.model_copy(update={"form": form})
    found = submission(uri, payload, {field: decoded.text or " ", "url": url, "decoding": decoding})
    return found if not isinstance(found, Unreadable) else refused(uri, payload, found.error)
