"""A migration that takes something away says why the release before no longer needs it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[3] / "shared" / "migrations" / "versions"
UPGRADES = sorted(path for path in FOLDER.glob("*.sql") if not path.name.endswith(".down.sql"))

CONTRACTS = re.compile(
    r"\bDROP\s+(TABLE|COLUMN|VIEW|SCHEMA|FUNCTION)|\bRENAME\b|\bALTER\s+COLUMN\s+\w+\s+(SET\s+DATA\s+)?TYPE\b|\bSET\s+NOT\s+NULL\b",
    re.IGNORECASE,
)
"""What a process of the release before may still need."""

REASON = re.compile(r"^-- contract: \S+", re.MULTILINE)


def unexplained(script: str) -> list[str]:
    """What the script takes away without a line `-- contract: why`."""
    statements = "\n".join(line for line in script.splitlines() if not line.lstrip().startswith("--"))
    found = [match.group(0) for match in CONTRACTS.finditer(re.sub(r"'[^']*'", "''", statements))]
    return [] if REASON.search(script) else found


@pytest.mark.parametrize("path", UPGRADES, ids=lambda path: path.stem)
def test_an_upgrade_expands_or_says_why_not(path: Path) -> None:
    assert unexplained(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", UPGRADES, ids=lambda path: path.stem)
def test_every_upgrade_has_a_way_back(path: Path) -> None:
    assert path.with_suffix(".down.sql").exists()
    assert path.with_suffix(".py").exists()


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("ALTER TABLE core.a ADD COLUMN b text;", 0),
        ("-- DROP TABLE is not meant\nCREATE TABLE core.a ();", 0),
        ("COMMENT ON TABLE core.a IS 'We RENAME nothing.';", 0),
        ("ALTER TABLE core.a DROP COLUMN b;", 1),
        ("ALTER TABLE core.a RENAME TO b;\nDROP TABLE core.c;", 2),
        ("ALTER TABLE core.a ALTER COLUMN b TYPE bigint;", 1),
        ("-- contract: nobody has read it since 0.3\nALTER TABLE core.a DROP COLUMN b;", 0),
    ],
)
def test_what_takes_something_away(script: str, found: int) -> None:
    assert len(unexplained(script)) == found
