"""Takes the surveys for scrapes: one for several scrapes within seconds, the totals of all time once a minute."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import redis
from sqlalchemy import Engine

from shared.errors import BadSettings
from shared.log import logger
from shared.store.records import Stage
from workers.survey.broker import connect
from workers.survey.taking import AWAY, Connect, Survey, Totals, take, take_totals
from workers.upkeep import timing
from workers.upkeep.timing import Histogram

SCRAPE_KEPT = 3.0
"""Seconds within which several scrapers get the same answer: they cannot burden the servers."""

TOTALS_KEPT = 60.0
"""Seconds that the totals are kept: they read whole tables (0.3 s for a million articles)."""


@dataclass(frozen=True)
class Scrape:
    """What one scrape tells."""

    survey: Survey
    timings: dict[Stage, Histogram] = field(default_factory=dict)
    totals: Totals | None = None
    """None until they have been counted for the first time."""
    totals_age_seconds: float = 0.0


@dataclass
class Scraper:
    """Asks the servers for scrapes. Any number of threads may scrape."""

    engine: Engine
    connect: Connect = connect
    clock: Callable[[], float] = time.monotonic
    lock: threading.Lock = field(default_factory=threading.Lock)
    last: Scrape | None = None
    last_at: float = 0.0
    totals: Totals | None = None
    totals_at: float = 0.0

    def scrape(self) -> Scrape:
        """A scrape that is no older than SCRAPE_KEPT."""
        with self.lock:
            if self.last is None or self.clock() - self.last_at > SCRAPE_KEPT:
                survey = take(self.engine, connect=self.connect, totals=False, failures=0)
                self.last = Scrape(survey, self._timings(survey), self.totals, self.clock() - self.totals_at)
                self.last_at = self.clock()
            return self.last

    def count_totals(self) -> None:
        """Count the totals anew if they are due. If the database is away, the last ones stay.

        Raises BadSettings, if the login may not act as onrecord_monitor.
        """
        if self.totals is not None and self.clock() - self.totals_at < TOTALS_KEPT:
            return
        try:
            self.totals = take_totals(self.engine)
            self.totals_at = self.clock()
        except BadSettings:
            raise
        except AWAY as error:
            logger.warning("totals_not_counted", error=type(error).__name__, detail=str(error)[:500])

    def _timings(self, survey: Survey) -> dict[Stage, Histogram]:
        if survey.broker is not None:
            with suppress(redis.RedisError), self.connect() as broker:
                return timing.read(broker)
        return {}
