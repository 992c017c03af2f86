"""Arranges an article: blocks of text in order, with marks in place, and a detail for each quotation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from shared.model import Article, Entity, Mention, MentionForm, Quotation, Segment, SegmentKind
from shared.model.spans import Mark, Piece, pieces
from shared.standards import annotation_page, schema_article
from workers.web.permalinks import permalinks
from workers.web.records import ArticleData, Named

NOT_ITS_OWN = frozenset({SegmentKind.RELATED, SegmentKind.BOILERPLATE, SegmentKind.GAP})
"""Segments that stand on the page and are not the article's."""

LONG = 400
"""Characters of foreign segments in a row above which they are folded at first."""

QUOTATION, CUE, SPEAKER, MENTION = "quotation", "cue", "speaker", "mention"


@dataclass(frozen=True)
class Bit:
    """A piece of text as the page shows it."""

    text: str
    quotation: Shown | None = None
    """The innermost quotation: the piece leads to its detail."""
    begins: tuple[Shown, ...] = ()
    """The quotations that begin here, the innermost first."""
    part: str = ""
    """Cue or speaker, where the piece is one, of quotation number `part_of`."""
    part_of: int | None = None
    mention: Mention | None = None
    entity: Entity | None = None
    person: Named | None = None

    @property
    def is_first(self) -> bool:
        """Whether its quotation begins here: then it is the place to which the quotation's detail leads back."""
        return self.quotation is not None and self.quotation in self.begins

    @property
    def others(self) -> list[Shown]:
        """Further quotations that begin here, around its own."""
        return [shown for shown in self.begins if shown is not self.quotation]

    @property
    def classes(self) -> str:
        """How it looks."""
        said = f"q {self.quotation.quotation.kind}" if self.quotation else ""
        meant = ""
        if self.mention and self.entity:
            meant = f"m {self.entity.kind}" + ("" if self.mention.form is MentionForm.NAME else " back")
        return " ".join(filter(None, (said, self.part, meant)))


@dataclass(frozen=True)
class Shown:
    """A quotation with its names on the page, and the page of its speaker."""

    number: int
    name: str
    quotation: Quotation
    person: Named | None = None
    speakers: tuple[Named | None, ...] = ()


@dataclass(frozen=True)
class Block:
    """A segment, with its bits."""

    kind: SegmentKind
    segment: Segment
    bits: tuple[Bit, ...]
    is_title: bool = False
    """Whether it is the first headline, the page's own."""

    @property
    def is_blank(self) -> bool:
        """Whether it is white space alone."""
        return not any(bit.text.strip() for bit in self.bits)


@dataclass(frozen=True)
class Part:
    """Blocks in a row that are the article's, or are not."""

    is_own: bool
    blocks: tuple[Block, ...]

    @property
    def kinds(self) -> list[str]:
        """The kinds of its blocks, each once."""
        return list(dict.fromkeys(block.kind.value for block in self.blocks))

    @property
    def is_folded(self) -> bool:
        """Whether so much of it would stand between the article's lines that it is folded at first."""
        return not self.is_own and sum(len(bit.text) for block in self.blocks for bit in block.bits) > LONG


@dataclass(frozen=True)
class ArticleView:
    """All that the article's page shows."""

    data: ArticleData
    parts: tuple[Part, ...]
    quotations: tuple[Shown, ...]
    has_headline: bool
    """Whether a segment is the headline; else the page takes that field."""
    cast: tuple[tuple[Entity, Named | None], ...] = field(default=())

    @property
    def article(self) -> Article:
        """The article itself."""
        return self.data.article

    @property
    def linked_data(self) -> str:
        """The article and its quotations for machines, as JSON-LD by schema.org: it stands in the page."""
        return schema_article(self.article).json_ld()

    @property
    def annotations(self) -> str:
        """Its quotations as W3C Web Annotations: a file beside the page, as they weigh as much as the page."""
        return annotation_page(self.article).json_ld()

    def named(self, name: str) -> Shown | None:
        """The quotation with this permalink."""
        return next((shown for shown in self.quotations if shown.name == name), None)


