"""Files become submissions; what cannot be read is kept with its reason."""

from __future__ import annotations

import gzip
import io
import json
import os
from pathlib import Path

import pytest

from shared.errors import UnreadableFile
from shared.messages import decode
from shared.model import Submission
from workers.doors.loader import Unreadable, files, left_out, misnamed, read, sniff, submissions

GOOD = [
    ("a.txt", b"\xef\xbb\xbfHarbour reopens\n", ["file:a.txt"], "text"),
    ("b.html", b"<html><p>Harbour reopens</p></html>", ["file:b.html"], "html"),
    ("c.json", b'{"uri": "tag:c", "body": "Harbour reopens"}', ["tag:c"], "body"),
    ("d.json", b'[{"uri": "tag:d1", "text": "x"}, {"uri": "tag:d2", "text": "y"}]', ["tag:d1", "tag:d2"], "text"),
    ("e.jsonl", b'{"uri": "tag:e1", "text": "x"}\n\n{"uri": "tag:e2", "text": "y"}', ["tag:e1", "tag:e2"], "text"),
    ("f.txt", "Café owner’s plea: “Stay open”".encode("cp1252"), ["file:f.txt"], "text"),
]


@pytest.mark.parametrize(("name", "content", "uris", "form"), GOOD)
def test_every_form_is_read(tmp_path: Path, name: str, content: bytes, uris: list[str], form: str) -> None:
    # Given a file, When it is read
    (tmp_path / name).write_bytes(content)
    items = list(read(tmp_path / name))
    # Then it yields its submissions, in order, in its form
    assert [item.uri for item in items] == uris
    assert all(isinstance(item, Submission) and getattr(item, form) for item in items)


BAD = [
    ("a.json", b'{"uri": "tag:a", "te', "malformed_json"),
    ("b.json", b'{"uri": "tag:b"}', "invalid_submission"),
    ("c.txt", b"", "empty_text"),
    ("c.json", b"", "empty_text"),
    ("c.jsonl", b"", "empty_text"),
    ("c.xml", b"", "empty_text"),
    ("c.html.gz", gzip.compress(b"", mtime=0), "empty_text"),
    ("blank.txt", b" \n", "invalid_submission"),
    ("d.jsonl", b"not json\n", "malformed_json"),
    ("e.json", b"[" * 100_000, "malformed_json"),
]


