"""Folds grouped quotations into a source audit: whom a publisher quotes, and how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from shared.model import Article, Mention, MentionForm, Quotation, SpeakerType
from workers.web.records import Counted, Share

HE, SHE, NOT_TOLD, NO_PERSON = "he", "she", "not told", "no person"

HIS = frozenset({"he", "him", "his", "himself"})
HERS = frozenset({"she", "her", "hers", "herself"})
"""The pronouns that say it; `they` and `I` say nothing."""

ROLES = 20
"""Roles listed; the others are counted together."""

SPEAKERS = 50
"""Speakers listed, those quoted most."""

NO_ROLE, OTHER_ROLES, NO_DATE = "no role told", "other roles", "no date"


@dataclass(frozen=True)
class Table:
    """One question of the audit, and its answers."""

    title: str
    rows: tuple[Counted, ...]
    whole: int
    note: str = ""


@dataclass(frozen=True)
class Audit:
    """The source audit of one publisher."""

    publisher: str
    since: date | None
    """Its first day and its last; None if no article bears a date."""
    until: date | None
    quotations: int
    tables: tuple[Table, ...]
    months: tuple[tuple[str, int, int, int], ...]
    """Each month: quotations, of persons, of these told as she."""
    speakers: tuple[Counted, ...] = field(default=())


def audit(
    publisher: str,
    since: date | None,
    until: date | None,
    shares: Iterable[Share],
    speakers: tuple[Counted, ...] = (),
) -> Audit:
    """The audit of a publisher's quotations in this time."""
    given = list(shares)
    return Audit(
        publisher, since, until, sum(s.count for s in given), tuple(_tables(given)), tuple(_months(given)), speakers
    )


def shares_of(articles: Iterable[Article]) -> Iterator[Share]:
    """The same groups as the database makes, from articles at hand."""
    groups: Counter[tuple[str, str, str, bool, str, str]] = Counter()
    for article in articles:
        month = article.published_at.isoformat()[:7] if article.published_at else NO_DATE
        for quotation in article.quotations:
            groups[month, *_group(article, quotation)] += 1
    for group, count in sorted(groups.items()):
        yield Share(*group, count)


def first_and_last(days: Collection[date]) -> str:
    """When somebody was quoted for the first and for the last time, as both pages tell it."""
    return f"{min(days)} to {max(days)}" if days else ""


def gender(mentions: Iterable[Mention]) -> str:
    """What the pronouns that mean a person say; not told if there are none, or if they disagree."""
    said = {m.exact.lower() for m in mentions if m.form is MentionForm.PRONOUN}
    is_he, is_she = bool(said & HIS), bool(said & HERS)
    return NOT_TOLD if is_he == is_she else HE if is_he else SHE


def _group(article: Article, quotation: Quotation) -> tuple[str, str, bool, str, str]:
    speaker = quotation.speaker
    if speaker is None:
        return "nobody named", quotation.kind.value, False, NO_PERSON, ""
    told = NO_PERSON
    if speaker.type is SpeakerType.PERSON:
        of = [m for m in article.mentions if m.entity == speaker.entity] if speaker.entity is not None else []
        told = gender(of)
    return speaker.type.value, quotation.kind.value, speaker.name is not None, told, (speaker.role or "").lower()


def _tables(shares: list[Share]) -> Iterator[Table]:
    yield _table("Type of speaker", shares, lambda s: s.speaker_type)
    yield _table("Named or not", shares, _naming)
    yield _table("Kind of quotation", shares, lambda s: s.kind)
    yield _table(
        "Gender of quoted people", [s for s in shares if s.gender != NO_PERSON], lambda s: s.gender,
        "As the article’s own pronouns tell it. Names are not read for it: “not told” is what the text leaves open.",
    )  # fmt: skip
    yield _roles([s for s in shares if s.speaker_type == SpeakerType.PERSON])


def _naming(share: Share) -> str:
    if share.is_named:
        return "named"
    return "anonymous" if share.speaker_type == SpeakerType.ANONYMOUS else "not named"


def _table(title: str, shares: list[Share], key: Callable[[Share], str], note: str = "") -> Table:
    counts: Counter[str] = Counter()
    for share in shares:
        counts[key(share)] += share.count
    return Table(title, tuple(Counted(name, count) for name, count in _ordered(counts)), counts.total(), note)


def _roles(shares: list[Share]) -> Table:
    counts: Counter[str] = Counter()
    for share in shares:
        counts[share.role or NO_ROLE] += share.count
    ordered = _ordered(counts)
    rest = sum(count for _, count in ordered[ROLES:])
    rows = [*ordered[:ROLES], *([(OTHER_ROLES, rest)] if rest else [])]
    return Table("Role of quoted people", tuple(Counted(name, count) for name, count in rows), counts.total(),
                 "As the text tells it.")  # fmt: skip


def _months(shares: list[Share]) -> Iterator[tuple[str, int, int, int]]:
    whole: Counter[str] = Counter()
    people: Counter[str] = Counter()
    women: Counter[str] = Counter()
    for share in shares:
        whole[share.month] += share.count
        people[share.month] += share.count * (share.gender != NO_PERSON)
        women[share.month] += share.count * (share.gender == SHE)
    for month in sorted(whole):
        yield month, whole[month], people[month], women[month]


def _ordered(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
