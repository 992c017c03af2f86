"""The producers of docs/producers.md work as they stand."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from shared.model import Article
from tests.acceptance.conftest import ROOT, Run, Stack
from workers.machine.background import wait_until

FOLDER = ROOT / "deploy" / "producers"
PRODUCERS = {
    "produce.py": [sys.executable],
    "produce_celery.py": [sys.executable],
    "produce.mjs": ["node"],
    "produce.go": ["go", "run"],
    "produce.sh": ["sh"],
}
NEEDS = {"produce.sh": "redis-cli"}
SILENT = {"produce_celery.py"}
"""These send and do not wait."""


def test_every_producer_is_documented() -> None:
    page = (ROOT / "docs" / "producers.md").read_text()
    assert {path.name for path in FOLDER.iterdir() if path.is_file()} == set(PRODUCERS)
    assert all(f"deploy/producers/{name})" in page for name in PRODUCERS)


@pytest.mark.parametrize("name", PRODUCERS)
def test_a_producer_puts_its_article_on_record(stack: Stack, name: str) -> None:
    # Given a producer whose tool is installed
    tool = NEEDS.get(name, PRODUCERS[name][0])
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed here")
    url, uri = stack.servers.redis_url, f"tag:{name}"
    # When it runs
    command = [*PRODUCERS[name], str(FOLDER / name), url, uri]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=100, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == 0, done.stderr
    # Then its article is on record, and it was told who said what, if it waits
    seen = "SELECT 1 FROM onrecord_v1.quotation WHERE uri = %s AND speaker_name = 'Malin Aster'"
    assert wait_until(lambda: bool(stack.rows(seen, uri)), 60)
    assert name in SILENT or "Malin Aster" in done.stdout


def test_the_command_waits_too(stack: Stack, onrecord: Run, tmp_path: Path) -> None:
    # Given a submission, When it is submitted with --wait, Then the article is printed
    servers = {"ONRECORD_DATABASE_URL": stack.servers.database_url, "ONRECORD_REDIS_URL": stack.servers.redis_url}
    text = '{"uri": "tag:cli", "text": "Mast falls. “It fell,” said Malin Aster."}'
    done = onrecord("submit", "-", "--wait", stdin=text, environment=servers)
    assert done.returncode == 0, done.stderr
    assert Article.model_validate_json(done.stdout).uri == "tag:cli"
