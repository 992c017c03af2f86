"""The audit of dependencies: it says what was checked, and never calls unchecked packages sound."""

from __future__ import annotations

import importlib.util
import json
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


@pytest.fixture
def audit(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", Path(__file__).parents[3] / "deploy" / "audit.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module.importlib.util, "find_spec", lambda _: spec)
    return module


SOUND = {"name": "a", "version": "1", "vulns": []}
WEAK = {"name": "b", "version": "2", "vulns": [{"id": "PYSEC-1"}, {"id": "CVE-2"}]}
UNASKED = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "code", "said"),
    [
        ([SOUND], 0, "1 packages checked, 0 with"),
        ([SOUND, WEAK], 1, "b 2: PYSEC-1, CVE-2"),
        ([SOUND, UNASKED], 0, "1 packages checked, 0 with known vulnerabilities, 1 not checked"),
        ([UNASKED], 0, "skipped, nothing was checked: not found"),
        (None, 0, "skipped, nothing was checked: no route"),
    ],
)
def test_it_says_what_was_checked(
    audit: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    packages: list[dict[str, Any]] | None,
    code: int,
    said: str,
) -> None:
    # Given what pip-audit reports, When it is told, Then weak packages fail, and what was not asked is not praised
    report = "" if packages is None else json.dumps({"dependencies": packages})
    done = subprocess.CompletedProcess([], 1, stdout=report, stderr="ERROR\nno route\n")
    monkeypatch.setattr(audit.subprocess, "run", lambda *_, **__: done)
    assert audit.main("lock") == code
    assert said in capsys.readouterr().err
