"""Articles for the benches, made of our golden articles: as many as wanted, all different, none nearly the same."""

from __future__ import annotations

import random
from functools import lru_cache
from pathlib import Path

from shared.model import Submission

TEXTS = Path(__file__).parents[1] / "golden" / "articles"
WORDS = 750


@lru_cache(maxsize=1)
def _bodies() -> tuple[tuple[str, ...], ...]:
    """The paragraphs of each golden article, without its headline."""
    texts = (path.read_text("utf-8").strip().split("\n\n") for path in sorted(TEXTS.glob("*.txt")))
    return tuple(tuple(paragraphs[1:]) for paragraphs in texts)


def submission(name: str, words: int = WORDS) -> Submission:
    """An article of about so many words: whole bodies, chosen by its name."""
    chosen = random.Random(name)
    parts, length = [f"What was said in the harbour, part {name}"], 0
    while length < words:
        for paragraph in chosen.choice(_bodies()):
            if length < words:
                parts.append(paragraph)
                length += len(paragraph.split())
    return Submission(uri=f"bench:{name}", text="\n\n".join(parts))


def submissions(kind: str, count: int, words: int = WORDS) -> list[Submission]:
    """So many articles of about so many words."""
    return [submission(f"{kind} {n}", words) for n in range(count)]


def length(articles: list[Submission]) -> int:
    """Their words on average."""
    return sum(len((article.text or "").split()) for article in articles) // len(articles)
