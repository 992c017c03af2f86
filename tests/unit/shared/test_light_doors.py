"""The producer's door needs redis and pydantic alone, the readers' need psycopg and pydantic."""

from __future__ import annotations

import subprocess
import sys

import pytest

SCRIPT = """
import sys
from importlib.metadata import packages_distributions
owners, before = packages_distributions(), set(sys.modules)
__import__(sys.argv[1])
new = set(sys.modules) - before
print(sorted({owner.lower().replace("_", "-") for name in new for owner in owners.get(name, [])}))
"""
PYDANTIC = {"pydantic", "pydantic-core", "annotated-types", "typing-extensions", "typing-inspection"}
PSYCOPG = {"psycopg", "psycopg-binary"}


@pytest.mark.parametrize(
    ("door", "allowed"),
    [
        ("shared.client", PYDANTIC | {"redis", "async-timeout"}),
        ("shared.feed", PYDANTIC | PSYCOPG),
        ("shared.export", PYDANTIC | PSYCOPG),
        ("shared.standards", PYDANTIC),
    ],
)
def test_a_door_imports_nothing_else(door: str, allowed: set[str]) -> None:
    # Given a new interpreter, When the door is imported, Then no other distribution is
    done = subprocess.run([sys.executable, "-c", SCRIPT, door], capture_output=True, text=True, check=True)
    imported = {name.strip(" []'\n") for name in done.stdout.split(",")}
    # redis-py looks for OpenTelemetry, whose distributions share one package (and import psutil).
    imported -= {name for name in imported if name == "psutil" or name.startswith("opentelemetry-")}
    assert "pydantic" in imported
    assert imported - allowed - {"onrecord"} == set()


def test_the_package_itself_imports_nothing() -> None:
    # Given a new interpreter, When only `shared` is imported, Then its doors are still shut
    done = subprocess.run([sys.executable, "-c", SCRIPT, "shared"], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["Client", "AsyncClient", "follow", "follow_async"])
def test_the_package_opens_its_doors(name: str) -> None:
    # Given a new interpreter, When a public name is taken from the package, Then it is that of its module
    script = f"from shared import {name}; import shared; print({name}.__module__, {name!r} in shared.__all__)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["shared.client" if name.endswith("Client") else "shared.feed", "True"]
