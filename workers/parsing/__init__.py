"""The parse stage: a submission becomes one clean, addressable article."""

from __future__ import annotations

from shared.model import ParsedArticle, Submission
from workers.parsing.article import parse_lines, parse_page


def parse(submission: Submission) -> ParsedArticle:
    """The article of a submission: canonical text, segments that tile it, fields. Raises EmptyText, TooLarge."""
    if submission.html is not None:
        return parse_page(submission)
    return parse_lines(submission)
