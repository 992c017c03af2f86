"""The parse stage: decides from a submission which of its text is the article's own, and the article's fields.

A field that the producer declares wins. The text stays the producer's own: a declared headline that the text lacks is a
field and no segment. The text of an HTML page is its headline, a blank line, and a line for each of its blocks.

    canonical            the one text that all offsets point into      lines           its lines, wrapped ones joined
    segmenter            the kind of every line, with the help of:
      body               which lines are the body                      cut             where the article ends
      header, bylines    headline, standfirst, byline above it         inside, titles  what the body's lines are
      noise              share buttons, credits, prompts               clips, teasers, boxes   what else is noise
    dateline, gazetteer  place, date and agency of the first paragraph
    fields, dates        headline, authors, time ...: whom to believe
    html/                what a page says of itself, and its blocks
    tiling               segments over the whole text; sentences said twice
    language, identity   the article's language; hashes that tell articles apart
"""

from __future__ import annotations

from shared.model import ParsedArticle, Submission
from workers.parsing.article import parse_lines, parse_page
from workers.parsing.identity import fingerprint

__all__ = ["fingerprint", "parse"]


def parse(submission: Submission) -> ParsedArticle:
    """The article of a submission: canonical text, segments over all of it, fields. Raises EmptyText, TooLarge."""
    if submission.html is not None:
        return parse_page(submission)
    return parse_lines(submission)
