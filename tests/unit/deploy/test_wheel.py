"""The wheel, and with it the image, holds the files of the recogniser and of the pages."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[3]
FOLDERS = (Path("workers", "entities", "model"), Path("workers", "web", "templates"), Path("workers", "web", "static"))
"""What is read from the package and is no code."""
MOST_MB = 25
"""A release's size: whoever grows the network says so here."""


def test_the_wheel_holds_the_recogniser_and_the_pages(tmp_path: Path) -> None:
    # Given the files that the recogniser and the pages read
    found = [path for folder in FOLDERS for path in (ROOT / folder).iterdir() if path.is_file()]
    files = sorted(path.relative_to(ROOT).as_posix() for path in found)

    # When the wheel is built
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    [wheel] = tmp_path.glob("*.whl")

    # Then it holds all of them, byte for byte, and no more than a release may weigh
    with zipfile.ZipFile(wheel) as archive:
        assert len(files) > 15
        assert [name for name in files if archive.read(name) != (ROOT / name).read_bytes()] == []
    assert wheel.stat().st_size < MOST_MB * 1_000_000


def test_the_image_is_built_from_the_whole_package() -> None:
    # Given what Docker may see, and what the image copies
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    dockerfile = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")

    # When the recogniser's folder is looked for, Then it travels with the package, and nothing leaves it out again
    assert "!workers" in ignored
    assert "COPY workers workers" in dockerfile
    assert [line for line in ignored[ignored.index("!workers") + 1 :] if "pycache" not in line] == []
