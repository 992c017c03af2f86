"""Sets around a document what stands around the prose of news: a dateline, a headline, a table of results.

All of it is built from names whose labels are known: those of the document, and of documents read shortly before.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple

from training.documents import Document
from training.recipe import Furniture
from workers.entities.records import Tagged
from workers.language.lexicon import entries, words

WORD = re.compile(r"\S+")
SENTENCE_END = re.compile(r"(?<=[.!?])\s|\n")
LONGEST_CODE = 4
"""Letters of an agency that is written in capitals: "AFP", not "Reuters"."""


class Mention(NamedTuple):
    """A name without its place in a text."""

    text: str
    label: str


class Draft:
    """A document that grows piece by piece, with its labels."""

    def __init__(self, misc: bool = True) -> None:
        self.text = ""
        self._misc = misc
        self._names: list[Tagged] = []
        self._unsure: list[tuple[int, int]] = []

    def add(self, text: str) -> Draft:
        """Words that are no names."""
        self.text += text
        return self

    def name(self, mention: Mention) -> Draft:
        """A name with its label."""
        self._names.append(Tagged(len(self.text), len(self.text) + len(mention.text), mention.label))
        return self.add(mention.text)

    def open(self, text: str) -> Draft:
        """Words whose label is left open."""
        self._unsure.append((len(self.text), len(self.text) + len(text)))
        return self.add(text)

    def copy(self, document: Document, end: int, write: Callable[[str], str] = str) -> Draft:
        """The document up to `end` with its labels, written by `write` unless that changes the length ("ß")."""
        written = write(document.text[:end])
        if len(written) != end:
            written = document.text[:end]
        at = len(self.text)
        self._names += [Tagged(at + n.start, at + n.end, n.label) for n in document.names if n.end <= end]
        self._unsure += [(at + start, at + min(stop, end)) for start, stop in document.unsure if start < end]
        return self.add(written)

    def document(self) -> Document:
        """The document as it is now."""
        return Document(self.text, tuple(self._names), tuple(self._unsure), self._misc)


def mentions(document: Document) -> list[Mention]:
    """The names of a document that can stand in furniture: written as names, on one line."""
    found = (Mention(document.text[name.start : name.end], name.label) for name in document.names)
    return [name for name in found if name.text[:1].isupper() and name.text.isprintable() and not name.text.isupper()]


def dateline(document: Document, names: Sequence[Mention], rng: Random, _: Furniture) -> Document:
    """ "ELMFORD, May 3 (Reuters) - " before the text, or "ELMFORD 1996-05-03" as a line of its own."""
    places = [name for name in names if name.label == "LOC" and name.text.count(" ") < 3]
    if not places:
        return document
    place = rng.choice(places)
    day = datetime.date(1990, 1, 1) + datetime.timedelta(days=rng.randrange(15_000))
    draft = Draft(document.misc).name(place._replace(text=place.text.upper()))
    if rng.random() < 0.3:
        draft.add(f" {day.isoformat()}\n")
    else:
        draft.add(rng.choice(("", f", {day:%B} {day.day}", f" {day:%b} {day.day}")))
        if rng.random() < 0.7:
            draft.add(" (").open(_agency(rng)).add(")")
        draft.add(rng.choice((" — ", " - ", " – ", " -- ")))
    return draft.copy(document, len(document.text)).document()


def wire_headline(document: Document, _: Sequence[Mention], rng: Random, furniture: Furniture) -> Document:
    """The first words once more in capitals, as a line above; sometimes behind a sport: "TENNIS - ROE BEATS DOE"."""
    sport = rng.choice(furniture.sports).upper() + rng.choice((" - ", "-", ": ")) if rng.random() < 0.3 else ""
    return _headline(document, sport, str.upper, furniture.headline, rng)


def headline(document: Document, _: Sequence[Mention], rng: Random, furniture: Furniture) -> Document:
    """The first words once more in title case, as a line above."""
    return _headline(document, "", _title_case, furniture.headline, rng)


def results(document: Document, names: Sequence[Mention], rng: Random, furniture: Furniture) -> Document:
    """A table of who came first, or of who played whom, behind the text."""
    by_label = {label: [name for name in names if name.label == label] for label in ("PERSON", "ORG", "LOC")}
    forms = [form for form, label in FORMS if len(by_label[label]) > 1 and by_label["LOC"]]
    if not forms:
        return document
    draft = Draft(document.misc).copy(document, len(document.text))
    form = rng.choice(forms)
    for at in range(rng.randint(*furniture.results)):
        form(draft.add("\n"), at + 1, by_label, rng)
    return draft.document()


Named = dict[str, list[Mention]]


def _ranked(draft: Draft, rank: int, names: Named, rng: Random) -> None:
    """ "1. Jane Roe (Elmland) 2:03.1"."""
    draft.add(f"{rank}. ").name(rng.choice(names["PERSON"])).add(" (").name(rng.choice(names["LOC"]))
    draft.add(f") {rng.choice(('', f'{rng.randrange(1, 9)}:'))}{rng.randrange(10, 60)}.{rng.randrange(100)}")


def _match(draft: Draft, _: int, names: Named, rng: Random) -> None:
    """ "Jane Roe (Elmland) beat Ann Doe (Oakland) 6-4 7-5"."""
    draft.name(rng.choice(names["PERSON"])).add(" (").name(rng.choice(names["LOC"])).add(") beat ")
    draft.name(rng.choice(names["PERSON"])).add(" (").name(rng.choice(names["LOC"])).add(")")
    draft.add("".join(f" {rng.choice((6, 7))}-{rng.randrange(6)}" for _ in range(rng.randint(2, 3))))


def _surnames(draft: Draft, _: int, names: Named, rng: Random) -> None:
    """ "Roe 6 Doe 2"."""
    _score(draft, [Mention(name.text.split()[-1], name.label) for name in rng.choices(names["PERSON"], k=2)], rng)


def _teams(draft: Draft, _: int, names: Named, rng: Random) -> None:
    """ "Elm United 2 Oak City 1"."""
    _score(draft, rng.choices(names["ORG"], k=2), rng)


def _score(draft: Draft, sides: Sequence[Mention], rng: Random) -> None:
    draft.name(sides[0]).add(f" {rng.randrange(9)} ").name(sides[1]).add(f" {rng.randrange(9)}")


FORMS = ((_ranked, "PERSON"), (_match, "PERSON"), (_surnames, "PERSON"), (_teams, "ORG"))
"""Forms of a line of results, each with the label that it needs names of."""


def _headline(document: Document, before: str, write: Callable[[str], str], most: int, rng: Random) -> Document:
    end = _headline_end(document, rng.randint(most // 2, most))
    if not any(name.end <= end for name in document.names):
        return document
    draft = Draft(document.misc).add(before).copy(document, end, write)
    return draft.add(rng.choice(("\n", "\n\n"))).copy(document, len(document.text)).document()


def _headline_end(document: Document, most: int) -> int:
    """The end of the first sentence or of its first words; a name is not cut."""
    first = SENTENCE_END.split(document.text, maxsplit=1)[0]
    ends = [word.end() for word in WORD.finditer(first)][:most]
    cut_names = [(name.start, name.end) for name in document.names]
    whole = [end for end in ends if not any(start < end < stop for start, stop in cut_names)]
    return len(document.text[: whole[-1]].rstrip(".,;:")) if whole else 0


def _title_case(text: str) -> str:
    """Words with capitals, but for the small ones."""

    def capital(word: re.Match[str]) -> str:
        return word[0] if word[0] in words("small_words") else word[0][0].upper() + word[0][1:]

    return WORD.sub(capital, text)


def _agency(rng: Random) -> str:
    name = rng.choice(entries("agencies"))
    return name.upper() if len(name) <= LONGEST_CODE else name.title()
