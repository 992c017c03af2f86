"""The metrics process: it answers scrapes in threads, counts the totals every minute, and tells that it lives."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from shared.log import logger
from shared.settings import settings
from shared.store.engine import make_engine
from workers.metrics.scraping import Scraper
from workers.metrics.serving import Address, listen
from workers.upkeep.heartbeat import Heartbeat

TURN_SECONDS = 5.0
"""Seconds between two turns of the loop."""


@dataclass
class MetricsProcess:
    """Runs until it is stopped; a server that is away does not end it, for it is there to tell of that."""

    address: Address
    heartbeat: Heartbeat = field(default_factory=lambda: Heartbeat("metrics"))
    stopped: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Serve until stopped. Raises BadSettings, NotRunning."""
        engine = make_engine(
            settings().database(), role="onrecord_monitor", application_name="onrecord-metrics", keeps=False
        )
        settings().broker()  # without servers the process ends at once
        scraper = Scraper(engine)
        scraper.count_totals()
        server = listen(self.address, scraper)
        try:
            with self.heartbeat.shown():
                while not self.heartbeat.pause(self.stopped, TURN_SECONDS):
                    scraper.count_totals()
                    self.heartbeat.turn()
        finally:
            server.shutdown()
            server.server_close()
            engine.dispose()
            logger.info("metrics_stopped")

    def stop(self, *_: object) -> None:
        """End after the turn in hand."""
        self.stopped.set()
