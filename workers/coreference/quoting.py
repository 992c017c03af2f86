"""Completes found quotations with their speakers: who says it, how the speaker was found, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence

from shared.model import Attribution, AttributionMethod, FoundQuotation, Quotation, SameSpeaker, Speaker, SpeakerType
from workers.coreference.reading import Read
from workers.language.gender import PRONOUNS
from workers.language.lexicon import table

_STEPS: dict[str, list[tuple[float, float]]] = {
    method: sorted(((float(score), share) for score, share in steps.items()), reverse=True)
    for method, steps in table("confidence").items()
}
BESIDE = 7.9
"""Scores from here on are of cues that stand beside the quotation: no parse is needed to see whose it is."""
STRANGER = 4.0
"""Most that a governing cue counts for if nothing tells what its subject is: a misreading as often as not."""


def complete(found: Sequence[FoundQuotation], read: Read) -> tuple[Quotation, ...]:
    """The quotations with their speakers, in the same order."""
    made: list[Quotation] = []
    for ordinal, quotation in enumerate(found):
        speaker, speakers = _speakers(ordinal, quotation, read, made)
        reading = read.speakers.get(ordinal)
        made.append(
            Quotation(
                ordinal=ordinal,
                kind=quotation.kind,
                content=" ".join(span.exact for span in quotation.spans),
                spans=quotation.spans,
                cue=quotation.cue,
                speaker=speaker,
                speakers=speakers,
                act=quotation.act,
                medium=quotation.medium,
                addressee=quotation.addressee,
                attribution=_attribution(quotation, speaker, reading.sure if reading is not None else 1.0),
            )
        )
    return tuple(made)


def _speakers(
    ordinal: int, quotation: FoundQuotation, read: Read, made: Sequence[Quotation]
) -> tuple[Speaker | None, tuple[Speaker, ...]]:
    if isinstance(quotation.speaker, SameSpeaker):
        before = made[quotation.speaker.quotation]
        return _unspoken(before.speaker) if before.speaker else None, tuple(map(_unspoken, before.speakers))
    if ordinal not in read.speakers:
        return None, ()
    return read.speakers[ordinal].speaker, tuple(reading.speaker for reading in read.several[ordinal])


def _unspoken(speaker: Speaker) -> Speaker:
    """The same speaker where the text names nobody."""
    return speaker.model_copy(update={"start_char": None, "end_char": None, "exact": None})


def _attribution(quotation: FoundQuotation, speaker: Speaker | None, sure: float) -> Attribution:
    method = quotation.method if speaker is not None else AttributionMethod.NONE
    pronoun = speaker is not None and (speaker.exact or "").lower() in PRONOUNS
    if method is AttributionMethod.EXPLICIT and pronoun:
        method = AttributionMethod.PRONOUN
    score = quotation.score
    if speaker is not None and speaker.type is SpeakerType.UNKNOWN and score < BESIDE:
        score = min(score, STRANGER)
    told = less_sure(confidence(method, score), sure)
    return Attribution(method=method, confidence=told, rule=quotation.rule)


def less_sure(share: float, sure: float) -> float:
    """The confidence where "he" may be somebody else besides, since nothing shows a gender."""
    return share if sure == 1 else round(share * sure, 2)


def confidence(method: AttributionMethod, score: float) -> float:
    """The share of attributions of this method and at least this score that proved right."""
    steps = _STEPS.get(method.value, [])
    return next((share for least, share in steps if score >= least), 0.0)
