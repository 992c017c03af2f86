"""The service under Docker: it starts, works, withstands kills, restarts, scales, rolls, and comes back from a dump."""

from __future__ import annotations

import os
import sys
import time

import psycopg
import pytest

from shared.model import Submission
from tests.compose.installation import FIRST, LOOPS, NEXT, ROOT, Installation
from tests.faults.articles import article

pytestmark = pytest.mark.compose
ARTICLES = int(os.environ.get("ONRECORD_TEST_COMPOSE_ARTICLES", "400"))
RESTART_SECONDS = 20 * float(os.environ.get("ONRECORD_TEST_COMPOSE_PATIENCE", "1"))
"""What a restart of all may take; PATIENCE stretches it where other work shares the machine."""


def batch(name: str, count: int) -> list[Submission]:
    return [article(number, f"tag:compose:{name}:{number}") for number in range(count)]


def once(service: Installation, name: str, count: int, seconds: float = 600) -> None:
    """Waits until the articles of the batch are on record, each with one run and one line of the feed."""
    prefix = f"tag:compose:{name}:"
    service.wait(lambda: service.all_done(prefix, count), seconds, f"{count} articles of {name}")
    states = service.states(prefix)
    assert set(map(tuple, states.values())) == {("done",)}
    assert service.told(prefix) == dict.fromkeys(states, 1)


def test_an_article_goes_its_whole_way(service: Installation) -> None:
    # Given the service, When a producer outside submits articles, Then all are on record
    service.submit(batch("first", 20))
    once(service, "first", 20)


def test_docker_shows_no_password(service: Installation) -> None:
    # Given all containers, also those that have ended
    shown = service.run("docker", "inspect", *service.containers())
    # When what Docker tells of them is searched for each password, Then it holds none
    names = [path.name for path in (service.folder / "secrets").glob("*_password")]
    assert len(names) == 9
    assert [name for name in names if service.secret(name) in shown] == []


def test_a_reader_reads_the_views_and_no_more(service: Installation) -> None:
    # Given the reader's login, as README shows it
    with service.database("onrecord_reader", "reader_password") as connection:
        quotations = connection.execute("SELECT count(*) FROM onrecord_v1.quotation").fetchone()
        assert quotations is not None
        assert quotations[0] > 20
        # Then it reads quotations, and nothing below the views
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT 1 FROM core.article")


def test_the_containers_are_as_closed_as_the_file_says(service: Installation) -> None:
    # Given a worker, When it tries to write outside /tmp, or more there than it may, Then it cannot
    container = service.containers("worker")[0]
    attempts = (
        "touch /opt/onrecord/x",
        "touch /var/lib/onrecord/x",
        "head -c 400m /dev/zero > /tmp/x",
        "id -u | grep '^0$'",
    )
    for attempt in attempts:
        service.run("docker", "exec", container, "sh", "-c", attempt, fails=True)
    service.run("docker", "exec", container, "rm", "-f", "/tmp/x")
    # And its memory, processes and log have an end
    limits = "{{.HostConfig.Memory}} {{.HostConfig.PidsLimit}} {{.HostConfig.LogConfig.Config}}"
    memory, pids, log = service.run("docker", "inspect", "--format", limits, container).split(" ", 2)
    assert int(memory) > 0
    assert int(pids) > 0
    assert "max-size:10m" in log


def test_a_loop_that_stands_still_is_not_healthy(service: Installation) -> None:
    # Given intake, When its process is stopped, Then its container is seen to be unhealthy
    [container] = service.containers("intake")
    service.run("docker", "exec", container, "sh", "-c", "kill -STOP -1")
    service.wait(lambda: service.health("intake") == {"unhealthy": 1}, 120, "intake to be unhealthy")
    # And healthy again when it goes on
    service.run("docker", "exec", container, "sh", "-c", "kill -CONT -1")
    service.wait(lambda: service.healthy("intake"), 60, "a healthy intake")


