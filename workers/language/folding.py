"""Makes the form that two spellings of one name share, for all who compare names."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not decompose into a base letter and a mark.
UNDECOMPOSED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ə": "a"}
)
NOT_LETTERS = re.compile(r"[^\w\s]|_")
HYPHENS = re.compile(r"[-‐‑–—]")

# Romanisations of one sound; in order, longest first. After the variants that BGN/PCGN, ISO 9, ALA-LC and the press
# use side by side for Cyrillic and Arabic names: Zelenskiy, Zelensky, Zelenskyy; Qaddafi, Kadafi; Yushchenko, Juščenko.
ROMANISATIONS = (
    (re.compile(r"shch|sch|sh|š"), "s"),
    (re.compile(r"tch|ch|č"), "c"),
    (re.compile(r"kh"), "h"),
    (re.compile(r"gh|dh"), lambda m: m.group()[0]),
    (re.compile(r"ph"), "f"),
    (re.compile(r"ks"), "x"),
    (re.compile(r"[qc](?=[aou])"), "k"),
    (re.compile(r"ou|oo"), "u"),
    (re.compile(r"ee"), "i"),
    (re.compile(r"w"), "v"),
    (re.compile(r"[jy]e|yo|io"), "e"),
    (re.compile(r"(?:iy|yy|ii|yi|ij|y|j)$"), "i"),
    (re.compile(r"[jy]"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
)
VOWELS = re.compile(r"[aeiou]")


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Lower case, without diacritics and full stops; hyphens are blanks: "Jong-un" and "Jong Un" fold alike."""
    bare = HYPHENS.sub(" ", text).casefold().translate(UNDECOMPOSED)
    unmarked = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    return " ".join(NOT_LETTERS.sub("", unmarked).split())


def unmarked(text: str) -> str:
    """Without diacritics, capitals kept: "Wałęsa" and "Walesa" are alike."""
    return "".join(
        c for c in unicodedata.normalize("NFKD", text.translate(UNDECOMPOSED)) if not unicodedata.combining(c)
    )


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """The skeleton that romanisations of one foreign name share."""
    skeleton = fold(word).replace(" ", "")
    for pattern, letter in ROMANISATIONS:
        skeleton = pattern.sub(letter, skeleton)
    return skeleton


def consonants(word: str) -> str:
    """The skeleton without vowels: Mohammed, Muhammad and Mohamed share it."""
    return VOWELS.sub("", sound(word))
