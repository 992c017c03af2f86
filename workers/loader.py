"""The loader: files of articles become submissions on the inbox."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from shared.client import Client
from shared.errors import OnrecordError, UnreadableFile
from shared.messages import MAX_ENTRY_BYTES, decode
from shared.model import Record, Submission

FORMS = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".jsonl": "lines",
    ".ndjson": "lines",
}


@dataclass(frozen=True)
class Unreadable:
    """A file, or a line of one, that holds no submission: it is rejected on the record, not skipped."""

    uri: str
    payload: bytes
    error: OnrecordError


class Loaded(Record):
    """What was put on the inbox: the uri of an article, and the stream id it was put under."""

    uri: str
    stream_id: str
    readable: bool


def files(paths: Iterable[Path]) -> list[Path]:
    """The article files that paths (files or folders) name, in order. Raises UnreadableFile for a path that is not."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(f for f in path.rglob("*") if f.is_file() and f.suffix.lower() in FORMS)
        elif path.is_file():
            found.append(path)
        else:
            raise UnreadableFile(f"{path}: no such file or folder")
    return found


def read(path: Path) -> Iterator[Submission | Unreadable]:
    """The submissions in one file: .txt and .html hold one article, .json one or a list, .jsonl one a line."""
    uri = f"file:{path.name}"
    form = FORMS.get(path.suffix.lower(), "text")
    if form != "lines":
        yield from _whole(path.read_bytes(), uri, form)
        return
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _one(line, f"{uri}#{number}")


def sniff(payload: bytes) -> Iterator[Submission | Unreadable]:
    """The submissions in bytes without a name (standard input): JSON, HTML or plain text by their first character."""
    start = payload.lstrip()[:1]
    form = {b"{": "json", b"[": "json", b"<": "html"}.get(start, "text")
    yield from _whole(payload, "stdin:", form)


def load(client: Client, paths: Iterable[Path]) -> Iterator[Loaded]:
    """Put every article of the paths on the inbox. Raises UnreadableFile, BrokerUnreachable."""
    for path in files(paths):
        for item in read(path):
            if isinstance(item, Submission):
                yield Loaded(uri=item.uri, stream_id=client.submit(item), readable=True)
            else:
                sent = client.submit_unreadable(item.uri, item.payload)
                yield Loaded(uri=item.uri, stream_id=sent, readable=False)


def _whole(payload: bytes, uri: str, form: str) -> Iterator[Submission | Unreadable]:
    if form != "json":
        yield _page(payload, uri, form)
        return
    try:
        value = json.loads(payload)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, list):
        yield _one(payload, uri)
        return
    for number, item in enumerate(value, 1):
        yield _one(json.dumps(item).encode(), f"{uri}#{number}")


def _one(payload: bytes, uri: str) -> Submission | Unreadable:
    try:
        return decode(payload)
    except OnrecordError as error:
        return Unreadable(uri=uri, payload=payload[:MAX_ENTRY_BYTES], error=error)


def _page(payload: bytes, uri: str, field: str) -> Submission | Unreadable:
    """A whole file as one article. Bytes that are no text are refused rather than guessed at."""
    try:
        text = payload.decode(_encoding(payload))
    except (UnicodeDecodeError, LookupError) as error:
        return Unreadable(uri=uri, payload=payload[:MAX_ENTRY_BYTES], error=UnreadableFile(f"{uri}: {error}"))
    return _one(json.dumps({"uri": uri, field: text}).encode(), uri)


def _encoding(payload: bytes) -> str:
    try:
        payload.decode("utf-8")
    except UnicodeDecodeError:
        guess = from_bytes(payload).best()
        return guess.encoding if guess else "utf-8"
    return "utf-8-sig"