def test_killed_worker_broker_and_database_lose_and_double_nothing(service: Installation) -> None:
    # Given many articles under way
    service.submit(batch("killed", ARTICLES))
    service.wait(lambda: len(service.states("tag:compose:killed:")) > ARTICLES // 20, 120, "the first articles")
    # When worker, broker and database are killed, one after the other
    for name in ("worker", "broker", "db"):
        service.crash(name)
    # Then each article is on record once, and all containers are healthy again
    once(service, "killed", ARTICLES, 900)
    service.wait(lambda: service.healthy("db", "broker", *LOOPS), 120, "health")


def test_a_restart_of_all_under_load_is_short(service: Installation) -> None:
    # Given many articles under way
    service.submit(batch("restarted", ARTICLES))
    service.wait(lambda: len(service.states("tag:compose:restarted:")) > ARTICLES // 20, 120, "the first articles")
    # When everything is restarted, Then that takes no longer than it may, and all articles come through
    started = time.monotonic()
    service.compose("restart")
    seconds = time.monotonic() - started
    sys.stdout.write(f"docker compose restart under load: {seconds:.1f} s\n")
    once(service, "restarted", ARTICLES, 900)
    assert seconds <= RESTART_SECONDS


def test_any_number_of_each_process_works_together(service: Installation) -> None:
    # Given two of each, When articles are submitted, Then each is on record once
    scale = [f"--scale={name}=2" for name in LOOPS]
    service.compose("up", "--detach", "--no-build", "--no-deps", "--wait", *scale, *LOOPS)
    assert service.health(*LOOPS) == {"healthy": 6}
    service.submit(batch("scaled", ARTICLES // 4))
    once(service, "scaled", ARTICLES // 4)
    back = [f"--scale={name}=1" for name in LOOPS]
    service.compose("up", "--detach", "--no-build", "--no-deps", "--wait", *back, *LOOPS)


@pytest.mark.parametrize(("release", "options"), [(NEXT, []), (FIRST, ["--back"])], ids=["forth", "back"])
def test_a_release_rolls_in_beside_the_old_one(service: Installation, release: str, options: list[str]) -> None:
    # Given another release, and articles under way
    service.run("docker", "tag", f"onrecord:{FIRST}", f"onrecord:{NEXT}")
    name = f"rolled-{release}"
    service.submit(batch(name, ARTICLES // 4))
    # When it rolls in
    service.run("sh", str(ROOT / "deploy" / "roll.sh"), release, *options)
    # Then all processes are of it, and each article is on record once
    images = service.run("docker", "inspect", "--format", "{{.Config.Image}}", *service.containers(*LOOPS)).split()
    assert images == [f"onrecord:{release}"] * 3
    once(service, name, ARTICLES // 4)


def test_a_dump_brings_the_database_back(service: Installation) -> None:
    # Given what is on record, and a dump of it
    before = service.states("tag:compose:")
    dump = service.folder / "onrecord.dump"
    form = f"docker compose exec -T db pg_dump -U onrecord -Fc onrecord > {dump}"
    service.run("sh", "-c", form)
    # When the database's volume is lost, and the dump is restored into a new one, as docs/deployment.md says
    service.compose("stop", *LOOPS)
    service.compose("rm", "--stop", "--force", "--volumes", "db", "migrate")
    service.run("docker", "volume", "rm", f"{service.project}_db")
    service.compose("run", "--rm", "migrate")
    restore = "docker compose exec -T db pg_restore -U onrecord -d onrecord --clean --if-exists --exit-on-error"
    service.run("sh", "-c", f"{restore} < {dump}")
    service.compose("run", "--rm", "migrate")
    service.compose("up", "--detach", "--no-build", "--wait")
    # Then all articles are as they were, and the next ones come through
    assert service.states("tag:compose:") == before
    service.submit(batch("after", 20))
    once(service, "after", 20)
