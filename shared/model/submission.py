"""Defines a submission: an article as its producer sends it, for producers and intake."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from shared.model.provenance import Decoding
from shared.model.record import Record, Uri

MAX_CONTENT_CHARS = 5_000_000
"""Code points of the longest `text`, `body` or `html` accepted: a long book. The time limits rest on this bound."""


def _short_enough(content: str) -> str:
    if len(content) > MAX_CONTENT_CHARS:
        raise PydanticCustomError("string_too_long", f"at most {MAX_CONTENT_CHARS:,} characters")
    return content


Content = Annotated[
    str, AfterValidator(_short_enough), WithJsonSchema({"type": "string", "maxLength": MAX_CONTENT_CHARS})
]
"""A string that may hold lone surrogates (half of an emoji): pydantic's own limit on length would reject them."""


class Submission(Record):
    """One news article as its producer sends it: `uri` and exactly one of `text`, `body`, `html`; or `retracted`.

    `text` is raw (with noise), `body` is clean (every non-blank line belongs to the article), `html` is a whole page.
    Fields that the producer declares (headline, byline ...) win over those that the parser finds. `extra` is stored
    but not read. `retracted` withdraws the article of that uri; a later submission brings it back. `partial` says that
    the content is a summary, as in many feeds: the article gets a warning. `decoding` tells how a file's bytes became
    this string; readers of files fill it in.
    """

    uri: Uri
    text: Content | None = None
    """The raw text, with noise."""
    body: Content | None = None
    """Clean text: every non-blank line belongs to the article."""
    html: Content | None = None
    """A whole page."""
    headline: str | None = Field(default=None, max_length=2000)
    standfirst: str | None = Field(default=None, max_length=10_000)
    byline: str | None = Field(default=None, max_length=2000)
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    publisher: str | None = Field(default=None, max_length=500)
    url: str | None = Field(default=None, max_length=4096)
    language: str | None = Field(default=None, max_length=35)
    dateline: str | None = Field(default=None, max_length=500)
    """The dateline as the producer writes it."""
    retracted: bool = False
    """Withdraws the article of this uri; a later submission brings it back."""
    partial: bool = False
    """The content is only a summary, as in many feeds: the article gets a warning."""
    decoding: Decoding | None = None
    extra: dict[str, Any] = Field(default_factory=dict)
    """Whatever the producer wants to keep with it: stored, not read."""

    @model_validator(mode="after")
    def _exactly_one_content(self) -> Submission:
        given = [name for name in ("text", "body", "html") if getattr(self, name) is not None]
        if self.retracted:
            return self
        if len(given) != 1:
            raise ValueError(f"exactly one of text, body, html is required; found {' and '.join(given) or 'none'}")
        if not (getattr(self, given[0]) or "").strip():
            raise ValueError(f"{given[0]} is empty")
        return self
