"""The article's language, judged on its own words."""

from __future__ import annotations

import py3langid

ENOUGH_LETTERS = 60
"""With fewer letters py3langid errs; 224 of 224 articles right on 200 characters (DESIGN, section 5)."""

SAMPLE = 400
"""Characters looked at: more changes no verdict and costs time."""


def language_of(words: str) -> str | None:
    """The language of a text as a two-letter code, or None where it holds too little to tell."""
    sample = words[:SAMPLE]
    if sum(map(str.isalpha, sample)) < ENOUGH_LETTERS:
        return None
    language, _ = py3langid.classify(sample)
    return str(language)
