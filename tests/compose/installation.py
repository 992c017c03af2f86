"""One installation of docker-compose.yml, with a project, passwords, ports and volumes of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from shared.client import Client
from shared.model import Submission
from tests.ports import free_port
from workers.machine.background import wait_until

ROOT = Path(__file__).parents[2]
LOOPS = ("intake", "sweeper", "worker")
FIRST, NEXT = "compose-test", "compose-test-next"
"""Two releases: the tags of the images."""

STATES = """
SELECT a.uri, r.state FROM core.article AS a
JOIN core.version AS v ON v.article_id = a.id JOIN core.run AS r ON r.version_id = v.id
WHERE a.uri LIKE %s || '%%'
"""
TOLD = """
SELECT a.uri, count(*) FROM core.article AS a
JOIN core.version AS v ON v.article_id = a.id JOIN core.run AS r ON r.version_id = v.id
JOIN core.change AS c ON c.run_id = r.id
WHERE a.uri LIKE %s || '%%' GROUP BY a.uri
"""


def missing() -> str | None:
    """Why no engine can be used here, in words; None if one can."""
    if shutil.which("docker") is None:
        return "the command docker is not installed here"
    if _answer("docker", "compose", "version").returncode:
        return "Compose 2, the plugin of docker, is not installed here"
    asked = _answer("docker", "info")
    if asked.returncode:
        return (asked.stderr.strip().splitlines() or ["no engine answers"])[-1]
    return None


def _answer(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@dataclass(frozen=True)
class Installation:
    """A project of Compose, and where it is reached from outside."""

    folder: Path
    project: str
    environment: dict[str, str]

    @classmethod
    def new(cls, folder: Path) -> Installation:
        """With new passwords in the folder. Nothing is built or started yet."""
        (folder / "secrets").mkdir()
        (folder / ".env").write_text(f"ONRECORD_SECRETS={folder / 'secrets'}\n")
        subprocess.run(["sh", str(ROOT / "deploy" / "env.sh"), str(folder)], check=True, capture_output=True)
        ports = {name: str(free_port()) for name in ("DB", "REDIS", "WEB", "PROMETHEUS", "GRAFANA")}
        own = {f"ONRECORD_{name}_PORT": port for name, port in ports.items()}
        own |= {"ONRECORD_RELEASE": FIRST, "COMPOSE_PROJECT_NAME": f"onrecord-test-{os.getpid()}"}
        own |= {"COMPOSE_ENV_FILES": str(folder / ".env"), "COMPOSE_PROGRESS": "plain"}
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ONRECORD_")}
        secrets = {"ONRECORD_SECRETS": str(folder / "secrets")}
        return cls(folder, own["COMPOSE_PROJECT_NAME"], kept | own | secrets)

    def run(self, *command: str, given: bytes | None = None, seconds: float = 600, fails: bool = False) -> str:
        """What the command prints; its errors, if it has to fail."""
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, input=given, capture_output=True, timeout=seconds, check=False
        )
        assert (done.returncode != 0) == fails, (command, done.stdout[-2000:], done.stderr[-4000:])
        return (done.stderr if fails else done.stdout).decode("utf-8", "replace")

    def compose(self, *arguments: str, given: bytes | None = None, seconds: float = 600) -> str:
        """What `docker compose` prints."""
        return self.run("docker", "compose", *arguments, given=given, seconds=seconds)

    def containers(self, *services: str) -> list[str]:
        """The ids of the containers of these services, of all if none is named."""
        return self.compose("ps", "--all", "--quiet", *services).split()

    def health(self, *services: str) -> Counter[str]:
        """How many of these containers are healthy, starting ..."""
        form = "{{if .State.Health}}{{.State.Health.Status}}{{else}}{{.State.Status}}{{end}}"
        return Counter(self.run("docker", "inspect", "--format", form, *self.containers(*services)).split())

    def healthy(self, *services: str) -> bool:
        """Whether all of these containers are."""
        return set(self.health(*services)) == {"healthy"}

    def secret(self, name: str) -> str:
        return (self.folder / "secrets" / name).read_text().strip()

    def crash(self, service: str) -> None:
        """kill -9 of all processes of its first container, which Docker then starts again, as after any crash."""
        user = {"db": "postgres", "broker": "valkey"}.get(service, "10001")
        container = self.containers(service)[0]
        before = self._started(container)
        # The shell is among them, and so the command fails.
        self.run("docker", "exec", "--user", user, container, "sh", "-c", "kill -9 -1; sleep 60", fails=True)
        self.wait(lambda: self._started(container) != before, 60, f"{service} to come back")

    def _started(self, container: str) -> str:
        return self.run("docker", "inspect", "--format", "{{.State.StartedAt}}", container)

    # --- from outside -----------------------------------------------------------------------------------------------

    def submit(self, submissions: list[Submission]) -> None:
        """As a producer on this machine does it: by the published port, with the producer's password."""
        port = self.environment["ONRECORD_REDIS_PORT"]
        with Client(f"redis://producer:{self.secret('producer_password')}@127.0.0.1:{port}/0") as client:
            client.submit_many(submissions)

    @contextmanager
    def database(self, login: str = "onrecord", secret: str = "db_password") -> Iterator[psycopg.Connection]:
        """The database by its published port."""
        port = self.environment["ONRECORD_DB_PORT"]
        with psycopg.connect(
            host="127.0.0.1", port=int(port), dbname="onrecord", user=login, password=self.secret(secret)
        ) as connection:
            yield connection

    def states(self, prefix: str) -> dict[str, list[str]]:
        """The states of all runs of each article whose uri begins like this."""
        found: dict[str, list[str]] = {}
        with self.database() as connection:
            for uri, state in connection.execute(STATES, [prefix]).fetchall():
                found.setdefault(uri, []).append(state)
        return found

    def told(self, prefix: str) -> dict[str, int]:
        """How many lines of the change feed each article has."""
        with self.database() as connection:
            return dict(connection.execute(TOLD, [prefix]).fetchall())

    def all_done(self, prefix: str, count: int) -> bool:
        """Whether so many articles have ended; False also while the database is away."""
        try:
            states = self.states(prefix)
        except psycopg.OperationalError:
            return False
        return len(states) == count and all("open" not in runs for runs in states.values())

    def wait(self, condition: Callable[[], bool], seconds: float, what: str) -> None:
        """Fails with the last words of all containers if the condition does not come true in time."""
        if not wait_until(condition, seconds):
            raise AssertionError(f"waited {seconds} s for {what}\n{self.compose('ps')}\n{self._last_words()}")

    def _last_words(self) -> str:
        return self.compose("logs", "--tail", "15", "--no-color")