def view(data: ArticleData) -> ArticleView:
    """The article as its page shows it."""
    article = data.article
    shown = tuple(_shown(data))
    cuts = pieces(article.text, list(_marks(article)), (segment.start_char for segment in article.segments))
    blocks = _titled([block for block in _blocks(data, shown, cuts) if not block.is_blank])
    parts = tuple(Part(own, tuple(each)) for own, each in groupby(blocks, lambda b: b.kind not in NOT_ITS_OWN))
    cast = sorted(article.entities, key=lambda entity: -entity.mention_count)
    return ArticleView(
        data=data,
        parts=parts,
        quotations=shown,
        has_headline=any(block.is_title for block in blocks),
        cast=tuple((entity, data.people.get(entity.ordinal)) for entity in cast),
    )


def _titled(blocks: list[Block]) -> list[Block]:
    first = next((n for n, block in enumerate(blocks) if block.kind is SegmentKind.HEADLINE), None)
    return [replace(block, is_title=n == first) for n, block in enumerate(blocks)]


def _shown(data: ArticleData) -> Iterator[Shown]:
    quotations = data.article.quotations
    for number, (quotation, name) in enumerate(zip(quotations, permalinks(q.content for q in quotations), strict=True)):
        speaker = quotation.speaker
        person = data.people.get(speaker.entity) if speaker and speaker.entity is not None else None
        each = tuple(data.people.get(s.entity) if s.entity is not None else None for s in quotation.speakers)
        yield Shown(number, name, quotation, person, each)


def _marks(article: Article) -> Iterator[Mark]:
    for number, quotation in enumerate(article.quotations):
        for span in quotation.spans:
            yield Mark(span.start_char, span.end_char, QUOTATION, number)
        if quotation.cue:
            yield Mark(quotation.cue.start_char, quotation.cue.end_char, CUE, number)
        for speaker in quotation.all_speakers:
            if speaker.start_char is not None and speaker.end_char is not None:
                yield Mark(speaker.start_char, speaker.end_char, SPEAKER, number)
    for number, mention in enumerate(article.mentions):
        yield Mark(mention.start_char, mention.end_char, MENTION, number)


def _blocks(data: ArticleData, shown: tuple[Shown, ...], cuts: list[Piece]) -> Iterator[Block]:
    segments = data.article.segments or (_whole(data.article),)
    begun: set[int] = set()
    rest = iter(cuts)
    piece = next(rest, None)
    for segment in segments:
        bits = []
        while piece is not None and piece.start < segment.end_char:
            bits.append(_bit(data, shown, piece, begun))
            piece = next(rest, None)
        yield Block(segment.kind, segment, tuple(bits))


def _whole(article: Article) -> Segment:
    return Segment(
        ordinal=0, kind=SegmentKind.PARAGRAPH, start_char=0, end_char=len(article.text), rule="", confidence=1
    )


def _bit(data: ArticleData, shown: tuple[Shown, ...], piece: Piece, begun: set[int]) -> Bit:
    inner, cue, speaker = piece.of(QUOTATION), piece.of(CUE), piece.of(SPEAKER)
    part = cue or speaker
    mark = piece.of(MENTION)
    mention = data.article.mentions[mark.number] if mark else None
    return Bit(
        text=piece.text,
        quotation=shown[inner.number] if inner else None,
        begins=tuple(_begun(shown, piece.all_of(QUOTATION), begun)),
        part=part.kind if part else "",
        part_of=part.number if part else None,
        mention=mention,
        entity=data.article.entities[mention.entity] if mention else None,
        person=data.people.get(mention.entity) if mention and mention.form is MentionForm.NAME else None,
    )


def _begun(shown: tuple[Shown, ...], marks: Iterable[Mark], begun: set[int]) -> Iterator[Shown]:
    for mark in marks:
        if mark.number not in begun:
            begun.add(mark.number)
            yield shown[mark.number]
