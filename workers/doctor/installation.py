"""Looks at what is on this machine: versions, settings, models, tasks, and the room on the disk. It asks no server."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from shared.errors import OnrecordError
from shared.model import PIPELINE_VERSION
from shared.process import release
from shared.settings import Settings
from workers.doctor.finding import WRONG_SETTING, Finding, failed, of_error, ok, warning

LIBRARIES = ("celery", "kombu", "redis", "sqlalchemy", "psycopg", "spacy", "onnxruntime")
"""Those on whose versions the behaviour rests; the lock file names all."""

PREFIX = "ONRECORD_"
FOR_COMPOSE = ("_SECRETS", "_PORT", "_MEMORY", "_LIMIT", "_CPUS", "_TMP", "_RELEASE", "_BASE", "_PASSWORD", "_FILE")
"""Endings of names in `.env` that are for docker compose, not for a process."""

FOR_TESTS = "ONRECORD_TEST_"

LITTLE_ROOM, NO_ROOM = 2 * 2**30, 200 * 2**20
"""Bytes. Postgres stops at none; a day's logs and changes of 10,000 articles take some 500 MB."""

TASKS = frozenset(f"onrecord.{name}" for name in ("parse", "entities", "quotations", "identities", "submit"))
"""The names under which messages call the tasks: they outlive a release."""


def versions(_settings: Settings) -> Iterator[Finding]:
    """The release, the pipeline's version, and the libraries' versions."""
    found = ", ".join(f"{name} {_version(name)}" for name in LIBRARIES)
    python = platform.python_version()
    yield ok("versions", f"onrecord {release()}, pipeline {PIPELINE_VERSION}, Python {python}, {found}")


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "missing"


def unknown_settings(environment: Mapping[str, str], dotenv: Iterable[str]) -> Iterator[Finding]:
    """The names in the environment and in `.env` that nobody reads, each with the nearest one that there is."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    named = {name for name in environment if name.startswith(PREFIX)}
    named |= {name for name in dotenv if name.startswith(PREFIX) and not name.endswith(FOR_COMPOSE)}
    unknown = sorted(name for name in named if name.upper() not in known and not name.startswith(FOR_TESTS))
    for name in unknown:
        nearest = get_close_matches(name.upper(), known, 1)
        cure = f"Did you mean {nearest[0]}?" if nearest else "Remove it: .env.example lists all settings."
        yield warning("settings", f"{name} is set, and is no setting", cure, "unknown_setting")
    if not unknown:
        yield ok("settings", f"{len(named)} set, all known")


def names_in(dotenv: Path) -> list[str]:
    """The names that an `.env` sets; none if there is no such file."""
    from dotenv import dotenv_values

    return list(dotenv_values(dotenv)) if dotenv.is_file() else []


def time_limits(settings: Settings) -> Iterator[Finding]:
    """Whether a stage ends before its lease, and its message is not delivered again while it may still run."""
    from workers.app import visibility_timeout

    soft, hard, lease = settings.soft_time_limit, settings.time_limit, settings.lease_seconds
    visible = visibility_timeout(settings)
    seen = f"stage {soft}/{hard} s, lease {lease} s, watchdog {settings.watchdog_seconds} s, visibility {visible} s"
    if not soft < hard < lease or settings.watchdog_seconds <= hard or visible <= lease:
        cure = "Set SOFT_TIME_LIMIT < TIME_LIMIT < LEASE_SECONDS, and WATCHDOG_SECONDS above TIME_LIMIT."
        yield failed("time limits", seen, cure, "time_limits", WRONG_SETTING)
    else:
        yield ok("time limits", seen)


def models(settings: Settings) -> Iterator[Finding]:
    """Whether the model's files are those that were measured, without loading them."""
    from workers.entities.tagger import FOLDER
    from workers.models import OWN, PARSER

    for package in {PARSER} if settings.model == OWN else {settings.model}:
        if find_spec(package) is None and not Path(package).exists():
            cure = (
                "Install it from the lock file (make install), or name an installed spaCy pipeline in ONRECORD_MODEL."
            )
            yield failed("model", f"{package} is not installed", cure, "model_missing", WRONG_SETTING)
            return
    if settings.model == OWN:
        yield from recogniser(FOLDER)
    else:
        yield ok("model", settings.model)


def recogniser(folder: Path) -> Iterator[Finding]:
    """Whether the recogniser's files have the hashes of its card."""
    from workers.entities.tagger.weights import ModelDamaged, read_card

    try:
        card = read_card(folder)
    except ModelDamaged as error:
        yield of_error("model", error)
        return
    wrong = [name for name, wanted in card.sha256.items() if _sha256(folder / name) != wanted]
    if wrong:
        yield of_error("model", ModelDamaged(f"{', '.join(wrong)}: not the hash of model.toml"))
    else:
        yield ok("model", f"onrecord {card.version}, {len(card.sha256)} files, hashes right")


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def registry(settings: Settings) -> Iterator[Finding]:
    """Whether the table of people and organisations can be read."""
    from workers.models import load_registry

    try:
        found = load_registry(settings.registry)
    except OnrecordError as error:
        yield of_error("registry", error)
        return
    yield ok("registry", f"{len(found.entries)} entries, {settings.registry or 'the small table in the package'}")


def tasks(_settings: Settings) -> Iterator[Finding]:
    """Whether the application knows every task that a message may call."""
    from workers.app import app
    from workers.broker.gate import our_tasks

    app.loader.import_default_modules()
    yield from registered(our_tasks())


def registered(known: Iterable[str]) -> Iterator[Finding]:
    """Whether these names of tasks are all that messages may call."""
    missing = sorted(TASKS - set(known))
    if missing:
        cure = "Install Onrecord anew: its modules are of different releases."
        yield failed("tasks", f"not registered: {', '.join(missing)}", cure, "task_missing", WRONG_SETTING)
    else:
        yield ok("tasks", f"{len(TASKS)} registered")


def disk(settings: Settings) -> Iterator[Finding]:
    """The room on the disk of ONRECORD_HOME."""
    folder = next(path for path in (settings.home.absolute(), *settings.home.absolute().parents) if path.exists())
    yield room(shutil.disk_usage(folder).free, folder, writable=os.access(folder, os.W_OK))


def room(free: int, folder: Path, *, writable: bool) -> Finding:
    """How so many free bytes are to be taken."""
    seen = f"{free / 2**30:,.1f} GiB free in {folder}"
    cure = "Make room, or set ONRECORD_HOME to a folder on another disk."
    if not writable:
        return warning("disk", f"{folder} cannot be written to", "Set ONRECORD_HOME to a folder of yours.", "no_right")
    if free < NO_ROOM:
        return failed("disk", seen, cure, "disk_full")
    return warning("disk", seen, cure, "disk_nearly_full") if free < LITTLE_ROOM else ok("disk", seen)
