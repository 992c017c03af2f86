"""The loader: files of articles become submissions on the inbox."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from shared.client import Client
from shared.errors import UnreadableFile
from shared.model import Record, Submission
from workers import forms
from workers.forms import Unreadable

__all__ = ["Loaded", "Unreadable", "files", "load", "read", "sniff"]


class Loaded(Record):
    """What was put on the inbox: the uri of an article, and the stream id it was put under."""

    uri: str
    stream_id: str
    readable: bool


def files(paths: Iterable[Path]) -> list[Path]:
    """The article files that paths (files, folders, globs such as `2026/**/*.xml`) name, in order, each once.

    Raises UnreadableFile for a path that names none.
    """
    found: list[Path] = []
    for path in paths:
        # A file may have a name that reads as a glob.
        named = [path] if path.exists() else sorted(Path(path.anchor).glob(str(path.relative_to(path.anchor))))
        if not named:
            raise UnreadableFile(f"{path}: no such file or folder")
        for each in named:
            found += _within(each) if each.is_dir() else [each]
    return list(dict.fromkeys(found))


def _within(folder: Path) -> list[Path]:
    return sorted(f for f in folder.rglob("*") if f.is_file() and f.name.lower().endswith(forms.EXTENSIONS))


def read(path: Path) -> Iterator[Submission | Unreadable]:
    """The submissions in one file, in whichever form: see `workers.forms`."""
    with path.open("rb") as stream:
        yield from forms.read_stream(stream, path.name)


def sniff(stream: BinaryIO) -> Iterator[Submission | Unreadable]:
    """The submissions in bytes without a name (standard input), by their first bytes; as many as a file may hold."""
    with NamedTemporaryFile() as whole:
        shutil.copyfileobj(stream, whole)
        whole.flush()
        with Path(whole.name).open("rb") as again:
            yield from forms.read_stream(again, "")


def load(client: Client, paths: Iterable[Path]) -> Iterator[Loaded]:
    """Put every article of the paths on the inbox. Raises UnreadableFile, BrokerUnreachable."""
    for path in files(paths):
        for item in read(path):
            if isinstance(item, Submission):
                yield Loaded(uri=item.uri, stream_id=client.submit(item), readable=True)
            else:
                sent = client.submit_unreadable(item.uri, item.payload)
                yield Loaded(uri=item.uri, stream_id=sent, readable=False)
