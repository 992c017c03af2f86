"""Removes scripts, styles and comments from raw HTML, and reads its text by tags alone. One pass, for any input."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from workers.language.lexicon import any_of, table

_TAGS_THAT = table("html_tags")
_TOKEN = re.compile(
    rf"<!--|-->|<(?P<close>/?)(?P<name>{any_of(_TAGS_THAT['skipped'])})\b(?P<attributes>[^<>]{{0,500}})>", re.IGNORECASE
)
_OPEN_OR_CLOSE = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]{0,10})\b[^<>]*?(?P<empty>/?)>")
_BLOCK = re.compile(rf"</?(?:{any_of(_TAGS_THAT['blocks'])})\b[^<>]*>", re.IGNORECASE)
_TAGS = re.compile(r"(?:<[!/?a-zA-Z][^<>]*>?)+")
_APART = re.compile(r"</[^<>]*><[a-zA-Z]|<(?:img|td|th)\b", re.IGNORECASE)
"""Tags that part two words: one element ends and another begins ("</a><a>"), or a picture or a cell stands there. All
other tags are inside a sentence, where a space would part a word from its comma."""

_UNCLOSED = frozenset(_TAGS_THAT["unclosed"])


@dataclass(frozen=True)
class Page:
    """A page without scripts, and its blocks of JSON-LD."""

    markup: str
    json_ld: tuple[str, ...]


def strip_page(raw: str) -> Page:
    """The page without scripts, styles and comments."""
    kept: list[str] = []
    json_ld: list[str] = []
    position = 0
    inside, is_data, since = "", False, 0
    for token in _TOKEN.finditer(raw):
        name = (token["name"] or token.group()).lower()
        if not inside and not token["close"] and name != "-->":
            kept.append(raw[position : token.start()])
            inside, since = name, token.end()
            is_data = name == "script" and "ld+json" in token["attributes"].lower()
        elif inside and (token["close"] or name == "-->") and name == ("-->" if inside == "<!--" else inside):
            if is_data:
                json_ld.append(raw[since : token.start()])
            inside, position = "", token.end()
    if not inside:
        kept.append(raw[position:])
    return Page(" ".join(kept), tuple(json_ld))


def depth(markup: str) -> int:
    """How deep the page's elements may be nested, unclosed ones included."""
    deepest = now = 0
    for tag in _OPEN_OR_CLOSE.finditer(markup):
        if tag["name"].lower() in _UNCLOSED or tag["empty"]:
            continue
        now = max(0, now - 1) if tag["close"] else now + 1
        deepest = max(deepest, now)
    return deepest


def plain_text(markup: str) -> str:
    """The page's text, a line for each block, by tags alone: for pages that no HTML parser should get."""
    return html.unescape(_TAGS.sub(_between, _BLOCK.sub("\n", re.sub(r"\s+", " ", markup))))


def _between(tags: re.Match[str]) -> str:
    return " " if _APART.search(tags.group()) else ""
