"""The article's language, judged on its own words."""

from __future__ import annotations

import py3langid

ENOUGH_LETTERS = 60
"""With fewer letters no verdict holds."""

SURE_LETTERS = 150
"""With fewer letters only "en" holds: names make short English texts look foreign, and foreign ones are not read on.
py3langid is right on 224 of 224 articles at 200 characters."""

SAMPLE = 400
"""Characters looked at: more changes no verdict and costs time."""


def language_of(words: str) -> str | None:
    """The language of a text as a two-letter code, or None where it holds too little to tell."""
    sample = words[:SAMPLE]
    letters = sum(map(str.isalpha, sample))
    if letters < ENOUGH_LETTERS:
        return None
    language = str(py3langid.classify(sample)[0])
    return language if language == "en" or letters >= SURE_LETTERS else None


def agreed_language(stated: str | None, words: str) -> str | None:
    """The language that a page states, unless its words plainly are in another: templates state what they like."""
    seen = language_of(words)
    if stated is None or (seen is not None and stated.split("-")[0].split("_")[0].lower() != seen):
        return seen
    return stated.replace("_", "-")
