"""An article of our own that tests of whole stages read: two leaders, their people, and a line not its own."""

from __future__ import annotations

from entity_marks import article_of

from shared.model import ParsedArticle, SegmentKind

TEXT = """Solvang Invites Ferrante To Lisbon

Norwegian Prime Minister Ingrid Solvang has invited Italian President Lucia Ferrante for talks in Lisbon.

“I will wait for Ferrante in Portugal on Monday,” Solvang wrote on Telegram. She did not say what her plan was.

Solvang's fisheries envoy, Peter Lindqvist, said the U.S. would watch. The United States had no comment.

Read more: Kenji Watanabe visits Tokyo

In Rome, Ferrante said she would come. Her chief of staff, Paolo Greco, agreed."""


def two_leaders() -> ParsedArticle:
    """The article, with the line that begins "Read more" as related matter."""
    parsed = article_of(TEXT)
    return parsed.model_copy(
        update={
            "segments": tuple(
                s.model_copy(update={"kind": SegmentKind.RELATED}) if parsed.slice(s).startswith("Read more") else s
                for s in parsed.segments
            )
        }
    )
