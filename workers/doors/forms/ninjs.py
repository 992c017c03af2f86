"""Reads IPTC ninjs 1.x, 2.x and 3.x: a JSON object is an article, with one body in 1.x, a list of bodies later."""

from __future__ import annotations

from shared.errors import UnreadableFile
from workers.doors.forms.records import Item, refused, submission, time_of
from workers.doors.forms.xml import paragraphs_of

Json = dict[str, object]

_MARKS = frozenset(
    [
        "bodies", "headlines", "descriptions", "versioncreated", "versionCreated", "firstcreated", "firstCreated",
        "pubstatus", "pubStatus", "infosource", "infosources", "infoSources", "renditions", "description_text",
    ]
)  # fmt: skip
_TIMES = (
    "firstcreated", "firstCreated", "contentcreated", "contentCreated", "versioncreated", "versionCreated",
)  # fmt: skip
"""Keys of the time of publication; the first one present counts."""

_WITHDRAWN = ("canceled", "withheld")
_WRITTEN = ("", "text", "composite")
"""Types of items that hold an article; pictures and films have only captions."""


def is_ninjs(value: object) -> bool:
    """Whether a JSON value is a ninjs item, by keys that no submission has."""
    return isinstance(value, dict) and any(name in _MARKS or name.startswith("body_") for name in value)


def from_ninjs(value: Json, uri: str, payload: bytes) -> Item:
    """The submission of a ninjs item; a cancelled or withheld item is a retraction."""
    uri = _words(value, "uri") or uri
    if _words(value, "pubstatus", "pubStatus") in _WITHDRAWN:
        return submission(uri, payload, {"retracted": True})
    body, kind = _body(value), _words(value, "type")
    if not body and kind not in _WRITTEN:
        return refused(uri, payload, UnreadableFile(f"a ninjs item of type {kind[:40]}, without a text"))
    brief = _words(value, "description_text") or _listed(value, "descriptions")
    fields: Json = {
        "body": body or brief,
        "headline": _words(value, "headline") or _listed(value, "headlines"),
        "byline": _words(value, "byline", "by") or _listed(value, "bylines"),
        "published_at": time_of(_words(value, *_TIMES)),
        "publisher": _publisher(value),
        "language": _words(value, "language"),
        "dateline": _words(value, "located"),
        "partial": not body and bool(brief),
        "extra": {"partial": True} if not body and brief else {},
    }
    return submission(uri, payload, fields)


def _body(value: Json) -> str:
    if plain := _words(value, "body_text"):
        return plain
    if marked := _words(value, *sorted(name for name in value if name.startswith("body_"))):
        return paragraphs_of(marked)
    for body in sorted(_items(value, "bodies"), key=_not_main):
        words = _words(body, "value")
        if words:
            kind = _words(body, "contenttype", "contentType")
            return words if "plain" in kind or "<" not in words else paragraphs_of(words)
    return ""


def _listed(value: Json, name: str) -> str:
    """The value of the item with role main, else of the first item."""
    items = sorted(_items(value, name), key=_not_main)
    return next((words for item in items if (words := _words(item, "value"))), "")


def _not_main(item: Json) -> bool:
    return _words(item, "role") != "main"


def _publisher(value: Json) -> str:
    sources = [*_items(value, "infosources"), *_items(value, "infoSources"), *_items(value, "infosource")]
    named = (name for item in sources if (name := _words(item, "name", "literal")))
    return next(named, "") or _words(value, "copyrightholder", "copyrightHolder")


def _items(value: Json, name: str) -> list[Json]:
    found = value.get(name)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _words(value: Json, *names: str) -> str:
    return next((words for name in names if isinstance(words := value.get(name), str) and words.strip()), "")
