"""Holds the articles of a report in memory, and answers from them what the server asks the database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from shared.model import Article, Entity, EntityKind, Quotation, Submission
from workers.web import audit as auditing
from workers.web.queries import article as stored
from workers.web.queries.connection import open_engine, reading, rows
from workers.web.records import ArticleData, Counted, DayCount, Failure, Named, OtherArticle, Overview, Person, Said

if TYPE_CHECKING:
    from workers.models import Models

LISTED = 20

UNDATED = datetime.min.replace(tzinfo=UTC)

NEXT = "SELECT uri, article_id FROM onrecord_v1.article WHERE article_id > :after ORDER BY article_id LIMIT 500"


@dataclass
class Collected:
    """Articles, and what could not be read."""

    articles: list[ArticleData] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    def overview(self) -> Overview:
        """The counts of all articles."""
        said = list(self.said())
        kinds = Counter(each.kind for each in said)
        types = Counter(each.speaker_type or "nobody named" for each in said)
        publishers = Counter(each.publisher or "not told" for each in said)
        days = Counter((each.published_at.date(), each.kind) for each in said if each.published_at)
        return Overview(
            period="all", quotations=len(said), articles=len(self.articles),
            most_quoted=tuple(_most(said)), publishers=_counted(publishers), kinds=_counted(kinds),
            types=_counted(types), days=tuple(DayCount(day, kind, n) for (day, kind), n in sorted(days.items())),
            counted_at=datetime.now(UTC),
        )  # fmt: skip

    def listed(self) -> tuple[OtherArticle, ...]:
        """All articles, by their headlines."""
        found = (
            OtherArticle(a.uri, a.headline, a.publisher, a.published_at, len(a.quotations))
            for a in (data.article for data in self.articles)
        )
        return tuple(sorted(found, key=lambda each: each.headline or each.uri))

    def said(self) -> Iterator[Said]:
        """All quotations."""
        for data in self.articles:
            seen: Counter[str] = Counter()
            for quotation in data.article.quotations:
                yield _said(data, quotation, seen[quotation.content])
                seen[quotation.content] += 1

    def people(self) -> dict[str, Person]:
        """Everybody who is quoted under a name, with all that they said."""
        by_key: defaultdict[str, list[Said]] = defaultdict(list)
        for each in self.said():
            if each.identity is not None:
                by_key[each.identity].append(each)
        members = self._members()
        return {key: _person(key, said, members[key], by_key) for key, said in by_key.items() if key in members}

    def audits(self) -> dict[str, auditing.Audit]:
        """The source audit of each publisher."""
        by_publisher: defaultdict[str, list[Article]] = defaultdict(list)
        for data in self.articles:
            if data.article.publisher:
                by_publisher[data.article.publisher].append(data.article)
        said: defaultdict[str | None, list[Said]] = defaultdict(list)
        for each in self.said():
            said[each.publisher].append(each)
        return {name: _audit(name, articles, said[name]) for name, articles in sorted(by_publisher.items())}

    def _members(self) -> dict[str, list[tuple[Named, Entity]]]:
        found: defaultdict[str, list[tuple[Named, Entity]]] = defaultdict(list)
        for data in self.articles:
            for ordinal, named in data.people.items():
                found[named.key].append((named, data.article.entities[ordinal]))
        return found


def from_files(paths: Iterable[Path], models: Models) -> Collected:
    """The articles in these files, extracted in this process. Raises UnreadableFile."""
    from shared.errors import OnrecordError
    from workers.doors.loader import submissions
    from workers.extraction import extract

    found = Collected()
    for item in submissions(paths):
        try:
            if not isinstance(item, Submission):
                raise item.error
            if not item.retracted:
                article = extract(item, models)
                found.articles.append(ArticleData(article, _by_name(article)))
        except OnrecordError as error:
            found.failures.append(Failure("Rejected", error.code, str(error), datetime.now(UTC), item.uri))
    return found


def from_database(database_url: str, uris: Collection[str] | None = None) -> Collected:
    """The articles on record, all or those of these uris."""
    engine = open_engine(database_url)
    found = Collected()
    after = 0
    try:
        while True:
            with reading(engine) as connection:
                page = rows(connection, NEXT, after=after)
                wanted = [each.uri for each in page if uris is None or each.uri in uris]
                read = [stored.read(connection, uri) for uri in wanted]
            found.articles += [data for data in read if data]
            if not page:
                return found
            after = page[-1].article_id
    finally:
        engine.dispose()


def _by_name(article: Article) -> dict[int, Named]:
    """Within a set of files, one name is one person."""
    kinds = (EntityKind.PERSON, EntityKind.ORGANIZATION)
    return {
        entity.ordinal: Named(f"{entity.kind}:{entity.name}", entity.name, entity.kind.value)
        for entity in article.entities
        if entity.kind in kinds
    }


def _said(data: ArticleData, quotation: Quotation, occurrence: int) -> Said:
    article, speaker = data.article, quotation.speaker
    person = data.people.get(speaker.entity) if speaker and speaker.entity is not None else None
    medium = quotation.medium
    return Said(
        uri=article.uri, content=quotation.content, occurrence=occurrence, kind=quotation.kind.value,
        act=quotation.act.value, cue=quotation.cue.exact if quotation.cue else None,
        speaker_name=speaker.name if speaker else None, speaker_exact=speaker.exact if speaker else None,
        speaker_type=speaker.type.value if speaker else None, speaker_role=speaker.role if speaker else None,
        medium=(medium.name or medium.type) if medium else None, publisher=article.publisher,
        published_at=article.published_at, headline=article.headline, confidence=quotation.attribution.confidence,
        identity=person.key if person else None,
    )  # fmt: skip


def _person(key: str, said: list[Said], members: list[tuple[Named, Entity]], by_key: dict[str, list[Said]]) -> Person:
    uris = {each.uri for each in said}
    beside = Counter(
        {other: sum(each.uri in uris for each in theirs) for other, theirs in by_key.items() if other != key}
    )
    names = {other: theirs[0].who for other, theirs in by_key.items()}
    return Person(
        named=members[0][0],
        articles=len(members),
        quotations=len(said),
        names=_counted(Counter(entity.name for _, entity in members)),
        roles=_counted(Counter(role.exact.lower() for _, entity in members for role in entity.roles)),
        links=(),
        publishers=_counted(Counter(each.publisher or "not told" for each in said)),
        beside=tuple(Counted(names[k], n, k) for k, n in beside.most_common(LISTED) if n),
        said=tuple(sorted(said, key=lambda each: each.published_at or UNDATED, reverse=True)),
    )


def _audit(name: str, articles: list[Article], said: list[Said]) -> auditing.Audit:
    days = [article.published_at.date() for article in articles if article.published_at]
    since, until = (min(days), max(days)) if days else (None, None)
    return auditing.audit(name, since, until, auditing.shares_of(articles), _speakers(said))


def _speakers(said: list[Said]) -> tuple[Counted, ...]:
    """Who is quoted most, with the days of the first and the last time."""
    days: defaultdict[tuple[str, str | None], list[date]] = defaultdict(list)
    counts: Counter[tuple[str, str | None]] = Counter()
    for each in said:
        if each.speaker_name:
            counts[each.speaker_name, each.identity] += 1
            if each.published_at:
                days[each.speaker_name, each.identity].append(each.published_at.date())
    most = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0][0]))[: auditing.SPEAKERS]
    return tuple(Counted(name, n, key, auditing.first_and_last(days[name, key])) for (name, key), n in most)


def _most(said: list[Said]) -> Iterator[Counted]:
    counts: Counter[tuple[str, str | None]] = Counter()
    roles: dict[tuple[str, str | None], str] = {}
    for each in said:
        if each.speaker_name:
            counts[each.speaker_name, each.identity] += 1
            roles.setdefault((each.speaker_name, each.identity), each.speaker_role or "")
    for (name, key), count in counts.most_common(LISTED):
        yield Counted(name, count, key, roles[name, key])


def _counted(counts: Counter[str]) -> tuple[Counted, ...]:
    return tuple(Counted(name, n) for name, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
