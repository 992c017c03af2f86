"""How far an extracted article agrees with its golden result, as many small yes-or-no questions.

Words are compared by their letters and digits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from seed_files import GoldenArticle, GoldenIndirect, GoldenQuotation, letters
from seed_tally import Tally
from seed_voices import compare_indirect_voice, compare_voice, name_words

from shared.model import (
    LANGUAGE_KINDS,
    Article,
    EntityKind,
    Quotation,
    QuotationKind,
    SegmentKind,
)


def compare(article: Article, golden: GoldenArticle, tally: Tally) -> None:
    """Ask every question about one article."""
    _compare_fields(article, golden, tally)
    _compare_noise(article, golden, tally)
    _compare_entities(article, golden, tally)
    matched = _match(article, golden)
    _compare_recall(matched, article, golden, tally)
    _compare_precision(article, golden, tally)
    for quotation, found in matched:
        if found is not None:
            compare_voice(quotation, found, golden, tally)


# --- the article's own fields ---------------------------------------------------------------------------------------


def _compare_fields(article: Article, golden: GoldenArticle, tally: Tally) -> None:
    for name, found, wanted in (
        ("headline", article.headline, golden.headline),
        ("standfirst", article.standfirst, golden.standfirst),
        ("dateline", article.dateline and article.dateline.place, golden.dateline and golden.dateline.place),
        ("authors", "|".join(sorted(article.authors)), "|".join(sorted(golden.authors))),
    ):
        tally.count(name, letters(found or "") == letters(wanted or ""), f"{golden.uri}: {found!r} for {wanted!r}")
    for part in ("region", "date", "agency"):
        if wanted := golden.dateline and getattr(golden.dateline, part):
            found = getattr(article.dateline, part, None)
            tally.count(
                "dateline_parts", letters(found or "") == letters(wanted), f"{golden.uri}: {found!r} for {wanted!r}"
            )
    # A crosshead that shows a quotation of the text once more is a pull quote.
    headed = (SegmentKind.CROSSHEAD, SegmentKind.PULLQUOTE)
    heads = {letters(article.slice(s)) for s in article.segments if s.kind in headed}
    for head in golden.crossheads:
        tally.count("crossheads", letters(head) in heads, f"{golden.uri}: {head!r}")


def _compare_noise(article: Article, golden: GoldenArticle, tally: Tally) -> None:
    """No line that begins like a noise line is read as language; a page's furniture may also be gone altogether."""
    spoken = [letters(article.slice(s)) for s in article.segments if s.kind in LANGUAGE_KINDS]
    for start in golden.noise:
        leaked = [text for text in spoken if text.startswith(letters(start))]
        tally.count("noise_kept_out", not leaked, f"{golden.uri}: {start!r}")


# --- entities -------------------------------------------------------------------------------------------------------


def _compare_entities(article: Article, golden: GoldenArticle, tally: Tally) -> None:
    for kind, measure, wanted in (
        (EntityKind.PERSON, "persons_recall", golden.persons),
        (EntityKind.ORGANIZATION, "organizations_recall", golden.organizations),
        (EntityKind.PLACE, "places_recall", golden.places),
    ):
        names = [name_words(e.name) for e in article.entities if e.kind is kind and e.mention_count]
        for name in wanted:
            tally.count(measure, name_words(name) in names, f"{golden.uri}: {name}")
    _compare_persons_found(article, golden, tally)


def _compare_persons_found(article: Article, golden: GoldenArticle, tally: Tally) -> None:
    """Each person once: a second entity for somebody already found is as wrong as one for nobody."""
    free = [name_words(name) for name in golden.persons]
    either = {name_words(name) for name in golden.persons_either}
    for entity in article.entities:
        words = name_words(entity.name)
        if entity.kind is not EntityKind.PERSON or not entity.mention_count or words in either:
            continue
        tally.count("persons_precision", words in free, f"{golden.uri}: {entity.name}")
        if words in free:
            free.remove(words)


# --- quotations: found or not ---------------------------------------------------------------------------------------

Matched = list[tuple[GoldenQuotation, Quotation | None]]


def _match(article: Article, golden: GoldenArticle) -> Matched:
    """The extracted quotation for each golden one, in order; each span of the article serves once."""
    free = {(q.ordinal, n): q for q in article.quotations for n in range(len(q.spans))}
    return [(quotation, _take(quotation, free)) for quotation in golden.quotations]


def _take(golden: GoldenQuotation, free: dict[tuple[int, int], Quotation]) -> Quotation | None:
    first = letters(golden.words[0])
    for key, found in free.items():
        span = letters(found.spans[key[1]].exact)
        if span == first or (golden.kind is QuotationKind.MIXED and first in span):
            if golden.kind is QuotationKind.DIRECT:
                del free[key]
            return found
    return None


def _compare_recall(matched: Matched, article: Article, golden: GoldenArticle, tally: Tally) -> None:
    spans = Counter(letters(s.exact) for q in article.quotations for s in q.spans)
    for quotation, found in matched:
        if quotation.kind is QuotationKind.MIXED:
            tally.count("mixed_recall", found is not None, f"{golden.uri}: {quotation.marked}")
            continue
        for words in quotation.spans:
            tally.count("direct_recall", spans[letters(words)] > 0, f"{golden.uri}: {words}")
            spans[letters(words)] -= 1
        if len(quotation.spans) > 1:
            got = [letters(s.exact) for s in found.spans] if found else []
            tally.count("direct_whole", got == list(map(letters, quotation.spans)), f"{golden.uri}: {quotation.spans}")
    for indirect in golden.indirect:
        holding = _holding(indirect, article)
        tally.count("indirect_recall", holding is not None, f"{golden.uri}: {indirect.words}")
        if holding is not None:
            compare_indirect_voice(indirect, holding, golden, tally)


def _holding(indirect: GoldenIndirect, article: Article) -> Quotation | None:
    words = letters(indirect.words)
    return next((q for q in article.quotations if words in letters(q.content)), None)


def _compare_precision(article: Article, golden: GoldenArticle, tally: Tally) -> None:
    """Direct and mixed quotations that nobody said; indirect ones are not listed completely and not judged."""
    said = {letters(words) for q in golden.quotations for words in q.words}
    either = {letters(words) for words in golden.either}
    inside = [*said, *either, *(letters(i.words) for i in golden.indirect)]
    for found in article.quotations:
        content = letters(found.content)
        if found.kind is QuotationKind.DIRECT:
            good = all(letters(s.exact) in said | either for s in found.spans)
            tally.count("direct_precision", good, f"{golden.uri}: {found.content}")
        elif found.kind is QuotationKind.MIXED:
            good = any(words in content for words in inside)
            tally.count("mixed_precision", good, f"{golden.uri}: {found.content}")
    whole = {letters(s.exact) for q in article.quotations for s in q.spans}
    for words in golden.not_quotations:
        tally.count("not_quotations", letters(words) not in whole, f"{golden.uri}: {words}")


def measure(pairs: Iterable[tuple[Article, GoldenArticle]]) -> Tally:
    """The tally over many articles."""
    tally = Tally()
    for article, golden in pairs:
        compare(article, golden, tally)
    return tally
