"""The measure itself: what is right counts, what is missing, wrong or misattributed does not."""

from __future__ import annotations

from hashlib import sha256

from build import Gold, Quotation, load_all
from golden_measure import Measures, measure

from shared.model import Article, Attribution, AttributionMethod, QuotationKind, Span, Speaker
from shared.model import Quotation as Extracted

GOLDEN = load_all()


def test_the_labels_themselves_measure_one() -> None:
    assert measure([(gold, extracted(gold)) for gold in GOLDEN]) == Measures(1.0, 1.0, 1.0)


def test_nothing_found_measures_nothing() -> None:
    assert measure([(gold, article(gold, ())) for gold in GOLDEN]) == Measures(0.0, 0.0, 0.0)


def test_a_wrong_speaker_costs_the_joint_figure_alone() -> None:
    nobody = Speaker(name="Nobody Atall")

    figures = measure([(gold, extracted(gold, speaker=nobody)) for gold in GOLDEN])

    assert figures == Measures(1.0, 0.0, 1.0)


def test_an_invented_quotation_costs_precision() -> None:
    gold = GOLDEN[0]
    found = extracted(gold)
    invented = found.quotations[0].model_copy(update={"spans": (span(gold, 0, 20),)})

    figures = measure([(gold, article(gold, (*found.quotations, invented)))])

    assert 0.5 < figures.direct_exact < 1.0
    assert 0.5 < figures.all_overlap < 1.0


def test_what_is_kept_apart_costs_nothing() -> None:
    everything = [(gold, extracted(gold, apart=True)) for gold in GOLDEN]

    assert any(label["kind"] == "apart" for gold in GOLDEN for label in gold["quotes"])
    assert measure(everything) == Measures(1.0, 1.0, 1.0)


def extracted(gold: Gold, speaker: Speaker | None = None, apart: bool = False) -> Article:
    """The article as a perfect program would return it."""
    labels = [label for label in gold["quotes"] if apart or label["kind"] != "apart"]
    return article(gold, tuple(as_extracted(gold, label, speaker) for label in labels))


def as_extracted(gold: Gold, label: Quotation, speaker: Speaker | None) -> Extracted:
    """One label as a quotation of the product."""
    told = Speaker(
        name=label["speaker_resolved"], start_char=label["speaker_start"], end_char=label["speaker_end"], exact=None
    )
    kind = "indirect" if label["kind"] == "apart" else label["kind"]
    return Extracted(
        ordinal=0,
        kind=QuotationKind(kind),
        content=label["text"],
        spans=tuple(span(gold, start, end) for start, end in label["spans"]),
        speaker=speaker or told,
        attribution=Attribution(method=AttributionMethod.EXPLICIT, confidence=1),
    )


def article(gold: Gold, quotations: tuple[Extracted, ...]) -> Article:
    """The golden text with these quotations."""
    text = gold["text"]
    return Article(uri=gold["doc_id"], text=text, text_sha256=sha256(text.encode()).hexdigest(), quotations=quotations)


def span(gold: Gold, start: int, end: int) -> Span:
    """A span of the golden text."""
    return Span(start_char=start, end_char=end, exact=gold["text"][start:end])
