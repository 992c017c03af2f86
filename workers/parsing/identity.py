"""Computes what identifies an article: a hash of its own words, a fingerprint that finds near-duplicates, its address.

Near-duplicates are found by MinHash over runs of three words (Broder, "On the resemblance and containment of
documents", 1997) and locality-sensitive hashing of the signature in bands (Leskovec, Rajaraman and Ullman, "Mining of
massive datasets", 3.4): two articles share a key with probability 1 - (1 - j^4)^32, j being the share of runs of words
that both have: .87 at j = .5, .99 at .6, .05 at .2.
"""

from __future__ import annotations

import re
import struct
from hashlib import blake2b, sha256
from urllib.parse import urlsplit

from courlan import normalize_url
from rensa import RMinHash

from shared.model import Fingerprint, ParsedArticle

SIGNATURE = 128
"""Hashes in a signature: the estimate of j has a standard error of at most .044."""

ROWS = 4
"""Hashes in a band; 32 bands."""

SEED = 1997

SHINGLE = 3
"""Words in a run."""

FEWEST = 20
"""Runs of words; with fewer, chance would decide, and only identical texts are found."""

MOST = 120_000
"""Characters looked at: a long report; memory stays bounded for a book."""

_WORD = re.compile(r"\w+")
_SIGNS = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0eff"
_SIGN = re.compile(f"[{_SIGNS}]")
_SIGN_OR_WORD = re.compile(f"[{_SIGNS}]|[^\\W{_SIGNS}]+")
"""In a script without spaces, each sign counts as a word."""

_WEB = re.compile(r"https?://[^/\s]", re.IGNORECASE)
_OFFSET = 1 << 31


def own_text(article: ParsedArticle) -> str:
    """The article's own words, a line for each segment, with plain white space."""
    return "\n".join(" ".join(article.slice(segment).split()) for segment in article.language_segments())


def own_sha256(article: ParsedArticle) -> str:
    """Hash of the article's own words, in hexadecimal; the noise around them does not count."""
    return sha256(own_text(article).encode("utf-8")).hexdigest()


def fingerprint(article: ParsedArticle) -> Fingerprint:
    """The article's fingerprint: a signature to compare, and keys, of which near-duplicates share at least one."""
    same = int.from_bytes(bytes.fromhex(article.own_text_sha256)[:8], signed=True)
    runs = _runs(own_text(article))
    if len(runs) < FEWEST:
        return Fingerprint(signature=(), keys=(same,))
    hashes = RMinHash(num_perm=SIGNATURE, seed=SEED)
    hashes.update(runs)
    signature = hashes.digest()
    bands = (signature[at : at + ROWS] for at in range(0, SIGNATURE, ROWS))
    keys = (_key(number, band) for number, band in enumerate(bands))
    # Postgres has no unsigned integers.
    return Fingerprint(signature=tuple(value - _OFFSET for value in signature), keys=(same, *keys))


def canonical_url(*addresses: str | None) -> str | None:
    """The first web address among these, in a form that all its spellings share."""
    for address in addresses:
        if address is None or not _WEB.match(address):
            continue
        try:
            return str(normalize_url(urlsplit(address)._replace(fragment="").geturl()))
        except ValueError:
            continue
    return None


def _runs(text: str) -> list[str]:
    folded = text[:MOST].casefold()
    words = (_SIGN_OR_WORD if _SIGN.search(folded) else _WORD).findall(folded)
    return list(map(" ".join, set(zip(*(words[at:] for at in range(SHINGLE)), strict=False))))


def _key(number: int, band: list[int]) -> int:
    packed = struct.pack(f"<{ROWS + 1}I", number, *band)
    return int.from_bytes(blake2b(packed, digest_size=8).digest(), signed=True)
