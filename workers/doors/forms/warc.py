"""Reads the HTML pages of a web archive (WARC), record by record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from shared.errors import OnrecordError, TooLarge, UnreadableFile
from shared.messages import MAX_ENTRY_BYTES
from shared.model import FileForm
from workers.doors.forms.pages import page
from workers.doors.forms.records import Item, refused

_PAGES = ("text/html", "application/xhtml+xml")


def read_warc(stream: BinaryIO, uri: str) -> Iterator[Item]:
    """The pages that a server answered with success, or that were archived without an answer."""
    found = False
    try:
        for record in ArchiveIterator(stream, no_record_parse=False):
            if _is_page(record):
                found = True
                yield _page(record, uri)
    except OnrecordError as error:
        yield refused(uri, b"", error)
        return
    except (ArchiveLoadFailed, OSError, ValueError, EOFError) as error:
        yield refused(uri, b"", UnreadableFile(f"broken archive: {error}"[:300]))
        return
    if not found:
        yield refused(uri, b"", UnreadableFile("the archive holds no HTML page"))


def _is_page(record: ArcWarcRecord) -> bool:
    if record.rec_type == "resource":
        return _kind(record).lower().startswith(_PAGES)
    if record.rec_type != "response" or record.http_headers is None:
        return False
    return _kind(record).lower().startswith(_PAGES) and str(record.http_headers.get_statuscode()) == "200"


def _kind(record: ArcWarcRecord) -> str:
    """The content type: in the server's answer or, if there is none, in the record itself."""
    headers = record.http_headers if record.rec_type == "response" else record.rec_headers
    return headers.get_header("Content-Type") or ""


def _page(record: ArcWarcRecord, uri: str) -> Item:
    address = record.rec_headers.get_header("WARC-Target-URI") or uri
    content = _read(record)
    if len(content) > MAX_ENTRY_BYTES:
        return refused(address, content[:10_000], TooLarge(f"a page of more than {MAX_ENTRY_BYTES:,} bytes"))
    charset = _kind(record).lower().partition("charset=")[2].strip(" \"';") or None
    return page(content, address, FileForm.WARC, charset, address)


def _read(record: ArcWarcRecord) -> bytes:
    """The page's bytes, up to the most that an article may have."""
    stream, pieces, count = record.content_stream(), [], 0
    while count <= MAX_ENTRY_BYTES and (piece := stream.read(1 << 16)):
        pieces.append(piece)
        count += len(piece)
    return b"".join(pieces)
