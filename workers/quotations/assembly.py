"""Assembles the quotations of one article from its findings: kinds, spans, media, order. Speakers stay phrases."""

from __future__ import annotations

from collections.abc import Sequence

from shared.model import FoundQuotation, Medium, QuotationKind, SameSpeaker, Span, SpeechAct, Voice
from workers.language.marks import Quoted
from workers.quotations.media import find_medium, person_addressed
from workers.quotations.records import Continued, Finding, Offsets, Reported

DIRECT_SHARE = 0.95
MIXED_SHARE = 0.02
"""Shares of a quotation's letters between marks that tell the kinds apart, as in PolNeAR (Newell et al. 2018)."""


def assemble(text: str, quoted: Sequence[Quoted], findings: Sequence[Finding]) -> tuple[FoundQuotation, ...]:
    """The quotations in the order of their first spans."""
    order = sorted(range(len(findings)), key=lambda index: findings[index].spans[0])
    places = {index: place for place, index in enumerate(order)}
    assembly = _Assembly(text, quoted)
    made: list[FoundQuotation] = []
    for index in order:
        finding = findings[index]
        before = places[finding.follows] if isinstance(finding, Continued) else None
        made.append(
            assembly.quotation(finding, made[before] if before is not None and before < len(made) else None, before)
        )
    return tuple(made)


class _Assembly:
    """One article's text, and which of its characters stand between marks."""

    def __init__(self, text: str, quoted: Sequence[Quoted]) -> None:
        self._text = text
        self._marked = frozenset(i for q in quoted for i in range(q.inner_start, q.inner_end))

    def quotation(self, finding: Finding, before: FoundQuotation | None, place: int | None) -> FoundQuotation:
        """One quotation; `before` is the quotation, at `place`, whose speaker goes on in this one."""
        reported = finding if isinstance(finding, Reported) else None
        speaker: Voice | SameSpeaker | None = reported.voice if reported is not None else None
        medium = self._medium(reported) if reported is not None else None
        addressee = self._addressee(reported) if reported is not None else None
        if before is not None and place is not None:
            speaker, medium, addressee = SameSpeaker(place), before.medium, before.addressee
        return FoundQuotation(
            kind=self._kind(finding),
            spans=tuple(self._span(offsets) for offsets in finding.spans),
            speaker=speaker,
            method=finding.method,
            score=finding.score,
            rule=finding.rule,
            cue=self._span(reported.cue) if reported is not None and reported.cue is not None else None,
            act=reported.act if reported is not None else SpeechAct.STATEMENT,
            medium=medium,
            addressee=addressee,
        )

    def _medium(self, finding: Reported) -> Medium | None:
        if finding.sentence is None or finding.cue is None:
            return None
        addressee = self._words(finding.addressee) if finding.addressee is not None else None
        return find_medium(self._reporters_words(finding), addressee, self._words(finding.cue), self._text)

    def _reporters_words(self, finding: Reported) -> str:
        """The cue's sentence without what was said."""
        start, end = finding.sentence or (0, 0)
        content = {i for s, e in finding.spans for i in range(s, e)}
        own = (self._text[i] if i not in content and i not in self._marked else "\n" for i in range(start, end))
        return "".join(own).replace("\n\n", "")

    def _addressee(self, finding: Reported) -> str | None:
        return person_addressed(self._words(finding.addressee)) if finding.addressee is not None else None

    def _kind(self, finding: Finding) -> QuotationKind:
        if finding.verbatim:
            return QuotationKind.DIRECT
        letters = [i for start, end in finding.spans for i in range(start, end) if self._text[i].isalnum()]
        share = sum(i in self._marked for i in letters) / len(letters) if letters else 0.0
        if share >= DIRECT_SHARE:
            return QuotationKind.DIRECT
        return QuotationKind.MIXED if share > MIXED_SHARE else QuotationKind.INDIRECT

    def _words(self, offsets: Offsets) -> str:
        return self._text[offsets[0] : offsets[1]]

    def _span(self, offsets: Offsets) -> Span:
        return Span(start_char=offsets[0], end_char=offsets[1], exact=self._words(offsets))