@pytest.mark.parametrize(("name", "content", "code"), BAD)
def test_what_cannot_be_read_is_kept_with_its_reason(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    # Given a broken file, When it is read
    (tmp_path / name).write_bytes(content)
    (item,) = read(tmp_path / name)
    # Then the reason has a code, and nothing is raised
    assert isinstance(item, Unreadable)
    assert item.error.code == code


def test_one_bad_line_does_not_cost_the_others(tmp_path: Path) -> None:
    # Given a file of lines with a bad one between good ones
    good = json.dumps({"uri": "tag:g", "text": "x"}).encode()
    (tmp_path / "a.jsonl").write_bytes(b"\n".join([good, b"{", good]))
    # When it is read, Then both good ones are there, and the bad one has its line number
    first, second, third = read(tmp_path / "a.jsonl")
    assert isinstance(first, Submission)
    assert second.uri == "file:a.jsonl#2"
    assert isinstance(third, Submission)


def test_folders_are_walked_and_a_wrong_path_is_told(tmp_path: Path) -> None:
    # Given a folder with an article, a folder in it, and something else
    (tmp_path / "sub").mkdir()
    for name in ("b.txt", "sub/a.html", "README.md"):
        (tmp_path / name).write_text("x")
    # When its files are listed, Then only articles are, in order
    assert [f.name for f in files([tmp_path])] == ["b.txt", "a.html"]
    # And a path that does not exist is an error
    with pytest.raises(UnreadableFile, match="nowhere"):
        files([tmp_path / "nowhere"])


@pytest.mark.parametrize(
    ("payload", "form"), [(b"<p>x</p>", "html"), (b'{"uri": "a", "body": "x"}', "body"), (b"Words", "text")]
)
def test_standard_input_is_known_by_its_first_character(payload: bytes, form: str) -> None:
    # Given bytes without a name, When they are sniffed, Then the form is found
    (item,) = sniff(io.BytesIO(payload))
    assert getattr(item, form)


def test_globs_and_folders_name_their_files_once(tmp_path: Path) -> None:
    # Given a tree of files, one of which has a name that reads as a glob
    for name in ("2026/a.xml", "2026/05/b.txt.gz", "2026/05/c.pdf", "2025/d.jsonl", "odd[1].txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")

    def named(*patterns: str) -> list[str]:
        return [str(found.relative_to(tmp_path)) for found in files(tmp_path / pattern for pattern in patterns)]

    # Then globs name what they match, folders their articles, and nothing is named twice
    assert named("202?/*.xml") == ["2026/a.xml"]
    assert named("**/*.txt.gz", "2026") == ["2026/05/b.txt.gz", "2026/a.xml"]
    assert named("20*") == ["2025/d.jsonl", "2026/05/b.txt.gz", "2026/a.xml"]
    assert named("odd[1].txt") == ["odd[1].txt"]
    with pytest.raises(UnreadableFile):
        named("*.warc")


def test_files_of_one_name_in_two_folders_are_two_articles(tmp_path: Path) -> None:
    # Given a tree in which a file's name comes again
    for name in ("a.txt", "2025/a.txt", "2026/a.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")

    def uris(*patterns: str) -> list[str]:
        return [item.uri for item in submissions(tmp_path / pattern for pattern in patterns)]

    # When it is read as a folder, by a glob, file by file, Then each file has a uri of its own, the same each time
    assert uris("") == uris("**/*.txt") == ["file:2025/a.txt", "file:2026/a.txt", "file:a.txt"]
    assert uris("2025/a.txt", "2026/a.txt") == ["file:a.txt", f"file:{tmp_path.as_posix()}/2026/a.txt"]
    assert uris("2025/a.txt") == ["file:a.txt"]


def test_what_a_folder_holds_beside_articles_is_counted(tmp_path: Path) -> None:
    # Given a folder with an article, two files of other kinds, and a hidden one
    (tmp_path / "deep").mkdir()
    for name in ("a.txt", "notes.md", "deep/picture.png", ".DS_Store"):
        (tmp_path / name).write_text("x")
    # Then those that are left out are told, but for the hidden one; a file that is named itself is read
    assert left_out([tmp_path]) == 2
    assert left_out([tmp_path / "notes.md"]) == 0


def test_a_name_that_is_not_utf_8_costs_no_other_file(tmp_path: Path) -> None:
    # Given a file whose name is in an old encoding, between others
    for name in (b"a.txt", b"caf\xe9.txt", b"z.txt"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(b"Harbour reopens\n\nIt sails again.")
    # When the folder is read, Then all are there, and the name's byte is written as in a URL
    found = list(submissions([tmp_path]))
    assert [item.uri for item in found] == ["file:a.txt", "file:caf%E9.txt", "file:z.txt"]
    assert misnamed([tmp_path]) == ["caf%E9.txt"]
    # Then the uri can be sent, whether the file is readable or not
    assert all(item.uri.encode() for item in found)


def test_a_byte_order_mark_on_a_later_line_is_left_out(tmp_path: Path) -> None:
    # Given two files of JSON lines, each with its mark, put together
    line = b'\xef\xbb\xbf{"uri": "tag:%d", "text": "x"}\n'
    (tmp_path / "both.jsonl").write_bytes(line % 1 + line % 2 + b"\xef\xbb\xbf\n")
    # When it is read, Then both lines are submissions
    found = list(read(tmp_path / "both.jsonl"))
    assert [item.uri for item in found if isinstance(item, Submission)] == ["tag:1", "tag:2"]
    assert decode(line % 3).uri == "tag:3"
