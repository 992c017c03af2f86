"""What the pages' tests are given: articles on record, a rejected one, a quarantined one, and visitors."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote

from sqlalchemy import Engine

from shared.model import Entity, FoundEntities, Mention, Quotation, Segment, Speaker
from shared.store import accepting, results, runs
from shared.store.records import Rejection, Stage
from tests.integration.store import given
from workers.upkeep import identify

HOSTILE = '<script>alert("x")</script> <img src=x onerror=alert(1)> "\'&amp; \u202eevil'
"""What must be shown and never run."""

EVIL_URL = "javascript:alert(document.domain)"


def on_record(engine: Engine) -> None:
    """Our article in two versions, a hostile one, one in another script, a rejected and a quarantined one."""
    given.finished(engine, "a")
    again(engine, given.TEXT.replace("thanked", "praised"))
    hostile(engine)
    runs.quarantine(engine, given.accepted(engine, "bad").run_id, code="empty_text", reason=f"no words {HOSTILE}")
    refused = Rejection(stream_id="1-0", uri="odd", code="malformed_json", reason=HOSTILE, payload=b"")
    accepting.reject(engine, refused)
    identify.resolve(engine, 60)


def again(engine: Engine, text: str) -> None:
    """A new version of our article, in other words around the same quotations."""
    run_id = given.accepted(engine, "a", text).run_id
    parsed = given.parsed("a", text, own_text_sha256=given.own(2))
    results.save_parsed(engine, given.claimed(engine, run_id, Stage.PARSE), parsed)
    results.save_entities(engine, given.claimed(engine, run_id, Stage.ENTITIES), given.found())
    results.save_quotations(engine, given.claimed(engine, run_id, Stage.QUOTATIONS), given.quotations())


def hostile(engine: Engine, uri: str = "tag:evil?x=1&y=<b>#z") -> None:
    """An article that is an attack in each of its fields."""
    text = f"{HOSTILE}\n\nשלום עולם “{HOSTILE}” said {HOSTILE}"
    first = text.index("“") + 1
    said = {"start_char": first, "end_char": first + len(HOSTILE), "exact": HOSTILE}
    start = text.rindex(HOSTILE)
    who = {"start_char": start, "end_char": start + len(HOSTILE), "exact": HOSTILE}
    run_id = given.accepted(engine, uri, text).run_id
    cut = text.index("\n\n")
    segments = (
        Segment(ordinal=0, kind="related", start_char=0, end_char=cut, rule="half", confidence=1),
        Segment(ordinal=1, kind="paragraph", start_char=cut, end_char=len(text), rule="half", confidence=1),
    )
    fields = dict.fromkeys(("headline", "standfirst", "byline", "publisher"), HOSTILE)
    parsed = given.parsed(
        uri, text, **fields, url=EVIL_URL, authors=(HOSTILE,), segments=segments, own_text_sha256="e" * 64,
        published_at=datetime(2026, 4, 1, tzinfo=UTC), dateline=None, language='en" onload="alert(1)',
    )  # fmt: skip
    results.save_parsed(engine, given.claimed(engine, run_id, Stage.PARSE), parsed)
    entity = Entity(ordinal=0, kind="person", name=HOSTILE, mention_count=1)
    mention = Mention(ordinal=0, form="name", entity=0, label="PERSON", **who)
    found = FoundEntities(entities=(entity,), mentions=(mention,))
    results.save_entities(engine, given.claimed(engine, run_id, Stage.ENTITIES), found)
    quotation = Quotation(
        ordinal=0, kind="direct", content=HOSTILE, spans=(said,),  # type: ignore[arg-type]
        speaker=Speaker(**who, entity=0, name=HOSTILE, type="person", role=HOSTILE),
        addressee=HOSTILE, attribution={"method": "explicit", "confidence": 0.9},  # type: ignore[arg-type]
    )  # fmt: skip
    results.save_quotations(engine, given.claimed(engine, run_id, Stage.QUOTATIONS), (quotation,))


def path(page: str, **query: str) -> str:
    """An address with a query."""
    return f"{page}?{'&'.join(f'{name}={quote(value, safe=str())}' for name, value in query.items())}"
