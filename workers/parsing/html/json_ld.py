"""Reads JSON-LD: the articles that a page's structured data describes (https://schema.org/NewsArticle)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from workers.parsing.canonical import one_line
from workers.parsing.html.records import Block
from workers.parsing.html.strip import plain_text, strip_page

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None

_ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|Report)$")
_REFERRING = ("author", "publisher")
_OPENS = ("//", "/*", "<![CDATA[", "<!--", "*/")
_CLOSES = ("]]>", "-->", "*/", "/*", "//", ";")
_COMMAS = re.compile(r",(?=\s*[}\]])")
_LONGEST_LD = 300_000
_DEEPEST_LD = 6
SHORTEST_BODY = 200
"""Characters; a shorter body is a summary."""

CONFIDENCE = 0.5
"""As sure as a block of one extractor alone: many pages state a body without its paragraphs, or a part of it."""


def stated_blocks(blocks: tuple[str, ...]) -> tuple[Block, ...]:
    """The body in the page's structured data, a block for each line: for pages whose body only a script inserts."""
    bodies = (body for article in articles_in(blocks) if isinstance(body := article.get("articleBody"), str))
    body = next((body for body in bodies if len(body) >= SHORTEST_BODY), "")
    text = plain_text(strip_page(body).markup) if "</" in body else body
    lines = filter(None, map(one_line, text.split("\n")))
    return tuple(Block(line, confidence=CONFIDENCE) for line in lines)


def articles_in(blocks: tuple[str, ...]) -> Iterator[dict[str, Json]]:
    """The articles in the blocks of JSON-LD, in order."""
    read = [_loads(block) for block in blocks if len(block) <= _LONGEST_LD]
    named = dict(_named(read, 0))
    for data in read:
        for article in _article_objects(data, 0):
            yield article | {part: _referred(article[part], named) for part in _REFERRING if part in article}


def _loads(block: str) -> Json:
    """The data of a block, even in a comment or with a comma too many; None if it is no JSON."""
    bare = _unwrapped(block)
    for text in (bare, _COMMAS.sub("", bare)):
        try:
            return json.loads(text, strict=False)  # type: ignore[no-any-return]
        except (ValueError, RecursionError):
            continue
    return None


def _unwrapped(block: str) -> str:
    """The block without the marks that hide scripts from old browsers and from XML."""
    bare, before = block.strip(), ""
    while bare != before:
        before = bare
        for mark in _OPENS:
            bare = bare.removeprefix(mark).lstrip()
        for mark in _CLOSES:
            bare = bare.removesuffix(mark).rstrip()
    return bare


def _named(data: Json, level: int) -> Iterator[tuple[str, Json]]:
    """The things with an @id and a name, to which articles refer: {"publisher": {"@id": "#organization"}}."""
    if level > _DEEPEST_LD:
        return
    for part in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _named(part, level + 1)
    if isinstance(data, dict) and isinstance(data.get("@id"), str) and "name" in data:
        yield str(data["@id"]), data


def _referred(data: Json, named: dict[str, Json]) -> Json:
    if isinstance(data, list):
        return [_referred(part, named) for part in data]
    return named.get(str(data.get("@id")), data) if isinstance(data, dict) and "name" not in data else data


def _article_objects(data: Json, level: int) -> Iterator[dict[str, Json]]:
    if level > _DEEPEST_LD:
        return
    if isinstance(data, list):
        for item in data:
            yield from _article_objects(item, level + 1)
    if isinstance(data, dict):
        kinds = data.get("@type")
        named = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and _ARTICLE_TYPE.search(kind) for kind in named):
            yield data
        yield from _article_objects(data.get("@graph"), level + 1)
        yield from _article_objects(data.get("mainEntity"), level + 1)
