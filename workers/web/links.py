"""Where the pages link to: within a server, or within a folder of files; and which addresses elsewhere are safe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol
from urllib.parse import quote, urlsplit

from workers.web.permalinks import slug

SAFE = ("http", "https")
"""Schemes of addresses that become links; `javascript:` and all others are shown as words."""

REGISTERS = {
    "wikidata": "https://www.wikidata.org/wiki/",
    "geonames": "https://www.geonames.org/",
    "iso3166": "https://www.iso.org/obp/ui/#iso:code:3166:",
}


def outside(address: str | None) -> str | None:
    """The address if a browser may be sent there: http or https, with a host; else None."""
    if not address or any(char.isspace() or not char.isprintable() for char in address):
        return None
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    return address if parts.scheme.lower() in SAFE and host else None


def register(scheme: str, number: str) -> str | None:
    """The page of a public register on this thing."""
    return REGISTERS[scheme] + quote(number, safe="") if scheme in REGISTERS else None


class Links(Protocol):
    """Addresses of pages; None for a page that is not there."""

    is_live: bool
    """Whether a server answers: only then are there search, feeds and downloads."""

    def static(self, name: str) -> str:
        """A file of the package."""

    def home(self) -> str:
        """The overview."""

    def article(self, uri: str) -> str | None:
        """The article's page."""

    def annotations(self, uri: str) -> str | None:
        """The article's quotations as Web Annotations."""

    def quotation(self, uri: str, name: str) -> str | None:
        """The quotation within its article."""

    def person(self, key: str | None) -> str | None:
        """The page of a person, organisation or place."""

    def publisher(self, name: str | None) -> str | None:
        """The source audit of a publisher."""


class ServerLinks:
    """Addresses within `onrecord serve`."""

    is_live = True

    def __init__(self, stamp: str = "") -> None:
        self._stamp = stamp

    def static(self, name: str) -> str:
        """A file of the package; its address changes with its content, so that browsers may keep it."""
        return f"/static/{name}?{self._stamp}"

    def home(self) -> str:
        """The overview."""
        return "/"

    def article(self, uri: str) -> str | None:
        """A query, since browsers change the dots of a path."""
        return f"/article?uri={quote(uri, safe='')}"

    def annotations(self, uri: str) -> str | None:
        """Beside the article's page."""
        return f"/annotations?uri={quote(uri, safe='')}"

    def quotation(self, uri: str, name: str) -> str | None:
        """The permalink."""
        return f"/quotation?uri={quote(uri, safe='')}&id={quote(name, safe='')}"

    def person(self, key: str | None) -> str | None:
        """The page of an identity."""
        return f"/person/{key}" if key else None

    def publisher(self, name: str | None) -> str | None:
        """The source audit."""
        return f"/publisher?name={quote(name, safe='')}" if name else None


class FolderLinks:
    """Addresses within a folder that `onrecord report` writes, from a page so many folders below it."""

    is_live = False

    def __init__(self, articles: Mapping[str, str], people: Mapping[str, str], publishers: Mapping[str, str],
                 depth: int = 0) -> None:  # fmt: skip
        self._articles, self._people, self._publishers = articles, people, publishers
        self._up = "../" * depth

    def static(self, name: str) -> str:
        """A file of the package, which lies in the folder, too."""
        return f"{self._up}static/{name}"

    def home(self) -> str:
        """The overview."""
        return f"{self._up}index.html"

    def article(self, uri: str) -> str | None:
        """The article's file."""
        return self._file(self._articles, uri)

    def annotations(self, uri: str) -> str | None:
        """The file beside the article's."""
        file = self._file(self._articles, uri)
        return file and annotations_file(file)

    def quotation(self, uri: str, name: str) -> str | None:
        """The quotation's place in the article's file."""
        file = self._file(self._articles, uri)
        return file and f"{file}#d-{quote(name, safe='')}"

    def person(self, key: str | None) -> str | None:
        """The file of a person."""
        return self._file(self._people, key)

    def publisher(self, name: str | None) -> str | None:
        """The file of a publisher's source audit."""
        return self._file(self._publishers, name)

    def _file(self, files: Mapping[str, str], key: str | None) -> str | None:
        return self._up + quote(files[key]) if key is not None and key in files else None


def annotations_file(page: str) -> str:
    """The name of the file of annotations beside an article's page."""
    return page.removesuffix(".html") + ".jsonld"


def file_names(folder: str, names: Mapping[str, str]) -> dict[str, str]:
    """A file for each key, named by its number and the first letters of its name; every system can write them."""
    width = len(str(len(names)))
    return {
        key: f"{folder}/{number:0{width}}-{slug(name).encode('ascii', 'ignore').decode().strip('-') or 'page'}.html"
        for number, (key, name) in enumerate(names.items(), 1)
    }
