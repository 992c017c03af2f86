"""The loader: puts the articles of files, in all their forms, on the inbox as submissions."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, BinaryIO

from shared.errors import UnreadableFile
from shared.model import Record, Submission
from workers.doors import forms
from workers.doors.forms import Unreadable

if TYPE_CHECKING:
    from shared.client import Client

__all__ = ["Loaded", "Unreadable", "files", "left_out", "load", "misnamed", "read", "size", "sniff", "submissions"]


Advance = Callable[[int], None]


class Loaded(Record):
    """An article on the inbox: its uri, and the stream id of its entry."""

    uri: str
    stream_id: str
    readable: bool


def files(paths: Iterable[Path]) -> list[Path]:
    """The article files of some paths (files, folders, globs such as `2026/**/*.xml`), in order, each once.

    Raises UnreadableFile for a path without a file.
    """
    return list(_names(paths))


def misnamed(paths: Iterable[Path]) -> list[str]:
    """The names that files get instead of their own, which are not UTF-8."""
    return [readable(name) for name in _own_names(paths).values() if readable(name) != name]


def readable(name: str) -> str:
    """A file's name, with the bytes in it that are not UTF-8 written as in a URL: `caf%E9.txt`."""
    return "".join(f"%{ord(sign) - 0xDC00:02X}" if "\udc80" <= sign <= "\udcff" else sign for sign in name)


def left_out(paths: Iterable[Path]) -> int:
    """How many files below the folders have names that fit no form, and so are not read; hidden files do not count."""
    folders = [path for path in paths if path.is_dir()]
    taken = {file for folder in folders for file in _within(folder)}
    there = {f for folder in folders for f in folder.rglob("*") if f.is_file() and not f.name.startswith(".")}
    return len(there - taken)


def size(paths: Iterable[Path]) -> int:
    """The bytes of all files of the paths."""
    return sum(file.stat().st_size for file in files(paths))


def submissions(paths: Iterable[Path], advance: Advance = lambda _: None) -> Iterator[Submission | Unreadable]:
    """The submissions in all files of the paths; `advance` is told of the bytes read. Raises UnreadableFile."""
    for path, name in _names(paths).items():
        yield from read(path, name, advance)


def read(path: Path, name: str | None = None, advance: Advance = lambda _: None) -> Iterator[Submission | Unreadable]:
    """The submissions in one file of any form (`doors.forms`); those without a uri get one from the file's name."""
    with path.open("rb") as stream:
        reached = 0
        for item in forms.read_stream(stream, name or readable(path.name)):
            advance((now := stream.tell()) - reached)
            reached = now
            yield item


def _names(paths: Iterable[Path]) -> dict[Path, str]:
    """The files and a name in UTF-8 for each."""
    return {file: readable(name) for file, name in _own_names(paths).items()}


def _own_names(paths: Iterable[Path]) -> dict[Path, str]:
    """The files and a name for each: its path below the given folder or glob, so that no two files share a name."""
    names: dict[Path, str] = {}
    taken: set[str] = set()
    for path in paths:
        for file, below in _found(path):
            if file in names:
                continue
            name = file.relative_to(below).as_posix()
            names[file] = file.as_posix() if name in taken else name
            taken.add(names[file])
    return names


def _found(path: Path) -> Iterator[tuple[Path, Path]]:
    """The files of a path, each with the folder below which it gets its name."""
    # The name of a file may look like a glob.
    named = [path] if path.exists() else sorted(Path(path.anchor).glob(str(path.relative_to(path.anchor))))
    if not named:
        raise UnreadableFile(f"{path}: no such file or folder")
    below = path if path.is_dir() else path.parent if path.exists() else _unglobbed(path)
    for each in named:
        yield from ((file, below) for file in (_within(each) if each.is_dir() else [each]))


def _unglobbed(pattern: Path) -> Path:
    """The folder at the beginning of a glob: `archive` of `archive/**/*.xml`."""
    plain = takewhile(lambda part: not set(part) & set("*?["), pattern.parts)
    return Path(*plain)


def _within(folder: Path) -> list[Path]:
    return sorted(f for f in folder.rglob("*") if f.is_file() and f.name.lower().endswith(forms.EXTENSIONS))


def sniff(stream: BinaryIO) -> Iterator[Submission | Unreadable]:
    """The submissions in a stream without a name (standard input); its first bytes tell its form."""
    with NamedTemporaryFile() as whole:
        shutil.copyfileobj(stream, whole)
        whole.flush()
        with Path(whole.name).open("rb") as again:
            yield from forms.read_stream(again, "")


def load(client: Client, paths: Iterable[Path], advance: Advance = lambda _: None) -> Iterator[Loaded]:
    """Put every article in the files of the paths on the inbox. Raises UnreadableFile, BrokerUnreachable."""
    for item in submissions(paths, advance):
        if isinstance(item, Submission):
            yield Loaded(uri=item.uri, stream_id=client.submit(item), readable=True)
        else:
            sent = client.submit_unreadable(item.uri, item.payload, item.error)
            yield Loaded(uri=item.uri, stream_id=sent, readable=False)
