"""Findings become quotations: kinds, contents, speakers, ordinals."""

from __future__ import annotations

from shared.model import Attribution, AttributionMethod, Quotation, QuotationKind, Span, Speaker
from workers.quotations.marks import Quoted
from workers.quotations.records import Finding, Offsets
from workers.quotations.resolution import Resolver

DIRECT_SHARE = 0.95
MIXED_SHARE = 0.02
"""Shares of a quotation's letters between marks that tell the kinds apart, as in PolNeAR (Newell et al. 2018)."""


def assemble(text: str, findings: list[Finding], quoted: list[Quoted], resolver: Resolver) -> tuple[Quotation, ...]:
    """The quotations of an article, in order of their first span."""
    order = sorted(range(len(findings)), key=lambda i: findings[i].spans[0])
    speakers = _speakers(findings, order, resolver)
    marked = frozenset(i for q in quoted for i in range(q.inner_start, q.inner_end))
    return tuple(_quotation(text, ordinal, findings[i], speakers[i], marked) for ordinal, i in enumerate(order))


def _speakers(findings: list[Finding], order: list[int], resolver: Resolver) -> dict[int, Speaker | None]:
    """The speaker of each finding, resolved in reading order: who spoke last matters to "he" and "she"."""
    speakers: dict[int, Speaker | None] = {}
    for index in order:
        finding = findings[index]
        if finding.follows is not None:
            before = speakers.get(finding.follows)
            speakers[index] = before and before.model_copy(update={"start_char": None, "end_char": None, "exact": None})
        else:
            speakers[index] = resolver.speaker(finding.voice) if finding.voice is not None else None
    return speakers


def _quotation(text: str, ordinal: int, finding: Finding, speaker: Speaker | None, marked: frozenset[int]) -> Quotation:
    spans = tuple(_span(text, offsets) for offsets in finding.spans)
    return Quotation(
        ordinal=ordinal,
        kind=_kind(text, finding.spans, marked),
        content=" ".join(span.exact for span in spans),
        spans=spans,
        cue=_span(text, finding.cue) if finding.cue is not None else None,
        speaker=speaker,
        attribution=Attribution(method=finding.method if speaker else AttributionMethod.NONE, confidence=0.5),
    )


def _span(text: str, offsets: Offsets) -> Span:
    start, end = offsets
    return Span(start_char=start, end_char=end, exact=text[start:end])


def _kind(text: str, spans: tuple[Offsets, ...], marked: frozenset[int]) -> QuotationKind:
    letters = [i for start, end in spans for i in range(start, end) if text[i].isalnum()]
    share = sum(i in marked for i in letters) / len(letters) if letters else 0.0
    if share >= DIRECT_SHARE:
        return QuotationKind.DIRECT
    return QuotationKind.MIXED if share > MIXED_SHARE else QuotationKind.INDIRECT
