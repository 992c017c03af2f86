"""Turns the labelled articles into quotations.jsonl and quotations-names.jsonl: `python tests/golden/build.py`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypedDict

from golden_markup import Marked, MarkupError, Offsets, Tagged, read

HERE = Path(__file__).parent
PRONOUNS = frozenset({"i", "he", "she", "they", "it", "we", "who", "which", "that"})


class Quotation(TypedDict):
    """One labelled quotation: the keys of the measuring format, then `speaker_class`, `medium` and `addressee`."""

    id: str
    start: int
    end: int
    text: str
    spans: list[Offsets]
    kind: str
    quoted_share: float
    speaker: str | None
    speaker_start: int | None
    speaker_end: int | None
    speaker_spans: list[Offsets]
    speaker_type: str | None
    speaker_resolved: str | None
    speaker_resolved_by: str | None
    cue: str | None
    cue_start: int | None
    cue_end: int | None
    implicit_speaker: bool
    speaker_class: str
    medium: str | None
    addressee: str | None


class Gold(TypedDict):
    """One labelled article."""

    doc_id: str
    publisher: str
    text: str
    quoted_regions: list[Offsets]
    quotes: list[Quotation]
    edges: list[str]


class Name(TypedDict):
    """The full name behind one pronoun."""

    doc_id: str
    id: str
    speaker_start: int
    mention: str
    name: str


def load_all() -> list[Gold]:
    """All articles, labelled, in the order of their file names. Raises MarkupError."""
    return [_load(path) for path in sorted((HERE / "articles").glob("*.txt"))]


def names_of(articles: list[Gold]) -> list[Name]:
    """The full names behind he and she."""
    return [
        Name(
            doc_id=article["doc_id"],
            id=quotation["id"],
            speaker_start=quotation["speaker_start"],
            mention=quotation["speaker"],
            name=quotation["speaker_resolved"],
        )
        for article in articles
        for quotation in article["quotes"]
        if quotation["speaker_type"] == "pronoun"
        and quotation["speaker"]
        and quotation["speaker_resolved"]
        and quotation["speaker_start"] is not None
        and quotation["speaker_class"] == "person"
    ]


def as_lines(rows: list[Gold] | list[Name]) -> str:
    """One JSON object a line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _load(path: Path) -> Gold:
    try:
        marked = read(path.read_text(encoding="utf-8"))
    except MarkupError as error:
        raise MarkupError(f"{path.name}: {error}") from error
    return Gold(
        doc_id=path.stem,
        publisher="golden",
        text=marked.text,
        quoted_regions=list(marked.regions),
        quotes=[_quotation(marked, number, tagged) for number, tagged in marked.quotations.items()],
        edges=list(marked.edges),
    )


def _quotation(marked: Marked, number: int, tagged: Tagged) -> Quotation:
    start, end = tagged.spans[0][0], tagged.spans[-1][1]
    label = marked.labels.get(number)
    speaker, cue = _first(tagged.speaker), _first(tagged.cue)
    mention = marked.text[slice(*speaker)] if speaker else None
    name = label.name if label else None
    return Quotation(
        id=f"Q{number}",
        start=start,
        end=end,
        text=marked.text[start:end],
        spans=tagged.spans,
        kind=next(iter(tagged.kinds)),
        quoted_share=round(quoted_share(marked.text, tagged.spans, marked.regions), 3),
        speaker=mention,
        speaker_start=speaker[0] if speaker else None,
        speaker_end=speaker[1] if speaker else None,
        speaker_spans=tagged.speaker,
        speaker_type=_speaker_type(mention, name),
        speaker_resolved=name,
        speaker_resolved_by="hand" if name else None,
        cue=marked.text[slice(*cue)] if cue else None,
        cue_start=cue[0] if cue else None,
        cue_end=cue[1] if cue else None,
        implicit_speaker=speaker is None,
        speaker_class=label.speaker_class if label else "unknown",
        medium=label.medium if label else None,
        addressee=label.addressee if label else None,
    )


def quoted_share(text: str, spans: list[Offsets], regions: tuple[Offsets, ...]) -> float:
    """Share of the letters and digits of the spans that stand between marks."""
    letters = {i for start, end in spans for i in range(start, end) if text[i].isalnum()}
    marked = {i for start, end in regions for i in range(start, end)}
    return len(letters & marked) / len(letters)


def _first(places: list[Offsets]) -> Offsets | None:
    return places[0] if places else None


def _speaker_type(mention: str | None, name: str | None) -> str | None:
    if mention is None:
        return None
    if mention.lower() in PRONOUNS:
        return "pronoun"
    return "name" if name and name.split()[-1].lower() in mention.lower() else "nominal"


def main() -> None:
    """Write both files beside this one."""
    articles = load_all()
    (HERE / "quotations.jsonl").write_text(as_lines(articles), encoding="utf-8")
    (HERE / "quotations-names.jsonl").write_text(as_lines(names_of(articles)), encoding="utf-8")


if __name__ == "__main__":
    main()
