"""The parse stage: a submission becomes one clean, addressable article.

What the producer declares wins as a field. The text stays the producer's own: a declared headline that the text does
not hold is a field and no segment. Of an HTML page the text is its headline, a blank line, and its blocks a line each.
"""

from __future__ import annotations

from shared.model import ParsedArticle, Submission
from workers.parsing.article import parse_lines, parse_page
from workers.parsing.identity import fingerprint

__all__ = ["fingerprint", "parse"]


def parse(submission: Submission) -> ParsedArticle:
    """The article of a submission: canonical text, segments that tile it, fields. Raises EmptyText, TooLarge."""
    if submission.html is not None:
        return parse_page(submission)
    return parse_lines(submission)
