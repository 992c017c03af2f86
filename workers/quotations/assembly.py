"""Findings become quotations: kinds, contents, media, confidence, ordinals."""

from __future__ import annotations

from shared.model import (
    Attribution,
    AttributionMethod,
    Medium,
    Quotation,
    QuotationKind,
    Span,
    Speaker,
    SpeakerType,
    SpeechAct,
)
from workers.coreference.speaker_gender import PRONOUNS
from workers.coreference.speakers import Resolver
from workers.language.marks import Quoted
from workers.quotations.confidence import confidence
from workers.quotations.media import find_medium, person_addressed
from workers.quotations.records import Continued, Finding, Offsets, Reported, voice_in

DIRECT_SHARE = 0.95
MIXED_SHARE = 0.02
"""Shares of a quotation's letters between marks that tell the kinds apart, as in PolNeAR (Newell et al. 2018)."""

BESIDE = 7.9
"""Scores from here on are of cues that stand beside the quotation: no parse is needed to see whose it is."""
STRANGER = 4.0
"""Most that a governing cue counts for if nothing tells what its subject is: a misreading as often as not."""


class Assembly:
    """Makes the quotations of one article from what was found in its lines."""

    def __init__(self, text: str, quoted: list[Quoted], resolver: Resolver) -> None:
        self._text = text
        self._resolver = resolver
        self._marked = frozenset(i for q in quoted for i in range(q.inner_start, q.inner_end))

    def quotations(self, findings: list[Finding]) -> tuple[Quotation, ...]:
        """The quotations in order of their first span; speakers are resolved in that order too."""
        order = sorted(range(len(findings)), key=lambda i: findings[i].spans[0])
        made: dict[int, Quotation] = {}
        for ordinal, index in enumerate(order):
            finding = findings[index]
            before = made.get(finding.follows) if isinstance(finding, Continued) else None
            made[index] = self._quotation(ordinal, finding, before)
        return tuple(made[index] for index in order)

    def _quotation(self, ordinal: int, finding: Finding, before: Quotation | None) -> Quotation:
        reported = finding if isinstance(finding, Reported) else None
        speaker = self._speaker(finding, before)
        medium = self._medium(reported) if reported is not None else None
        addressee = self._addressee(reported) if reported is not None else None
        if before is not None:
            medium, addressee = before.medium, before.addressee
        spans = tuple(self._span(offsets) for offsets in finding.spans)
        return Quotation(
            ordinal=ordinal,
            kind=self._kind(finding),
            content=" ".join(span.exact for span in spans),
            spans=spans,
            cue=self._span(reported.cue) if reported is not None and reported.cue is not None else None,
            speaker=speaker,
            speakers=self._speakers(finding, before),
            act=reported.act if reported is not None else SpeechAct.STATEMENT,
            medium=medium,
            addressee=addressee,
            attribution=_attribution(finding, speaker),
        )

    def _speaker(self, finding: Finding, before: Quotation | None) -> Speaker | None:
        if before is not None:
            return _unspoken(before.speaker) if before.speaker is not None else None
        voice = voice_in(finding)
        return self._resolver.speaker(voice) if voice is not None else None

    def _speakers(self, finding: Finding, before: Quotation | None) -> tuple[Speaker, ...]:
        if before is not None:
            return tuple(map(_unspoken, before.speakers))
        voice = voice_in(finding)
        return self._resolver.speakers(voice) if voice is not None else ()

    def _medium(self, finding: Reported) -> Medium | None:
        if finding.sentence is None or finding.cue is None:
            return None
        addressee = self._words(finding.addressee) if finding.addressee is not None else None
        return find_medium(self._said(finding), addressee, self._words(finding.cue), self._text)

    def _said(self, finding: Reported) -> str:
        """The words of the cue's sentence that are nobody's but the reporter's."""
        start, end = finding.sentence or (0, 0)
        content = {i for s, e in finding.spans for i in range(s, e)} | self._marked
        return "".join(self._text[i] if i not in content else "\n" for i in range(start, end)).replace("\n\n", "")

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


def _unspoken(speaker: Speaker) -> Speaker:
    """The same speaker where the text names nobody."""
    return speaker.model_copy(update={"start_char": None, "end_char": None, "exact": None})


def _attribution(finding: Finding, speaker: Speaker | None) -> Attribution:
    method = finding.method if speaker is not None else AttributionMethod.NONE
    pronoun = speaker is not None and (speaker.exact or "").lower() in PRONOUNS
    if method is AttributionMethod.EXPLICIT and pronoun:
        method = AttributionMethod.PRONOUN
    score = finding.score
    if speaker is not None and speaker.type is SpeakerType.UNKNOWN and score < BESIDE:
        score = min(score, STRANGER)
    return Attribution(method=method, confidence=confidence(method, score))
