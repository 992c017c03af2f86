"""The Celery application's settings: what must follow from the settings of Onrecord, follows."""

from __future__ import annotations

import pytest

from shared.settings import Settings
from workers.app import make_app
from workers.base import BACKOFF_LIMIT_SECONDS


@pytest.mark.parametrize("time_limit", [10, 120, 3600])
def test_no_message_is_delivered_again_while_its_stage_may_run(time_limit: int) -> None:
    # Given a stage's time limit
    config = Settings(time_limit=time_limit)
    # When the application is made
    timeout = make_app(config).conf.broker_transport_options["visibility_timeout"]
    # Then a message may wait out its back-off, wait for a child that is busy, and run to its limit
    assert timeout > BACKOFF_LIMIT_SECONDS + 2 * time_limit


def test_the_default_is_the_ten_minutes_that_were_measured() -> None:
    # Given the default settings, When the application is made
    options = make_app(Settings()).conf.broker_transport_options
    # Then the broker waits ten minutes
    assert options["visibility_timeout"] == 600
