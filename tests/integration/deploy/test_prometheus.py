"""A real Prometheus with a real redis_exporter: every panel shows something, and no query of an alert fails."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import redis
import yaml

from shared.settings import Servers
from shared.store import accepting, runs
from shared.store.engine import make_engine
from shared.store.records import Rejection, Stage
from tests.integration.store import given
from tests.ports import free_port
from tests.unit.deploy.test_observing import BOARD, PROMETHEUS, RULES
from workers.doors.intake import Intake
from workers.machine.background import wait_until
from workers.metrics.scraping import Scraper
from workers.metrics.serving import Address, listen
from workers.upkeep.heartbeat import Heartbeat, put
from workers.upkeep.timing import Recorder

EXPRESSIONS = [(panel["title"], target["expr"]) for panel in BOARD["panels"] for target in panel["targets"]]
MACHINES = "node_filesystem_"
"""node_exporter is not tried here."""
NEEDED = ("prometheus", "prometheus-redis-exporter")


class Prometheus:
    """A running Prometheus, with a metrics process and redis_exporter to read."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, expression: str) -> list[dict[str, Any]]:
        """The answer to a query, now."""
        query = urllib.parse.urlencode({"query": expression})
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/v1/query?{query}", timeout=20) as answer:
            told = json.load(answer)
        assert told["status"] == "success"
        return list(told["data"]["result"])

    def has(self, expression: str) -> bool:
        """Whether the query has an answer by now."""
        try:
            return bool(self.ask(expression))
        except OSError:
            return False


@contextmanager
def program(log: Path, *command: str) -> Iterator[None]:
    """A program that runs while the block does."""
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, cwd=log.parent)
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def scraper(module_servers: Servers) -> Iterator[Scraper]:
    """Articles of every kind, a process, stages that were timed, and a reader of all that."""
    engine = make_engine(module_servers.database_url)
    given.finished(engine, "done")
    given.accepted(engine, "new")
    runs.quarantine(engine, given.accepted(engine, "bad").run_id, code="empty_text", reason="r")
    accepting.reject(engine, Rejection(stream_id="1-0", code="c", reason="r", payload=b""))
    with redis.Redis.from_url(module_servers.redis_url) as broker:
        Intake(engine, broker).prepare()
        put(broker, Heartbeat("worker").process())
        monitor = make_engine(module_servers.database_url, role="onrecord_monitor", keeps=False)
        found = Scraper(monitor, connect=lambda: redis.Redis.from_url(module_servers.redis_url))
        found.count_totals()
        yield found
    engine.dispose()


@pytest.fixture(scope="module")
def prometheus(
    scraper: Scraper, module_servers: Servers, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Prometheus]:
    """Our configuration with this test's addresses, and a scrape every second."""
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)} (Debian has packages of these names)")
    folder = tmp_path_factory.mktemp("prometheus")
    exporter, port, ours = free_port(), free_port(), listen(Address(host="127.0.0.1", port=0), scraper)
    wanted = yaml.safe_load((PROMETHEUS / "prometheus.yml").read_text("utf-8"))
    wanted["global"] = {"scrape_interval": "1s", "scrape_timeout": "1s"}
    wanted["rule_files"] = [str(PROMETHEUS / "alerts.yml")]
    targets = {"onrecord": ours.server_port, "broker": exporter}
    for job in wanted["scrape_configs"]:
        if job["job_name"] in targets:
            job["static_configs"] = [{"targets": [f"127.0.0.1:{targets[job['job_name']]}"]}]
    (folder / "prometheus.yml").write_text(yaml.safe_dump(wanted))
    parts = urllib.parse.urlsplit(module_servers.redis_url)
    with ExitStack() as stack:
        stack.enter_context(
            program(
                folder / "exporter.log", "prometheus-redis-exporter", "-redis.addr", f"redis://{parts.netloc}",
                "-web.listen-address", f"127.0.0.1:{exporter}",
            )
        )  # fmt: skip
        stack.enter_context(
            program(
                folder / "prometheus.log", "prometheus", "--config.file=prometheus.yml", "--storage.tsdb.path=data",
                f"--web.listen-address=127.0.0.1:{port}",
            )
        )  # fmt: skip
        found = Prometheus(port)
        assert wait_until(lambda: found.has("up == 1"), 60), (folder / "prometheus.log").read_text()
        yield found
    ours.shutdown()
    ours.server_close()


def test_every_panel_shows_something(prometheus: Prometheus, module_servers: Servers) -> None:
    # Given both targets, and stages that workers count again and again
    assert wait_until(lambda: prometheus.has("count(up == 1) == 2"), 60)
    with redis.Redis.from_url(module_servers.redis_url) as broker:
        recorder = Recorder(broker)

        def counted() -> bool:
            recorder.count(Stage.PARSE, 0.02)
            return prometheus.has('rate(onrecord_stage_seconds_count{stage="parse"}[5m]) > 0')

        assert wait_until(counted, 60)

    # When each expression of the dashboard is asked, Then it has an answer (without node_exporter, but for the disks;
    # and without a limit of the broker's memory, but for that)
    empty = [(title, each) for title, each in EXPRESSIONS if MACHINES not in each and not prometheus.has(each)]
    assert empty == [("Memory of the broker", "max(redis_memory_max_bytes > 0)")]


def test_every_alert_can_be_asked_and_those_that_must_are_on_their_way(prometheus: Prometheus) -> None:
    # Given an Onrecord without intake and sweeper
    # When each alert's query is asked
    answers = {rule["alert"]: prometheus.ask(rule["expr"]) for rule in RULES}

    # Then only those have an answer that tell of it
    firing = {alert: [each["metric"] for each in found] for alert, found in answers.items() if found}
    kinds = sorted(metric["kind"] for metric in firing.pop("OnrecordProcessMissing"))
    assert kinds == ["intake", "sweeper"]
    assert set(firing) <= {"OnrecordQuarantineWaits", "OnrecordProcessSilent"}
    assert "OnrecordQuarantineWaits" in firing


def test_the_exporter_tells_the_brokers_metrics_that_alerts_ask_for(prometheus: Prometheus) -> None:
    names = ("redis_memory_used_bytes", "redis_memory_max_bytes", "redis_aof_last_write_status")
    assert [name for name in names if not prometheus.has(name)] == []
    assert time.time() - float(prometheus.ask("redis_memory_used_bytes")[0]["value"][0]) < 60
