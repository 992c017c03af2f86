"""What the documentation tells people to type can be typed: every verb, every option, every whole line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from shared.settings import settings
from shared.store import runs
from shared.store.engine import make_engine
from tests.docs.blocks import RUN_WHOLE
from tests.docs.commands import Line, command_of, documented, lines_of
from tests.integration.store import given
from workers import resources
from workers.cli import onrecord

LINES = documented()

SERVICES = {"demo", "up", "down", "worker", "intake", "sweep", "metrics", "serve"}
"""These run for ever or start servers; the acceptance tests start them."""

ENDLESS = {"--follow", "--processes", "--watch", "restore"}
"""Lines that go on for ever, take all cores or need an empty database; other tests have them. Nobody answers here:
--wait is left out."""

SUBMISSION = json.dumps({"uri": "https://example.org/a", "text": "Mast falls. “It fell,” said Malin Aster."})
TOLD = {0, 1, 65, 66}
"""Well, some failed, no article, nothing under that name: what an example may come to on a small store."""


def test_what_counts_as_a_documented_line() -> None:
    page = """
Say `onrecord show URI`, or

    echo '{}' | onrecord submit -
    onrecord feed --after 41          what changed since; onrecord show is another
    onrecord db upgrade   # twice
    psql "$(onrecord db psql-dsn)"

```python
onrecord = 1
```
"""
    assert [line.arguments for line in lines_of("page", page)] == [
        ("submit", "-"),
        ("feed", "--after", "41"),
        ("db", "upgrade"),
        ("db", "psql-dsn"),
        ("show", "URI"),
    ]
    assert len(LINES) > 30


@pytest.mark.parametrize("line", LINES, ids=str)
def test_a_documented_line_names_a_verb_and_options_that_exist(line: Line) -> None:
    verb, command, rest = command_of(line.arguments)
    assert command is not None, f"there is no `onrecord {verb}`"
    options = {option for parameter in command.params for option in parameter.opts}
    assert [word for word in rest if word.startswith("--") and word.split("=")[0] not in options | {"--help"}] == []


@pytest.fixture
def store(database_url: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A folder with the files that the examples name, and a store with an article and a quarantined one."""
    monkeypatch.chdir(tmp_path)
    Path("articles").mkdir()
    for name in ("article.txt", "articles/a.txt", "FILE"):
        Path(name).write_text(json.loads(SUBMISSION)["text"])
    Path("people.csv").write_text("name,aliases,scheme,id\nDora Lindqvist,D. Lindqvist,own,1\n")
    monkeypatch.setenv("ONRECORD_DATABASE_URL", database_url)
    monkeypatch.setenv("ONRECORD_REDIS_URL", redis_url)
    settings.cache_clear()
    resources.database.cache_clear()
    engine = make_engine(database_url)
    given.finished(engine, "URI")
    runs.quarantine(engine, given.accepted(engine, "bad").run_id, code="empty_text", reason="r")
    yield
    engine.dispose()
    resources.database().dispose()
    resources.database.cache_clear()


def test_every_documented_line_can_be_typed(store: None) -> None:
    elsewhere = {Path(page).name for page in RUN_WHOLE}
    lines = [line for line in LINES if line.page not in elsewhere]
    typed = [line for line in lines if line.arguments[0] not in SERVICES and not ENDLESS & set(line.arguments)]
    failed = {}
    for line in typed:
        done = CliRunner().invoke(onrecord, [word for word in line.arguments if word != "--wait"], input=SUBMISSION)
        in_words_only = done.exit_code == 2 and ("Missing argument" in done.stderr or not command_of(line.arguments)[2])
        if isinstance(done.exception, Exception) or (done.exit_code not in TOLD and not in_words_only):
            failed[str(line)] = done.exit_code, done.stderr, done.exception
    assert failed == {}
    assert {"extract", "submit", "load", "status", "show", "feed", "export", "db"} <= {n.arguments[0] for n in typed}
