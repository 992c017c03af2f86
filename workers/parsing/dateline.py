"""Reads the dateline at the start of a paragraph: where, when and by which agency the article was filed.

Forms follow the Associated Press and Reuters style books: "KYIV, May 12 (Reuters) - ", "LONDON (AP) — ",
"STRASBOURG, France (AP) — ", "New Delhi: ", "(Reuters) - "; releases write "OSLO, May 12, 2024 /PRNewswire/ -- ". Words
in capitals before a dash are a place only with an agency, a date, a region or an entry in the gazetteer; before a colon
only with the last ("Summary:" is none).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from shared.model import Dateline, SegmentKind
from workers.language.lexicon import any_of, words
from workers.parsing.dates import FILED_MONTH
from workers.parsing.gazetteer import is_place, is_region
from workers.parsing.labels import Label
from workers.parsing.lines import plain

DATELINE = Label(SegmentKind.DATELINE, "dateline.place_before_mark", 0.9)
_DATE = rf"(?:{FILED_MONTH} \d{{1,2}}(?:, \d{{4}})?|\d{{1,2}} {FILED_MONTH}(?: \d{{4}})?)"
_WORD = r"[A-ZÀ-ÞŁŠŽİ][\w.'’\-]*"
_SMALL = any_of(words("name_particles") | {"es", "of", "the", "upon", "on"})
_NAME = rf"{_WORD}(?: (?:{_WORD}|{_SMALL})){{0,4}}"
_REGION = rf"(?!{FILED_MONTH} \d){_NAME}"
_FORM = re.compile(
    rf"(?:(?P<place>{_NAME}(?:/{_NAME})?)(?:, (?P<region>{_REGION}(?:, {_REGION})?))?"
    rf"(?:,? (?P<date>{_DATE}))?,?)?"
    r"(?: ?(?:--)?[(\[](?P<agency>[A-Za-z][\w/.&’' -]{1,40})[)\]]| ?/(?P<wire>[A-Z][\w. -]{1,30})/)?"
    r"(?P<mark> ?(?:--|[—–:]|[-_] )| -)\s?(?=\S)"
)
_UNMARKED = re.compile(
    rf"(?P<place>{_NAME})(?: \((?P<region>[A-Z][\w. ]{{1,20}})\))?, (?P<date>{_DATE})"
    r" ?\((?P<agency>[A-Z][\w/.& -]{1,30})\)(?P<wire>)(?P<mark>) (?=[A-Z“\"])"
)
"""As the Press Trust of India writes it: "Kandhar (MP), May 3 (PTI) Twelve pilgrims were ..."."""

_FOREIGN = re.compile(
    rf"(?P<place>{_NAME}) \((?P<region>{_REGION})\)(?:,? (?P<date>{_DATE}))?,?"
    r" \((?P<agency>[A-Za-z][\w/.& -]{1,30})\)(?P<wire>)(?P<mark> ?(?:--|[—–:_-])) ?(?=\S)"
)
"""A country in parentheses of its own: "Ghent (Belgium) (AFP) – "."""

_SLASHED = re.compile(
    rf"(?P<place>{_NAME})(?:, (?P<region>{_REGION}))?(?:,? (?P<date>{_DATE})\.?)?(?P<agency>)"
    rf" ?/ ?(?P<wire>[A-Z][\w.-]{{1,30}}(?: [A-Z][\w.-]+)?) ?/(?: ?(?P<filed>{_DATE}) ?/)?(?P<mark>\.?) (?=\S)"
)
"""The agency between slashes: "MOSCOW, May 5. /TASS/. ", "NEW YORK, NY / ACCESSWIRE / May 5, 2024 / "."""

_RELEASED = re.compile(
    rf"(?P<place>{_NAME})(?:, (?P<region>{_REGION}))?(?P<mark> ?--)"
    rf"\((?P<agency>[A-Z][\w. ]{{1,30}}?) ?(?P<wire>)- (?P<date>{_DATE})\) ?(?:--?|[—–]) (?=\S)"
)
"""A release's agency and date in one: "Toronto, Ontario--(Newsfile Corp. - May 5, 2024) - "."""

