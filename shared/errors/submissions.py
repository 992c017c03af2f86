"""Defines why a submission cannot become an article."""

from __future__ import annotations

from shared.errors.base import Permanent


class InvalidSubmission(Permanent):
    """The submission is not valid."""

    code = "invalid_submission"
    cure = "Send a uri and exactly one of text, body or html (or retracted): see shared/schemas/submission.v1.json."
    exit_code = 65


class MalformedJson(Permanent):
    """The submission is not valid JSON."""

    code = "malformed_json"
    cure = "Send one whole JSON object in UTF-8: see shared/schemas/submission.v1.json."
    exit_code = 65


class TooLarge(Permanent):
    """The submission is larger than the limit for an article."""

    code = "too_large"
    cure = "Send at most 5,000,000 characters, and each article of a collection as a submission of its own."
    exit_code = 65


class UnknownArticle(Permanent):
    """No article with that uri can be retracted."""

    code = "unknown_article"
    cure = "Check the uri: `onrecord show` lists the articles. A retraction does not apply to later submissions."
    exit_code = 66


class Overtaken(Permanent):
    """A newer submission for this uri was read before this one."""

    code = "overtaken"
    cure = "Do nothing if the newer content is right. Otherwise submit this content again."
    exit_code = 65


class SharedGuid(Permanent):
    """Different items of the feed have the same guid, and no links of their own."""

    code = "shared_guid"
    cure = "Let the feed give each item a guid or a link of its own: with one uri, each would hide the one before."
    exit_code = 65


class EmptyText(Permanent):
    """The submission contains no article text."""

    code = "empty_text"
    cure = "Check that the page or file holds the article itself, not a frame, a login page or an error page."
    exit_code = 65


class UnreadableFile(Permanent):
    """The file cannot be read as an article."""

    code = "unreadable_file"
    cure = "Use a file in one of the formats that the README lists (text, HTML, JSON, RSS, Atom, ninjs, NITF ...)."
    exit_code = 65


class SeveralArticles(Permanent):
    """The file holds several articles, and one is wanted."""

    code = "several_articles"
    cure = "Run `onrecord extract FILE`, which prints all, or pass each text to `extract` by itself."
    exit_code = 65
