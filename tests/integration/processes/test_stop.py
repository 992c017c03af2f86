"""A worker that is asked to stop ends as soon as its running stages have ended; what it had taken comes back."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.integration.processes.conftest import Shaky, articles
from tests.processes import Started, running
from workers.machine.background import wait_until

STOP_SECONDS = 3.0
"""How long a stop under load may take."""

ENOUGH = 180.0

LIMITS = {"soft_time_limit": "20", "time_limit": "40", "lease_seconds": "41", "watchdog_seconds": "60"}
"""A worker that ends while the database is away cannot release what its children hold: the lease must end first."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of logs and of what the plugged worker is asked for."""
    monkeypatch.setenv("FAULTS_FOLDER", str(tmp_path))
    return tmp_path


@contextmanager
def doors(shaky: Shaky, folder: Path) -> Iterator[None]:
    """An intake and a sweeper, while the block runs."""
    with running("intake", shaky.servers, folder), running("sweep", shaky.servers, folder, resend_seconds="5"):
        yield


def stop(worker: Started) -> float:
    """Ask a worker to stop, and return the seconds until it has ended well."""
    begun = time.monotonic()
    worker.send(signal.SIGTERM)
    assert worker.process.wait(ENOUGH) == 0
    return time.monotonic() - begun


def test_a_stop_under_load_takes_as_long_as_the_running_stages(shaky: Shaky, folder: Path) -> None:
    # Given a worker amid four hundred articles
    given = articles("load", 400)
    with doors(shaky, folder), running("worker", shaky.servers, folder) as worker:
        shaky.submit(given)
        assert wait_until(lambda: shaky.done(given) > 20, ENOUGH)

        # When it is asked to stop
        seconds = stop(worker)

        # Then it has ended within three seconds, in the middle of the work, and holds no message
        assert seconds < STOP_SECONDS
        assert shaky.done(given) < len(given)
        assert shaky.unacknowledged() == 0

        # And another one does the rest: nothing is lost, nothing doubled
        with running("worker", shaky.servers, folder):
            assert shaky.all_done(given, ENOUGH)
        assert shaky.changes(given) == len(given)


@pytest.mark.parametrize("servers", ["refuse", "restart"])
def test_a_stop_needs_no_server(shaky: Shaky, folder: Path, servers: str) -> None:
    # Given a worker amid articles whose database and broker go away, or start anew
    given = articles(f"away-{servers}", 200)
    with ExitStack() as stack:
        stack.enter_context(doors(shaky, folder))
        worker = stack.enter_context(running("worker", shaky.servers, folder, **LIMITS))
        shaky.submit(given)
        assert wait_until(lambda: shaky.done(given) > 10, ENOUGH)
        back = (refuse if servers == "refuse" else restart)(shaky)

        # When it is asked to stop
        seconds = stop(worker)
        back.set()

        # Then it has ended within three seconds
        assert seconds < STOP_SECONDS

        # And all is done once the servers and a worker are back
        stack.enter_context(running("worker", shaky.servers, folder, **LIMITS))
        assert shaky.all_done(given, ENOUGH)
        assert shaky.changes(given) == len(given)


def refuse(shaky: Shaky) -> threading.Event:
    """Cut off both servers until the event."""
    shaky.database_proxy.refuse()
    shaky.broker_proxy.refuse()
    back = threading.Event()

    def allow() -> None:
        back.wait(ENOUGH)
        shaky.database_proxy.allow()
        shaky.broker_proxy.allow()

    threading.Thread(target=allow).start()
    return back


def restart(shaky: Shaky) -> threading.Event:
    """Kill both servers, and start them again at once."""
    shaky.database.kill()
    shaky.broker.kill()

    def start() -> None:
        shaky.broker.start()
        shaky.database.start()

    threading.Thread(target=start).start()
    return threading.Event()


def test_a_long_stage_is_waited_for_and_its_message_goes_back(shaky: Shaky, folder: Path) -> None:
    # Given a worker with one stage that never ends, and perhaps messages that earlier ones held when killed
    given, held = articles("long", 1, fault="hang"), shaky.unacknowledged()
    with doors(shaky, folder), running("worker", shaky.servers, folder, "tests.faults.plug") as worker:
        shaky.submit(given)
        assert wait_until(lambda: shaky.unacknowledged() == held + 1 and shaky.waiting("onrecord") == 0, ENOUGH)
        time.sleep(1)

        # When it is asked to stop, Then it waits half a minute
        assert 29 < stop(worker) < 36

        # And the message is on the queue again
        assert shaky.unacknowledged() == held
        assert shaky.waiting("onrecord") == 1
