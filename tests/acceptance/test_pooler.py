"""All processes behind PgBouncer in transaction mode, with one login; the schema is migrated past it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from shared.feed import read
from shared.settings import Servers, Settings
from shared.store.engine import make_engine
from tests.acceptance.conftest import BriskSupervisor, Run, Stack
from tests.pooler import needs_pgbouncer, pooled

pytestmark = needs_pgbouncer()

SEEDS = Path(__file__).parents[2] / "seeds" / "articles"


@pytest.fixture
def behind_a_pooler(module_servers: Servers, tmp_path: Path) -> Iterator[Stack]:
    """Intake, sweeper and worker whose database is a pooler with three connections for them all."""
    with pooled(module_servers.database_url, size=3) as url, redis.Redis.from_url(module_servers.redis_url) as broker:
        settings = Settings(
            database_url=url,  # type: ignore[arg-type]
            migration_url=module_servers.database_url,  # type: ignore[arg-type]
            redis_url=module_servers.redis_url,  # type: ignore[arg-type]
            home=tmp_path / "home",
        )
        engine = make_engine(url)
        supervisor = BriskSupervisor(settings)
        with supervisor.running() as servers:
            yield Stack(supervisor, servers, engine, broker)
        engine.dispose()
        logs = "".join(path.read_text() for path in (tmp_path / "home" / "log").glob("*.log"))
        for trouble in ("permission denied", "prepared statement", "server_away"):
            assert trouble not in logs, logs


def test_articles_go_their_way_and_the_command_knows_the_pooler(behind_a_pooler: Stack, onrecord: Run) -> None:
    # Given ten articles, When they are put through by real processes
    articles = sorted(path for path in SEEDS.glob("*.txt"))[:10]
    progress = behind_a_pooler.put_through(*articles)
    # Then all are on record, and followers behind the pooler know of them
    assert progress.done == len(articles) > 5
    assert len(list(read(behind_a_pooler.servers.database_url))) == len(articles)
    # And an upgrade by the pooler's URL is refused, with the cure
    here = {"ONRECORD_DATABASE_URL": behind_a_pooler.servers.database_url}
    refused = onrecord("db", "upgrade", environment=here)
    assert (refused.returncode, "pooler_found" in refused.stderr) == (78, True)
