"""A minute without the database costs a few log lines, however many articles wait; all goes on by itself."""

from __future__ import annotations

import time
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from tests.integration.processes.conftest import Shaky, articles
from tests.processes import Started, running
from workers.machine.background import wait_until

WAITING = 390
MOST_LINES = 20
MINUTE = 60.0
ENOUGH = 600.0


def test_a_minute_without_the_database_takes_few_lines(shaky: Shaky, tmp_path: Path) -> None:
    # Given three processes, and 390 articles of which the worker has begun some
    given = articles("storm", WAITING)
    with ExitStack() as stack:
        kinds = ("intake", "sweep", "worker")
        processes = [stack.enter_context(running(kind, shaky.servers, tmp_path, resend_seconds="5")) for kind in kinds]
        intake, _, worker = processes
        shaky.submit(given)
        assert wait_until(lambda: shaky.done(given) > 0 and len(intake.said("accepted")) >= WAITING, ENOUGH)

        # When the database is killed, and is away for a minute
        shaky.database.kill()
        begun = time.time()
        assert not wait_until(lambda: any(one.process.poll() is not None for one in processes), MINUTE)

        # Then each process has said so in few lines, is alive, and not ready
        for one in processes:
            lines = within(one, begun, begun + MINUTE)
            assert len(lines) <= MOST_LINES, lines
            assert one.said("server_away")
            assert one.alive("20")
            assert not one.alive("20", "ready")
        assert len(worker.said("server_away")) in (1, 2)

        # And when it is back, all goes on by itself: nothing lost, nothing doubled
        shaky.database.start()
        assert shaky.all_done(given, ENOUGH)
        assert shaky.changes(given) == WAITING
        assert wait_until(lambda: all(one.said("server_back") and one.alive("20", "ready") for one in processes), 30)


def within(process: Started, begun: float, ended: float) -> list[dict[str, object]]:
    """The lines of a process of these seconds."""
    lines = process.lines()
    at = [datetime.fromisoformat(str(line["timestamp"])).timestamp() for line in lines]
    return [line for line, when in zip(lines, at, strict=True) if begun < when < ended]
