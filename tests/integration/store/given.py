"""What the store's tests are given: an article of our own with all that stages find in it, and ways to move runs on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import TypeVar

from sqlalchemy import Engine

from shared.model import (
    Article,
    Attribution,
    Dateline,
    Decoding,
    Edit,
    Entity,
    FieldSource,
    FoundEntities,
    Link,
    Medium,
    Mention,
    ParsedArticle,
    Quotation,
    Role,
    Segment,
    Span,
    Speaker,
    Submission,
)
from shared.model import Warning as Oddity
from shared.store import accepting, results, runs
from shared.store.records import Accepted, Claim, Stage

T = TypeVar("T")

TEXT = (
    "Harbour bridge opens 🌉\n\n"
    "HAMBURG (LPA) - “It will last,” harbour master Anna Berg said on Mastodon, “for a century.”\n\n"
    "She thanked the welders."
)


def submission(uri: str = "lpa:1", text: str = TEXT, **declared: object) -> Submission:
    """A submission of our article."""
    return Submission(uri=uri, text=text, **declared)


def at(exact: str, text: str = TEXT) -> Span:
    """The first stretch of the text with these words."""
    start = text.index(exact)
    return Span(start_char=start, end_char=start + len(exact), exact=exact)


def parsed(uri: str = "lpa:1", text: str = TEXT, **declared: object) -> ParsedArticle:
    """Our article, parsed, with every field in use."""
    fields: dict[str, object] = {
        "headline": "Harbour bridge opens 🌉",
        "standfirst": "It took nine years.",
        "byline": "By Jo Kern and Li Wu",
        "authors": ("Jo Kern", "Li Wu"),
        "published_at": datetime(2026, 3, 1, 12, 30, tzinfo=UTC),
        "publisher": "Lokalpresse-Agentur",
        "url": "https://lpa.example/1",
        "language": "en-GB",
        "dateline": Dateline(exact="HAMBURG (LPA) -", place="Hamburg", region="Germany", date="March 1", agency="LPA"),
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "field_sources": (
            FieldSource(field="headline", source="declared", agreement=("segmenter",), differing=("meta",)),
        ),
        "canonical_url": "https://lpa.example/1",
        "own_text_sha256": own(1),
        "edits": (Edit(kind="newline", removed="U+000D", inserted="", steps=(24, 1, (2, 3))),),
        "decoding": Decoding(
            encoding="windows-1252",
            method="detected",
            form="text",
            edits=(Edit(kind="undecodable", removed="0x81", inserted="\ufffd", steps=(7,)),),
        ),
        "warnings": (Oddity(code="odd_mark", detail="one “ too many"),),
        "segments": tiles(text),
    }
    return ParsedArticle.model_validate({"uri": uri, "text": text} | fields | declared)


def own(version: int) -> str:
    """The hash of the own words of a version: each says something new."""
    return hashlib.sha256(f"version {version}".encode()).hexdigest()


def tiles(text: str) -> tuple[Segment, ...]:
    """Two segments that tile the text, the second said to repeat the first."""
    middle = len(text) // 2
    first = Segment(ordinal=0, kind="paragraph", start_char=0, end_char=middle, rule="half", confidence=0.25)
    second = Segment(
        ordinal=1, kind="gap", start_char=middle, end_char=len(text), rule="half", confidence=1, duplicate_of=0
    )
    return first, second


def found() -> FoundEntities:
    """The entities of our article: one with a role and a link, one without."""
    role = Role(**dict(at("harbour master")), of="the harbour", former=True)
    links = (Link(scheme="wikidata", id="Q42"), Link(scheme="iso3166", id="DE"))
    berg = Entity(
        ordinal=0, kind="person", name="Anna Berg", mention_count=2, roles=(role,), links=links, kind_rule="given.kind"
    )
    hamburg = Entity(ordinal=1, kind="place", name="Hamburg", mention_count=1)
    mentions = (
        Mention(ordinal=0, form="name", entity=1, label="LOC", **dict(at("HAMBURG"))),
        Mention(ordinal=1, form="name", entity=0, label="PERSON", **dict(at("Anna Berg"))),
        Mention(
            **dict(at("She")), ordinal=2, form="pronoun", entity=0, label="PRON", confidence=0.75, rule="given.mention"
        ),
    )
    return FoundEntities(entities=(berg, hamburg), mentions=mentions)


def quotations() -> tuple[Quotation, ...]:
    """A split quotation with everything known, one carried over, a denial of two, and one of which nothing is known."""
    known = Speaker(
        **dict(at("harbour master Anna Berg")),
        entity=0,
        name="Anna Berg",
        type="person",
        role="harbour master",
        rule="given.speaker",
    )
    carried = Speaker(exact="She", entity=0, name="Anna Berg", type="person")
    return (
        Quotation(
            ordinal=0,
            kind="direct",
            content="It will last, for a century.",
            spans=(at("It will last,"), at("for a century.")),
            cue=at("said"),
            speaker=known,
            medium=Medium(type="platform", name="Mastodon"),
            addressee="the town",
            attribution=Attribution(method="explicit", confidence=0.9, rule="given.attribution"),
        ),
        _bare(1, "welders", speaker=carried, attribution=Attribution(method="continuation", confidence=0.1)),
        _bare(2, "bridge"),
        _bare(3, "a century", act="denial", speakers=(known, carried)),
    )


def _bare(ordinal: int, words: str, **more: object) -> Quotation:
    fields: dict[str, object] = {"attribution": Attribution(method="none", confidence=0)}
    spans = {"ordinal": ordinal, "kind": "indirect", "content": words, "spans": (at(words),)}
    return Quotation.model_validate(spans | fields | more)


def article(uri: str = "lpa:1", version: int = 1) -> Article:
    """Our whole article, as it must come back."""
    entities = found()
    return Article(
        **dict(parsed(uri, own_text_sha256=own(version))),
        version=version,
        pipeline_version="1",
        entities=entities.entities,
        mentions=entities.mentions,
        quotations=quotations(),
    )


def claimed(engine: Engine, run_id: int, stage: Stage, lease_seconds: int = 60) -> Claim:
    """The claim of a stage that can be claimed."""
    claim = runs.claim(engine, run_id, stage, lease_seconds)
    assert isinstance(claim, Claim), claim
    return claim


def accepted(engine: Engine, uri: str = "lpa:1", text: str = TEXT, pipeline_version: str = "1") -> Accepted:
    """Our article, accepted."""
    return accepting.accept(engine, submission(uri, text), pipeline_version)


def up_to(engine: Engine, run_id: int, stage: Stage, uri: str = "lpa:1") -> Claim:
    """Moves a new run up to a stage, and claims it."""
    if stage is not Stage.PARSE:
        claim = claimed(engine, run_id, Stage.PARSE)
        results.save_parsed(engine, claim, parsed(uri, own_text_sha256=own(claim.version)))
    if stage is Stage.QUOTATIONS:
        results.save_entities(engine, claimed(engine, run_id, Stage.ENTITIES), found())
    return claimed(engine, run_id, stage)


def finish(engine: Engine, run_id: int, uri: str = "lpa:1") -> None:
    """Moves a new run through all stages."""
    results.save_quotations(engine, up_to(engine, run_id, Stage.QUOTATIONS, uri), quotations(), model="test 1.0")


def finished(engine: Engine, uri: str = "lpa:1", text: str = TEXT) -> Accepted:
    """Our article, accepted and done."""
    new = accepted(engine, uri, text)
    finish(engine, new.run_id, uri)
    return new


def all_at_once(jobs: Sequence[Callable[[], T]]) -> list[T]:
    """What the jobs return, each in a thread of its own, let go at the same moment."""
    barrier = Barrier(len(jobs))

    def go(job: Callable[[], T]) -> T:
        barrier.wait(timeout=30)
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(go, job) for job in jobs]]