_FORMS = (_FORM, _UNMARKED, _FOREIGN, _SLASHED, _RELEASED)
_ALONE = re.compile(
    rf"(?P<place>[A-Z][A-Z .’'/-]{{2,40}})(?:, (?P<region>{_REGION}))? (?P<date>(?:19|20)\d\d-\d\d-\d\d)$"
)
"""A line of its own above the first paragraph, as agencies' archives have it: "BONN 1996-08-22", with the country."""

_CASED = re.compile(r"[^\W\d_]{2,}(?!\.[A-Z])")
STATE_LETTERS = 2
"""Letters of a state or a district: "WASHINGTON DC"."""

_LONGEST = 90
"""Characters looked at: no dateline is longer."""


@dataclass(frozen=True)
class DatelineFound:
    """A dateline and its length at the start of the paragraph."""

    dateline: Dateline
    length: int


def dateline_of(paragraph: str) -> DatelineFound | None:
    """The dateline at a paragraph's beginning, if there is one."""
    if (alone := _ALONE.match(paragraph)) is not None:
        place = _in_title_case(alone["place"])
        found = Dateline(exact=paragraph, place=place, region=alone["region"], date=alone["date"])
        return DatelineFound(found, len(paragraph))
    matches = (form.match(paragraph[:_LONGEST]) for form in _FORMS)
    match = next((match for match in matches if match is not None and _credible(match)), None)
    if match is None:
        return None
    dateline = _dateline(match)
    return DatelineFound(dateline, len(dateline.exact))


def dateline_from(settled: str | None, found: Dateline | None) -> Dateline | None:
    """The dateline by the settled field: the one found in the text, or a declared one, with its parts if readable.

    A declared dateline needs no proof: "Skarholm" alone is its place.
    """
    if settled is None or (found is not None and found.exact == settled):
        return found
    bare = settled.rstrip(" -–—:")
    read = _FORM.match(f"{bare} — x")
    whole = read is not None and read.end() > len(bare)
    return (_dateline(read) if read and whole else Dateline(exact=settled)).model_copy(update={"exact": settled})


def _dateline(match: re.Match[str]) -> Dateline:
    place = match["place"]
    return Dateline(
        exact=match.group().rstrip(),
        place=_in_title_case(place.rstrip("-")) if place else None,
        region=match["region"],
        date=match["date"] or match.groupdict().get("filed"),
        agency=match["agency"] or match["wire"],
    )


def _credible(match: re.Match[str]) -> bool:
    place, agency, mark = match["place"], match["agency"] or match["wire"], match["mark"].strip()
    if place is None:
        return agency is not None and _agency(agency)
    if match["wire"] and (match["date"] or match.groupdict().get("filed")) and place.isupper():
        return True  # a release's: only those set the wire between slashes
    if agency and not _agency(agency):
        return place.isupper() and (is_place(place) or _region(match["region"]))
    if agency or is_place(place):
        # "London — the city that ..." and "Iran-backed" are no datelines; "LONDON —" and "Kyiv:" are.
        shaped = agency or match["date"] or place.isupper() or mark == ":"
        return bool(shaped) or _heads_a_sentence(match)
    dated = match["date"] is not None and match.group().startswith(f"{place},")
    return mark != ":" and place.isupper() and (dated or _region(match["region"]))


def _region(name: str | None) -> bool:
    return name is not None and is_region(name)


def _heads_a_sentence(match: re.Match[str]) -> bool:
    """ "Washington, D.C. - Today the board", not "Paris, Texas — the town that"."""
    return _region(match["region"]) and match.string[match.end() :][:1].isupper()


def _agency(name: str) -> bool:
    parts = [plain(part) for part in re.split(r"[/&]", name)]
    return any(part in words("agencies") for part in parts)


def _in_title_case(place: str) -> str:
    """ "ST. JOSEPH" -> "St. Joseph"; what stands behind the name may be a state's or a district's letters."""
    if not place.isupper() or (len(place) <= STATE_LETTERS + 1 and is_region(place)):
        return place
    cased = [_CASED.sub(lambda m: m.group().capitalize(), word) for word in place.split(" ")]
    lettered = len(cased) > 1 and len(cased[-1]) == STATE_LETTERS and is_region(cased[-1])
    return " ".join([*cased[:-1], cased[-1].upper()]) if lettered else " ".join(cased)
