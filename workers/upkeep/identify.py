"""Resolves identities across articles, one article after the other. Many tasks may ask at once: one does the work."""

from __future__ import annotations

import time
import traceback

from sqlalchemy import Engine

from shared.log import logger
from shared.store.identities import assigning
from shared.store.identities.assigning import Identified, Unidentified
from shared.store.loading import load_entities, load_parsed
from workers.base import TRANSIENT
from workers.identities import decide, describe

SECONDS = 1.0
"""Seconds that one task works: a new article may wait for it. Then the task asks for another, behind new articles."""
AT_ONCE = 50
"""Articles fetched at once."""


def resolve(engine: Engine, seconds: float) -> int:
    """Resolve the identities of articles that lack them, the oldest first, and return the number of articles done.

    A task that finds another at work may stop: the other looks for waiting articles again and again.
    """
    done, deadline = 0, time.monotonic() + seconds
    while waiting := assigning.due(engine, AT_ONCE):
        for article in waiting:
            if time.monotonic() > deadline:
                return done
            outcome = resolve_one(engine, article)
            if outcome is Identified.BUSY:
                return done
            done += outcome is Identified.DONE
    return done


def resolve_one(engine: Engine, article: Unidentified) -> Identified:
    """Resolve one article's identities. A failure that is not the servers' sets the article aside, with the reason."""
    try:
        described = describe(load_parsed(engine, article.run_id), load_entities(engine, article.run_id))
        return assigning.assign(engine, article, described, decide)
    except TRANSIENT:
        raise
    except Exception as error:
        logger.error("identities_failed", run_id=article.run_id, traceback=traceback.format_exc())
        assigning.set_aside(engine, article, f"{type(error).__name__}: {error}")
        return Identified.STALE
