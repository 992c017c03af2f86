"""IPTC ninjs 1.x, 2.x and 3.x: one JSON object an article; 1.x has one body, later ones a list of bodies."""

from __future__ import annotations

from workers.forms.records import Item, submission
from workers.forms.times import time_of
from workers.forms.xml import paragraphs_of

Json = dict[str, object]

_MARKS = ("body_text", "body_xhtml", "body_html", "bodies", "headlines", "versioncreated", "versionCreated")


def is_ninjs(value: object) -> bool:
    """Whether a JSON value is a ninjs item: a submission has none of its fields."""
    return isinstance(value, dict) and any(name in value for name in _MARKS)


def from_ninjs(value: Json, uri: str, payload: bytes) -> Item:
    """The submission of a ninjs item; a cancelled one retracts."""
    uri = _words(value, "uri") or uri
    if _words(value, "pubstatus", "pubStatus") == "canceled":
        return submission(uri, payload, {"retracted": True})
    body = _body(value)
    brief = _words(value, "description_text") or _listed(value, "descriptions")
    fields: Json = {
        "body": body or brief,
        "headline": _words(value, "headline") or _listed(value, "headlines"),
        "byline": _words(value, "byline", "by"),
        "published_at": time_of(_words(value, "firstcreated", "firstCreated", "versioncreated", "versionCreated")),
        "publisher": _publisher(value),
        "language": _words(value, "language"),
        "partial": not body and bool(brief),
        "extra": {"partial": True} if not body and brief else {},
    }
    return submission(uri, payload, fields)


def _body(value: Json) -> str:
    if plain := _words(value, "body_text"):
        return plain
    if marked := _words(value, "body_xhtml", "body_html"):
        return paragraphs_of(marked)
    for body in _items(value, "bodies"):
        words = _words(body, "value")
        if words:
            kind = _words(body, "contenttype", "contentType")
            return words if "plain" in kind or "<" not in words else paragraphs_of(words)
    return ""


def _listed(value: Json, name: str) -> str:
    """The value of role main, else of the first."""
    items = sorted(_items(value, name), key=lambda item: _words(item, "role") != "main")
    return next((words for item in items if (words := _words(item, "value"))), "")


def _publisher(value: Json) -> str:
    sources = [*_items(value, "infosources"), *_items(value, "infoSources"), *_items(value, "infosource")]
    return next((name for item in sources if (name := _words(item, "name", "literal"))), "")


def _items(value: Json, name: str) -> list[Json]:
    found = value.get(name)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _words(value: Json, *names: str) -> str:
    return next((words for name in names if isinstance(words := value.get(name), str) and words.strip()), "")
