"""Resolving identities: article by article, until none is left. Any number may ask at once; one does it."""

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

SECONDS = 30.0
"""For so long one task goes on: below a stage's time limit, and others get a turn. The sweeper asks for the rest."""
AT_ONCE = 50
"""Articles looked up at once."""


def resolve(engine: Engine, seconds: float) -> int:
    """Gives identities to the articles that lack them, the oldest first, and returns how many it did.

    Who finds somebody else at it may stop: the other looks again after every article, and so sees this one's.
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
    """One article's identities. What fails for another reason than the servers is set aside, with its reason."""
    try:
        described = describe(load_parsed(engine, article.run_id), load_entities(engine, article.run_id))
        return assigning.assign(engine, article, described, decide)
    except TRANSIENT:
        raise
    except Exception as error:
        logger.error("identities_failed", run_id=article.run_id, traceback=traceback.format_exc())
        assigning.set_aside(engine, article, f"{type(error).__name__}: {error}")
        return Identified.STALE
