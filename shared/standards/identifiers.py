"""Decides the IRIs: of a quotation, of the article that it stands in, of a text, of a speaker in a public register."""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections import Counter
from urllib.parse import quote
from uuid import UUID, uuid5

from shared.model import Link
from shared.standards.quoted import Quoted

QUOTATIONS = UUID("5b3c7a52-5f0e-4c9d-9d0b-6e1f0f6f2a11")
"""The namespace of the ids below: a fixed random number. Another one would change every id."""

ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
LEGAL = ":/?#[]@!$&'()*+,;=%~"
REGISTERS = {"wikidata": "http://www.wikidata.org/entity/{}", "geonames": "https://sws.geonames.org/{}/"}
"""The registers whose ids are parts of an IRI, in the form that the register itself uses in data."""


def quotation_ids(article: Quoted) -> tuple[UUID, ...]:
    """An id for each quotation: the same words in the same article keep it, reprocessed or in a new version.

    It is made from the article's uri, the quoted words without regard to white space, capitals and marks, and a number
    where the article quotes the same words again.
    """
    seen: Counter[str] = Counter()
    ids = []
    for quotation in article.quotations:
        words = "".join(letter for letter in quotation.content.casefold() if letter.isalnum()) or quotation.content
        seen[words] += 1
        ids.append(uuid5(QUOTATIONS, f"{article.uri}\n{words}\n{seen[words]}"))
    return tuple(ids)


def source_of(article: Quoted) -> str:
    """The IRI of the article: its address on the web, else its uri."""
    if article.url and article.url.lower().startswith(("http://", "https://")):
        return iri(article.url)
    return iri(article.uri) if ABSOLUTE.match(article.uri) else uuid5(QUOTATIONS, article.uri).urn


def iri(address: str) -> str:
    """The address with everything escaped that an IRI may not hold: white space, angle brackets, quotation marks."""
    return quote(address, safe=LEGAL, errors="replace")


def text_iri(text_sha256: str) -> str:
    """The name of exactly this text by its hash (RFC 6920)."""
    digest = urlsafe_b64encode(bytes.fromhex(text_sha256)).decode().rstrip("=")
    return f"ni:///sha-256;{digest}?ct=text/plain"


def register_iri(link: Link) -> str | None:
    """The IRI of a link, if its register has IRIs."""
    form = REGISTERS.get(link.scheme)
    return form.format(quote(link.id, safe="")) if form else None
